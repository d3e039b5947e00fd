"""Steps of one problem: ends and 不予认定 on a page of their own, the rest as bulk verbs over one."""

from dataclasses import replace

from flask import url_for
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.verbs import Button, Verb, take
from supervision.core.verbs import buttons as verb_buttons
from supervision.problems import service
from supervision.problems.forms import ConfirmForm, DenyForm, EndForm, OnSpotForm
from supervision.problems.models import FLOW, Problem
from supervision.problems.routes.blueprint import bp, crumbs, load

IN_BULK = {  # also over many: their page is that of the bulk verb
    "explain": "explain",
    "establish": "establish",
    "establish_second": "establish",
    "confirm": "confirm",
}
VERBS = (
    *(Verb(name, page="problems.in_bulk") for name in IN_BULK),
    Verb("reject", service.reject, EndForm),
    Verb("fix_on_spot", service.fix_on_spot, OnSpotForm),
    Verb("cannot_fix", service.cannot_fix, EndForm),
    Verb("refer_away", service.refer_away, EndForm),
    Verb("confirm_recurrence", service.confirm_recurrence, ConfirmForm),
    Verb("deny_recurrence", service.deny_recurrence, DenyForm),
)


def buttons(problem: Problem, actor: Principal) -> list[Button]:
    """Exactly what `actor` may do now; a 单位说明 that is there already is 改登, and not what comes next."""
    found = verb_buttons(FLOW, problem, actor, address=lambda name: _address(problem, name))
    if problem.explained_on is None:
        return found
    return [
        replace(one, label="改登事实确认", primary=False) if one.name == "explain" else one
        for one in found
    ]


def _address(problem: Problem, name: str) -> str:
    if name in IN_BULK:
        return url_for("problems.in_bulk", verb=IN_BULK[name], ids=problem.id)
    return url_for("problems.step", problem_id=problem.id, verb=name)


@bp.route("/<int:problem_id>/step/<string:verb>", methods=["GET", "POST"])
@allows(Permission.PROBLEM_CONFIRM, Permission.PROBLEM_ESTABLISH)
def step(problem_id: int, verb: str) -> str | tuple[str, int] | Response:
    """An end beside 销号, 不予认定, or whether it is 整改后又发生."""
    problem = load(problem_id)
    trail = crumbs(problem)
    return take(FLOW, VERBS, verb, problem, crumbs=trail, said="已{label}。", status=problem.status)
