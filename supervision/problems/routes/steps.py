"""Steps of one problem: ends and 不予认定 on a page of their own, the rest as bulk verbs over one."""

from dataclasses import replace

from flask import url_for
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal, current
from supervision.core.intake import takes_files
from supervision.core.verbs import Button, ReasonForm, Verb, take
from supervision.core.verbs import buttons as verb_buttons
from supervision.core.web import done, page
from supervision.core.words import Word
from supervision.problems import service
from supervision.problems.bulk import actions_for
from supervision.problems.forms import ConfirmForm, DenyForm, EndForm, OnSpotForm
from supervision.problems.models import FLOW, Problem
from supervision.problems.models import ProblemStatus as S
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
    Verb("remove", page="problems.remove"),
    Verb("fix_on_spot", service.fix_on_spot, OnSpotForm),
    Verb("cannot_fix", service.cannot_fix, EndForm),
    Verb("refer_away", service.refer_away, EndForm),
    Verb("confirm_recurrence", service.confirm_recurrence, ConfirmForm),
    Verb("deny_recurrence", service.deny_recurrence, DenyForm),
)


def buttons(problem: Problem, actor: Principal) -> list[Button]:
    """Exactly what `actor` may do now; a 单位说明 that is there already is 改登, and not what comes next."""
    found = verb_buttons(FLOW, problem, actor, address=lambda name: _address(problem, name))
    found += _as_one_of_many(problem, actor)
    if problem.explained_on is None:
        return found
    return [
        replace(one, label="改登事实确认", primary=False) if one.name == "explain" else one
        for one in found
    ]


def _as_one_of_many(problem: Problem, actor: Principal) -> list[Button]:
    """What the lists offer over chosen problems (拟制文书、移交、约谈 …), over this one."""
    if not problem.in_hand or problem.status is S.PENDING or problem.body_id != actor.body_id:
        return []
    bare = problem.status is S.ESTABLISHED and problem.paper_id is None
    return [
        Button(
            one.name, one.label, url_for(one.endpoint, ids=problem.id),
            primary=bare and one.name == "draft", method="POST",
        )
        for one in actions_for("problems", actor)
        if one.verb is None and not one.download and (one.name != "chase" or problem.paper_id)
    ]  # fmt: skip


def to_its_paper(problem: Problem) -> Button:
    """What comes next is done on the paper that carries it."""
    url = url_for("instruments.show", paper_id=problem.paper_id)
    return Button("paper", "到文书办理", url, primary=True)


def otherwise(problem: Problem) -> dict[Word, tuple[str, str]]:
    """Whose turn it is where the problem itself has no button for it: by its paper, as far as that is."""
    issued = (
        ("单位", "签收文书") if problem.paper_number else ("文书经办人", "审核、签发并送达文书")
    )
    return {
        S.ESTABLISHED: issued if problem.paper_id else ("承办人", "拟制文书"),
        S.RECTIFYING: ("单位", "整改并反馈"),
        S.TO_VERIFY: ("监督人员", "核查、提出销号意见"),
    }


def not_next(problem: Problem) -> tuple[str, ...]:
    """Once the facts are explained, explaining them anew is not what comes next."""
    return ("explain",) if problem.explained_on is not None else ()


def _address(problem: Problem, name: str) -> str:
    if name == "remove":
        return url_for("problems.remove", problem_id=problem.id)
    if name in IN_BULK:
        return url_for("problems.in_bulk", verb=IN_BULK[name], ids=problem.id)
    return url_for("problems.step", problem_id=problem.id, verb=name)


@bp.route("/<int:problem_id>/step/<string:verb>", methods=["GET", "POST"])
@allows(Permission.PROBLEM_CONFIRM, Permission.PROBLEM_ESTABLISH)
@takes_files
def step(problem_id: int, verb: str) -> str | tuple[str, int] | Response:
    """An end beside 销号, 不予认定, or whether it is 整改后又发生."""
    problem = load(problem_id)
    trail = crumbs(problem)
    return take(FLOW, VERBS, verb, problem, crumbs=trail, said="已{label}。", status=problem.status)


@bp.route("/<int:problem_id>/step/remove", methods=["GET", "POST"])
@allows(Permission.PROBLEM_RECORD)
def remove(problem_id: int) -> str | tuple[str, int] | Response:
    """A problem entered by mistake; afterwards there is no page of it to go back to."""
    problem = load(problem_id)
    step = FLOW.check(problem, "remove", actor=current())
    form = ReasonForm.asking(problem)
    if form.validate_on_submit():
        title = problem.title
        service.remove(problem, reason=form.reason.data or "", actor=current())
        return done(f"已删除问题“{title}”。", url_for("problems.index"))
    return page(
        "records/step.html", form=form, step=step, title="删除问题", record=problem,
        crumbs=crumbs(problem), consequence=step.consequence, status=problem.status,
    )  # fmt: skip
