"""Handing in the sealed scan and the scan of what was signed, and the copy the system set beside it."""

from flask import Response, abort, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms.validators import ValidationError

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.errors import WrongState
from supervision.core.forms import BaseForm, paragraph, uploads
from supervision.core.intake import takes_files
from supervision.core.upload_field import UploadField
from supervision.core.web import done, download, page
from supervision.instruments.blueprint import bp, load
from supervision.instruments.printing import files as printing
from supervision.instruments.signing import originals, scans

Reply = str | tuple[str, int] | BaseResponse


class SealedScanForm(BaseForm):
    """The scan of the sealed paper."""

    scan = uploads("盖章扫描件", needed=True, hint="一个PDF，含全部各页；归档后即为本件原件")
    reason = paragraph("替换理由", most=500, needed=False, hint="已有盖章扫描件、需要替换时填写")

    def validate_scan(self, field: UploadField) -> None:
        if len(field.data) > 1:
            message = "请把各页合为一个PDF"
            raise ValidationError(message)


@bp.route("/<int:paper_id>/sealed-scan", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_REGISTER)
@takes_files
def sealed_scan(paper_id: int) -> Reply:
    paper = load(paper_id)
    if not originals.awaited(paper, current()):
        message = "本件不以盖章扫描件为原件"
        raise WrongState(message)
    form = SealedScanForm(of=paper)
    if form.validate_on_submit():
        scan = form.scan.data[0]
        originals.register(paper, scan, reason=form.reason.data or "", actor=current())
        return done("盖章扫描件已归档为原件。", url_for("instruments.show", paper_id=paper_id))
    return page("instruments/sealed_scan.html", form=form, paper=paper)


class SignedScanForm(BaseForm):
    """The scan of what was signed."""

    scans = uploads("签批扫描件", needed=True)


@bp.route("/<int:paper_id>/signed-scan", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_REGISTER)
@takes_files
def signed_scan(paper_id: int) -> Reply:
    paper = load(paper_id)
    if not scans.awaited(paper, current()):
        message = "本件没有待上传的签批扫描件"
        raise WrongState(message)
    form = SignedScanForm(of=paper)
    if form.validate_on_submit():
        scans.register(paper, form.scans.data, actor=current())
        return done("签批扫描件已上传。", url_for("instruments.show", paper_id=paper_id))
    return page("instruments/signed_scan.html", form=form, paper=paper, due=scans.light(paper))


@bp.get("/<int:paper_id>/rendition.pdf")
@allows(Permission.INSTRUMENT_VIEW)
def rendition(paper_id: int) -> Response:
    """What the system set, where a sealed scan is the original."""
    paper = load(paper_id)
    content = printing.rendition(paper)
    if content is None:
        abort(404)
    return download(content, originals.PDF, f"{paper.name}（排版件）.pdf", inline=True)
