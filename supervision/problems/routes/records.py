"""One problem: its page, recording and amending it."""

from typing import TypeVar

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.wrappers import Response

from supervision.accounts.service import people_of
from supervision.actions.models import SupervisionAction
from supervision.agencies.service import active_units
from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import current
from supervision.core.access.scope import within
from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.core.files.store import attachments_apart
from supervision.core.forms import offer
from supervision.core.keys import identifier
from supervision.core.pairs.shown import awaited_on
from supervision.core.pending.own_terms import running
from supervision.core.related import parts_of
from supervision.core.too_late import not_amendable
from supervision.core.turns import turn
from supervision.core.web import done, local_target, page
from supervision.problems import service
from supervision.problems.forms import ProblemForm
from supervision.problems.lines import chased, standing, steps
from supervision.problems.lists import all_words
from supervision.problems.models import FLOW, Problem, ProblemStatus, Severity
from supervision.problems.routes.blueprint import bp, load
from supervision.problems.routes.ledger import paper_endpoint
from supervision.problems.routes.steps import buttons, not_next, otherwise, to_its_paper
from supervision.problems.service import correcting
from supervision.problems.service.evidence import same_elsewhere
from supervision.problems.turning import mine_on_paper

Reply = str | tuple[str, int] | Response
Entry = TypeVar("Entry", bound=ProblemForm)
MOST_OFFERED = 200  # actions to choose from


@bp.get("/<int:problem_id>")
@allows(Permission.PROBLEM_VIEW)
def show(problem_id: int) -> Reply:
    problem = load(problem_id)
    own, of_papers = attachments_apart([problem], problem.working_papers)
    evidence = own[problem.id]
    pending = problem.status is ProblemStatus.PENDING
    offered = buttons(problem, current())
    next_step = turn(FLOW, problem, offered, otherwise=otherwise(problem), skip=not_next(problem))
    if not (next_step and next_step.mine) and (on_paper := mine_on_paper(problem, current())):
        next_step, offered = on_paper, [*offered, to_its_paper(problem)]
    return page(
        "problems/show.html",
        problem=problem,
        stands=standing(problem),
        own_terms=running(problem) if pending else [],  # 认定 is the one term of a problem
        steps=steps(problem),
        buttons=offered,
        turn=next_step,
        amendable=_amendable(problem),
        may_add=_may_add(problem),
        evidence=evidence,
        repeated=same_elsewhere(evidence),
        papers=of_papers,
        later=[] if pending else service.recurred_as(problem),  # before 认定 nothing was mended
        chased=chased,
        paper_endpoint=paper_endpoint(),
        awaited=awaited_on(problem, current()) if problem.back_entered else None,
        correctable=correcting.may_correct(problem, current()),
        entries=timeline(problem),
        parts=parts_of(problem),
    )


def _amendable(problem: Problem) -> bool:
    actor = current()
    own = actor.can(Permission.PROBLEM_RECORD) and problem.body_id == actor.body_id
    return own and problem.status is ProblemStatus.PENDING


def _may_add(problem: Problem) -> bool:
    actor = current()
    adds = actor.can(Permission.PROBLEM_RECORD) or actor.can(Permission.PROBLEM_CONFIRM)
    return adds and problem.body_id == actor.body_id


@bp.route("/new", methods=["GET", "POST"])
@allows(Permission.PROBLEM_RECORD)
def create() -> Reply:
    form = _form(None)
    if form.validate_on_submit():
        problem = service.record(form.content(), actor=current())
        return done(
            f"已录入问题（{problem.unit.name}）。", url_for("problems.show", problem_id=problem.id)
        )
    return page("problems/form.html", form=form, problem=None, back=url_for("problems.index"))


@bp.route("/<int:problem_id>/amend", methods=["GET", "POST"])
@allows(Permission.PROBLEM_RECORD)
def amend(problem_id: int) -> Reply:
    problem = load(problem_id)
    if not _amendable(problem):
        raise not_amendable(problem, current())
    form = _form(problem)
    back = local_target(request.args.get("back"), url_for("problems.show", problem_id=problem.id))
    if form.validate_on_submit():
        service.amend(problem, form.content(), actor=current())
        return done("问题已更新。", back)
    return page("problems/form.html", form=form, problem=problem, back=back)


def _form(problem: Problem | None) -> ProblemForm:
    fresh: dict[str, object] = {
        "found_on": clock.today(),
        "severity": Severity.ORDINARY,
        "action_id": request.args.get("action", type=identifier),
    }
    return prepared(ProblemForm(obj=problem, data=None if problem else fresh), problem)


def prepared(form: Entry, problem: Problem | None) -> Entry:
    """The form with the units, words, actions and people it offers, those of `problem` among them."""
    units = active_units()
    if problem is not None and problem.unit not in units:
        units.append(problem.unit)
    form.offer_units(units)
    form.offer_words(all_words())
    offer(form.action_id, _open_actions(problem), label=lambda one: one.title, blank=True)
    people = people_of(current().body_id, Role.HANDLER)
    offer(form.handler_id, people, label=lambda user: user.name, blank=True)
    return form


def _open_actions(problem: Problem | None) -> list[SupervisionAction]:
    """The newest actions under which problems may be recorded, and the one it is recorded under."""
    fits = (*within(SupervisionAction), SupervisionAction.status.in_(service.RECORDABLE))
    newest = (SupervisionAction.starts_on.desc(), SupervisionAction.id.desc())
    statement = sa.select(SupervisionAction).where(*fits).order_by(*newest)
    offered = list(session.scalars(statement.limit(MOST_OFFERED)))
    own = problem.action_id if problem is not None else None
    if own is not None and own not in {one.id for one in offered}:
        offered.append(session.get_one(SupervisionAction, own))
    return offered
