"""The page of 退回补充整改."""

from flask import url_for
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.deadlines import checked_term
from supervision.core.web import done, page
from supervision.instruments.blueprint import bp, load
from supervision.instruments.flow import FLOW
from supervision.instruments.verifying import service as verifying
from supervision.instruments.verifying.forms import ReturnForm

Reply = str | tuple[str, int] | Response


@bp.route("/<int:paper_id>/return", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_VERIFY)
def return_reply(paper_id: int) -> Reply:
    paper = load(paper_id)
    FLOW.check(paper, "return_reply", actor=current())
    form = ReturnForm()
    if form.validate_on_submit():
        term = checked_term(form.term_number.data, form.term_unit.data, field="term_number")
        verifying.return_reply(paper, reason=form.reason.data or "", term=term, actor=current())
        return done("已退回补充整改。", url_for("instruments.show", paper_id=paper_id))
    back = [item.id for item in paper.items if verifying.goes_back(item)]
    return page("instruments/return_reply.html", form=form, paper=paper, back=back)
