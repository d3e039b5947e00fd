"""The page of the layout check: every rule as measured; the reviewer's reason to let it pass."""

from flask import url_for
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import read_phase
from supervision.core.web import done, page
from supervision.instruments import checking, drafting
from supervision.instruments.blueprint import bp, load
from supervision.instruments.flow import FLOW
from supervision.instruments.forms import CheckPassForm


@bp.route("/<int:paper_id>/check", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_DRAFT, Permission.INSTRUMENT_REVIEW, Permission.INSTRUMENT_SIGN)
def layout_check(paper_id: int) -> str | tuple[str, int] | Response:
    """What the checker finds now; posting passes the review in spite of it, with the reason."""
    with read_phase():
        report = checking.examine(load(paper_id))
    paper = load(paper_id)
    form = CheckPassForm(obj=paper)
    if form.validate_on_submit():
        checking.require_glyphs(report)
        reason = form.check_pass_reason.data or ""
        drafting.pass_review(paper, actor=current(), check_pass_reason=reason)
        return done("已说明理由放行，已送签发。", url_for("instruments.show", paper_id=paper.id))
    may_pass = not report.missing_glyphs and FLOW.may(paper, "pass_review", current())
    return page(
        "instruments/check.html", paper=paper, report=report, form=form if may_pass else None
    )
