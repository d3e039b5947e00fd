"""The blueprint of clues and the scoped load its views start with."""

from flask import Blueprint, abort, url_for
from sqlalchemy.orm import joinedload

from supervision.clues.models import Clue
from supervision.core.db import session

bp = Blueprint("clues", __name__, url_prefix="/clues")


def load(clue_id: int) -> Clue:
    """The clue with unit and handler in one query; a foreign one is a 404."""
    options = [joinedload(Clue.unit), joinedload(Clue.handler), joinedload(Clue.submitted_by)]
    return session.get(Clue, clue_id, options=options) or abort(404)


def address(clue: Clue) -> str:
    """The clue's own page."""
    return url_for("clues.show", clue_id=clue.id)


def crumbs(clue: Clue | None = None) -> list[tuple[str, str | None]]:
    """Where a page of clues stands."""
    trail: list[tuple[str, str | None]] = [("线索与转办件", url_for("clues.index"))]
    return [*trail, (clue.subject, address(clue))] if clue else trail
