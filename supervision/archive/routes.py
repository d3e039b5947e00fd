"""归档单 and 核验文件.

Verification asks for sign-in: an upload open to the whole network would let anyone keep the server
busy parsing files. Who has no account compares the SHA-256 printed on the slip with any tool.
"""

from flask import Blueprint, Response, request, url_for

from supervision.archive import verifying
from supervision.archive.forms import VerifyForm
from supervision.archive.slip import slip as slip_of
from supervision.core.access.guard import allows, signed_in
from supervision.core.access.policy import Permission
from supervision.core.db import read_phase
from supervision.core.documents.pdf import render
from supervision.core.files.store import content_of, discard
from supervision.core.intake import takes_files
from supervision.core.outgoing import public_url
from supervision.core.web import download, page
from supervision.instruments.blueprint import load

bp = Blueprint("archive", __name__, url_prefix="/archive")


@bp.get("/<int:paper_id>/slip.pdf")
@allows(Permission.INSTRUMENT_DRAFT, Permission.INSTRUMENT_REVIEW, Permission.INSTRUMENT_SIGN)
def slip(paper_id: int) -> Response:
    """The slip for the file; the audit chain's head on it is that of this moment."""
    paper = load(paper_id)
    address = public_url() + url_for("archive.verify", sha256=paper.archive_sha256)
    form = slip_of(paper, address=address)
    return download(render(form).pdf, "application/pdf", f"归档单 {paper.name}.pdf", inline=True)


@bp.route("/verify", methods=["GET", "POST"])
@signed_in
@takes_files
def verify() -> str | tuple[str, int]:
    """Upload a PDF, or come from the QR code with its hash."""
    with read_phase():  # parsing a PDF takes longer than the write lock may be held
        form = VerifyForm()
        verdict = _verdict(form)
    for stored in form.file.data:
        discard(stored)
    if verdict is not None:
        form = VerifyForm(formdata=None)  # empty again: what was read has not been kept
    return page("archive/verify.html", form=form, verdict=verdict)


def _verdict(form: VerifyForm) -> verifying.Verdict | None:
    if form.validate_on_submit():
        return verifying.verify_file(content_of(form.file.data[0]))
    asked = request.args.get("sha256")
    return verifying.verify_hash(asked) if asked and request.method == "GET" else None
