"""The pages of 中止期限 and 恢复期限."""

from flask import url_for
from werkzeug.wrappers import Response

from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.forms import given
from supervision.core.web import done, page
from supervision.instruments import views
from supervision.instruments.blueprint import bp, load
from supervision.instruments.flow import FLOW
from supervision.instruments.pausing import service as pausing
from supervision.instruments.pausing.forms import PauseForm, ResumeForm

Reply = str | tuple[str, int] | Response


@bp.route("/<int:paper_id>/pause", methods=["GET", "POST"])
@allows(Permission.TERM_PAUSE)
def pause_term(paper_id: int) -> Reply:
    paper = load(paper_id)
    form = PauseForm()
    if form.validate_on_submit():
        row = pausing.pause(paper, form.facts(), actor=current())
        until = f"，到期日改为{clock.chinese_date(row.due)}" if row.stopped_on is None else ""
        said = f"已中止期限{until or '，恢复后在此件上登记恢复日'}。"
        return done(said, url_for("instruments.show", paper_id=paper_id))
    return page(
        "instruments/pause.html",
        form=form,
        paper=paper,
        due=views.due_of(paper),
        refusal=FLOW.why_not(paper, "pause_term", current()),
    )


@bp.route("/<int:paper_id>/resume", methods=["GET", "POST"])
@allows(Permission.TERM_PAUSE)
def resume_term(paper_id: int) -> Reply:
    paper = load(paper_id)
    form = ResumeForm(data={"resumed": clock.today()})
    if form.validate_on_submit():
        row = pausing.resume_term(paper, given(form.resumed), actor=current())
        said = f"期限已恢复计算，到期日为{clock.chinese_date(row.due)}。"
        return done(said, url_for("instruments.show", paper_id=paper_id))
    return page(
        "instruments/resume.html",
        form=form,
        paper=paper,
        due=views.due_of(paper),
        refusal=FLOW.why_not(paper, "resume_term", current()),
    )
