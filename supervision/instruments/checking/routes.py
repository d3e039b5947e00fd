"""The page of the layout check: every rule as measured; the reviewer's reason to let it pass."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import read_phase
from supervision.core.documents.checker import Report
from supervision.core.tasks.routes import address
from supervision.core.web import done, page
from supervision.instruments.blueprint import bp, load
from supervision.instruments.checking import service as checking
from supervision.instruments.checking.forms import CheckPassForm
from supervision.instruments.drafting import service as drafting
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument
from supervision.instruments.printing import files as printing


@bp.route("/<int:paper_id>/check", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_DRAFT, Permission.INSTRUMENT_REVIEW, Permission.INSTRUMENT_SIGN)
def layout_check(paper_id: int) -> str | tuple[str, int] | Response:
    """What the checker finds now; posting passes the review in spite of it, with the reason."""
    with read_phase():
        report = _report(load(paper_id))
    paper = load(paper_id)
    if report is None:
        return _in_background(paper)
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


def _report(paper: Instrument) -> Report | None:
    """The report, None where a long paper has yet to be measured."""
    try:
        return checking.examine(paper)
    except checking.NotMeasured:
        return None


def _in_background(paper: Instrument) -> str | tuple[str, int] | Response:
    """A long paper: posting has it measured, its task shows the progress and leads back here."""
    here = url_for("instruments.layout_check", paper_id=paper.id)
    if request.method == "POST":
        return redirect(address(checking.order(paper, actor=current(), back=here)))
    return page("instruments/check_long.html", paper=paper, count=printing.pages(paper))
