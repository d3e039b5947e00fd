"""The page of 中止期限 and 恢复期限: one form, with what each of the two asks."""

from collections.abc import Callable

from flask import url_for
from werkzeug.wrappers import Response

from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.duedates import DueDate
from supervision.core.forms import BaseForm, given
from supervision.core.web import done, page
from supervision.instruments import views
from supervision.instruments.blueprint import bp, load
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument
from supervision.instruments.pausing import service as pausing
from supervision.instruments.pausing.forms import PauseForm, ResumeForm

Reply = str | tuple[str, int] | Response


@bp.route("/<int:paper_id>/pause", methods=["GET", "POST"])
@allows(Permission.TERM_PAUSE)
def pause_term(paper_id: int) -> Reply:
    form = PauseForm()
    return _changed(
        load(paper_id), "pause_term", form,
        lambda paper: pausing.pause(paper, form.facts(), actor=current()),
    )  # fmt: skip


@bp.route("/<int:paper_id>/resume", methods=["GET", "POST"])
@allows(Permission.TERM_PAUSE)
def resume_term(paper_id: int) -> Reply:
    form = ResumeForm(data={"resumed": clock.today()})
    return _changed(
        load(paper_id), "resume_term", form,
        lambda paper: pausing.resume_term(paper, given(form.resumed), actor=current()),
    )  # fmt: skip


def _changed(
    paper: Instrument, verb: str, form: BaseForm, change: Callable[[Instrument], DueDate]
) -> Reply:
    title = FLOW.transitions[verb].label
    if form.validate_on_submit():
        row = change(paper)
        stands = row.stopped_on is not None
        then = "恢复后在此件上登记恢复日" if stands else f"到期日改为{clock.chinese_date(row.due)}"
        return done(f"已{title}，{then}。", url_for("instruments.show", paper_id=paper.id))
    return page(
        "instruments/standstill.html",
        form=form,
        title=title,
        paper=paper,
        due=views.due_of(paper),
        refusal=FLOW.why_not(paper, verb, current()),
    )
