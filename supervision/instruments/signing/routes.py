"""The pages of 登记线下签批 and 登记线下退回修改."""

from flask import url_for
from werkzeug.wrappers import Response

from supervision.accounts.signing.forms import DECIDED
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import read_phase
from supervision.core.intake import takes_files
from supervision.core.verbs import Verb, take
from supervision.core.web import done, page
from supervision.instruments.blueprint import bp, load
from supervision.instruments.flow import FLOW
from supervision.instruments.signing import registering
from supervision.instruments.signing import service as signing
from supervision.instruments.signing.forms import OfflineSignatureForm, PaperReturnForm
from supervision.instruments.signing.returning import RETURN

Reply = str | tuple[str, int] | Response


@bp.route("/<int:paper_id>/signature", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_REGISTER)
@takes_files
def register_signature(paper_id: int) -> Reply:
    paper = load(paper_id)
    FLOW.check(paper, "register_signature", actor=current())
    form = OfflineSignatureForm.about(registering.sought(paper))
    if form.validate_on_submit():
        with read_phase():
            signing.preflight(load(paper_id))
        paper = load(paper_id)
        number = form.number.data or ""
        registering.register_signature(paper, form.signature(), number=number, actor=current())
        return done(
            f"已登记签批，文号{paper.number}，待另一人确认后送达。",
            url_for("instruments.show", paper_id=paper_id),
        )
    return page("instruments/register_signature.html", form=form, paper=paper)


VERBS = (Verb(RETURN.step, RETURN.register, PaperReturnForm, said=DECIDED, shows=RETURN.lines),)


@bp.route("/<int:paper_id>/returned", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_REGISTER)
@takes_files
def register_return(paper_id: int) -> Reply:
    paper = load(paper_id)
    trail: list[tuple[str, str | None]] = [
        ("文书", url_for("instruments.index")),
        (paper.name, url_for("instruments.show", paper_id=paper.id)),
    ]
    return take(FLOW, VERBS, RETURN.step, paper, crumbs=trail, status=paper.status)
