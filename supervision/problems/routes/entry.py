"""连续录入: the problems of an inspection one after another, by keyboard."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.wrappers import Response

from supervision.actions.models import SupervisionAction
from supervision.actions.routes.blueprint import load as load_action
from supervision.agencies import succession
from supervision.agencies.service import active_units
from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.errors import WrongState
from supervision.core.web import done, page
from supervision.problems import service
from supervision.problems.forms import EntryForm
from supervision.problems.lists import all_words
from supervision.problems.models import Problem, Severity
from supervision.problems.of_action import counts, newest
from supervision.problems.routes.blueprint import bp

Reply = str | tuple[str, int] | Response
CARRIED = ("unit_id", "category", "found_on", "field", "severity", "rule_breached")


@bp.route("/entry/<int:action_id>", methods=["GET", "POST"])
@allows(Permission.PROBLEM_RECORD)
def entry(action_id: int) -> Reply:
    action = load_action(action_id, team=False)
    if action.body_id != current().body_id or action.status not in service.RECORDABLE:
        raise WrongState(f"行动“{action.status.label}”，不能录入问题")
    form = _form(action)
    if form.validate_on_submit():
        problem = service.record(form.facts_for(action), actor=current())
        again = "；该单位同类问题曾经销号，已标记整改后又发生" if problem.earlier_id else ""
        return done(f"已保存“{problem.title}”（{problem.unit.name}）{again}。", request.path)
    by_status = counts(action)
    return page(
        "problems/entry.html",
        form=form,
        action=action,
        total=sum(number for _, number in by_status),
        rows=newest(action),
        back=url_for("actions.show", action_id=action.id),
    )


def _form(action: SupervisionAction) -> EntryForm:
    active = active_units()
    held = _holders(action, {unit.id for unit in active})
    form = EntryForm(data=_carried(action, held))
    form.title.render_kw = {"autofocus": True}
    own = set(_units_of(action, held))
    form.offer_units([unit for unit in active if unit.id in own])
    form.offer_words(all_words())
    return form


def _holders(action: SupervisionAction, active: Collection[int]) -> dict[int, int]:
    """Who holds the matters of its units that are no more; mostly there are none, and nothing is asked."""
    gone = {link.unit_id for link in action.unit_links}.difference(active)
    return succession.holders() if gone else {}


def _units_of(action: SupervisionAction, held: Mapping[int, int]) -> list[int]:
    """Its units, each as who holds its matters now."""
    return [held.get(link.unit_id, link.unit_id) for link in action.unit_links]


def _carried(action: SupervisionAction, held: Mapping[int, int]) -> dict[str, object]:
    """What the last problem this person entered here had; a first one begins today."""
    last = session.scalar(
        sa.select(Problem)
        .where(Problem.action_id == action.id, Problem.created_by_id == current().user_id)
        .order_by(Problem.id.desc())
        .limit(1)
    )
    if last is not None:
        unit_id = held.get(last.unit_id, last.unit_id)
        return {**{name: getattr(last, name) for name in CARRIED}, "unit_id": unit_id}
    units = _units_of(action, held)
    return {
        "found_on": min(clock.today(), action.ends_on),
        "severity": Severity.ORDINARY,
        "unit_id": units[0] if len(units) == 1 else None,
    }
