"""The blueprint of actions and the scoped load its views start with."""

from flask import Blueprint, abort, url_for
from sqlalchemy.orm import joinedload, selectinload

from supervision.actions.models import ActionUnit, SupervisionAction, TeamMember
from supervision.core.db import session

bp = Blueprint("actions", __name__, url_prefix="/actions")


def load(action_id: int, *, team: bool = True) -> SupervisionAction:
    """The action with its units, and its team where it is shown, in a fixed number of queries; a foreign one is
    a 404."""
    people = selectinload(SupervisionAction.team).joinedload(TeamMember.entry)
    options = [
        joinedload(SupervisionAction.handler),
        selectinload(SupervisionAction.unit_links).joinedload(ActionUnit.unit),
    ]
    action = session.get(SupervisionAction, action_id, options=[*options, *[people] * team])
    return action or abort(404)


def crumbs(action: SupervisionAction) -> list[tuple[str, str | None]]:
    """Where a page of an action stands."""
    show = url_for("actions.show", action_id=action.id)
    return [("监督行动", url_for("actions.index")), (action.title, show)]
