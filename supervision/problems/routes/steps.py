"""Steps of one problem: ends and 不予认定 on a page of their own, the rest as bulk verbs over one."""

from dataclasses import dataclass

from flask import abort, url_for
from werkzeug.wrappers import Response

from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal, current
from supervision.core.intake import takes_files
from supervision.core.web import done, page
from supervision.core.workflow import Transition
from supervision.problems import service
from supervision.problems.forms import EndForm, JudgeForm
from supervision.problems.models import FLOW, Problem
from supervision.problems.routes.blueprint import bp, load

Reply = str | tuple[str, int] | Response
ENDS = {
    "reject": service.reject,
    "cannot_fix": service.cannot_fix,
    "refer_away": service.refer_away,
}
IN_BULK = {  # also over many: their page is that of the bulk verb
    "explain": "explain",
    "establish": "establish",
    "establish_second": "establish",
    "confirm": "confirm",
}


@dataclass(frozen=True)
class Button:
    """What may be done now, as the actions component draws it; each leads to a page asking for the day."""

    name: str
    label: str
    url: str
    primary: bool = False
    dangerous: bool = False
    method: str = "GET"
    needs_reason: bool = False
    consequence: str = ""


def buttons(problem: Problem, actor: Principal) -> list[Button]:
    """Exactly what `actor` may do now with this problem."""
    return [_button(problem, step) for step in FLOW.available(problem, actor)]


def _button(problem: Problem, step: Transition) -> Button:
    again = step.name == "explain" and problem.explained_on is not None
    return Button(
        name=step.name,
        label="改登事实确认" if again else step.label,
        url=_url(problem, step.name),
        primary=step.primary and not again,
        dangerous=step.dangerous,
    )


def _url(problem: Problem, name: str) -> str:
    if name in IN_BULK:
        return url_for("problems.in_bulk", verb=IN_BULK[name], ids=problem.id)
    return url_for("problems.step", problem_id=problem.id, verb=name)


@bp.route("/<int:problem_id>/step/<string:verb>", methods=["GET", "POST"])
@allows(Permission.PROBLEM_CONFIRM, Permission.PROBLEM_ESTABLISH)
@takes_files
def step(problem_id: int, verb: str) -> Reply:
    """An end beside 销号, 不予认定, or whether it is 整改后又发生."""
    problem = load(problem_id)
    transition = FLOW.transitions.get(verb)
    if transition is None or verb in IN_BULK:
        abort(404)
    FLOW.check(problem, verb, actor=current())
    judging = verb in ("confirm_recurrence", "deny_recurrence")
    form = JudgeForm(obj=problem) if judging else EndForm(obj=problem, data={"on": clock.today()})
    if form.validate_on_submit():
        _take(problem, verb, form)
        return done(f"已{transition.label}。", url_for("problems.show", problem_id=problem.id))
    return page("problems/step.html", form=form, problem=problem, step=transition)


def _take(problem: Problem, verb: str, form: EndForm | JudgeForm) -> None:
    actor, reason = current(), form.reason.data or ""
    if isinstance(form, JudgeForm):
        _judge(problem, verb, reason, actor)
        return
    on = form.day()
    if verb == "fix_on_spot":
        service.fix_on_spot(problem, on=on, reason=reason, proof=form.proof.data, actor=actor)
    else:
        ENDS[verb](problem, on=on, reason=reason, actor=actor)


def _judge(problem: Problem, verb: str, reason: str, actor: Principal) -> None:
    if verb == "confirm_recurrence":
        service.confirm_recurrence(problem, actor=actor)
    else:
        service.deny_recurrence(problem, reason=reason, actor=actor)
