"""Steps of one problem: ends and 不予认定 on a page of their own, the rest as bulk verbs over one."""

from dataclasses import dataclass

from flask import abort, url_for
from werkzeug.wrappers import Response

from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal, current
from supervision.core.web import done, page
from supervision.problems import service
from supervision.problems.forms import EndForm
from supervision.problems.models import FLOW, Problem, ProblemStatus
from supervision.problems.routes.blueprint import bp, load

Reply = str | tuple[str, int] | Response
ENDS = {
    "reject": service.reject,
    "cannot_fix": service.cannot_fix,
    "refer_away": service.refer_away,
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
    found = [
        Button(step.name, step.label, _url(problem, step.name), step.primary, step.dangerous)
        for step in FLOW.available(problem, actor)
    ]
    return [*_before_confirmation(problem, actor), *found]


def _url(problem: Problem, name: str) -> str:
    if name in ("confirm", "establish", "explain"):
        return url_for("problems.in_bulk", verb=name, ids=problem.id)
    return url_for("problems.step", problem_id=problem.id, verb=name)


def _before_confirmation(problem: Problem, actor: Principal) -> list[Button]:
    if problem.status is not ProblemStatus.PENDING or problem.body_id != actor.body_id:
        return []
    found = []
    explained = problem.explained_on is not None
    if actor.can(Permission.PROBLEM_RECORD):
        label = "改登事实确认" if explained else "登记事实确认"
        found.append(Button("explain", label, _url(problem, "explain"), primary=not explained))
    may_sign = actor.can(Permission.PROBLEM_ESTABLISH) and problem.second_by_id is None
    if may_sign and explained and problem.first_by_id != actor.user_id:
        found.append(Button("establish", "认定", _url(problem, "establish"), primary=True))
    return found


@bp.route("/<int:problem_id>/step/<string:verb>", methods=["GET", "POST"])
@allows(Permission.PROBLEM_CONFIRM)
def step(problem_id: int, verb: str) -> Reply:
    """An end beside 销号, or 不予认定."""
    problem = load(problem_id)
    transition = FLOW.transitions.get(verb)
    if transition is None or verb == "confirm":
        abort(404)
    FLOW.check(problem, verb, actor=current())
    form = EndForm(obj=problem, data={"on": clock.today()})
    if form.validate_on_submit():
        _take(problem, verb, form)
        return done(f"已{transition.label}。", url_for("problems.show", problem_id=problem.id))
    return page("problems/step.html", form=form, problem=problem, step=transition)


def _take(problem: Problem, verb: str, form: EndForm) -> None:
    actor, on, reason = current(), form.day(), form.reason.data or ""
    if verb == "fix_on_spot":
        service.fix_on_spot(problem, on=on, reason=reason, proof=form.proof.data, actor=actor)
    else:
        ENDS[verb](problem, on=on, reason=reason, actor=actor)
