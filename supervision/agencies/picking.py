"""A unit is chosen by any of its names, in every form and filter."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from supervision.agencies import succession
from supervision.agencies.models import Body, Unit
from supervision.agencies.naming import called, options_of
from supervision.agencies.service import active_units, in_being
from supervision.core.db import session
from supervision.core.listing import Option
from supervision.core.pick_field import choices_of
from supervision.core.picking import Spelled, fold, spellings


def offer_units(
    field: Any, units: Sequence[Unit] | Callable[[], Sequence[Unit]], *, blank: bool = True
) -> None:
    """Fill a field with units, each under all it is called; a form that is carried out and names none
    asks for none (hundreds of records, each with a dozen names)."""

    def choices() -> Sequence[object]:
        rows = units() if callable(units) else units
        names = called(rows)
        return choices_of(
            rows, label=lambda one: one.name, blank=blank, names=lambda one: names[one.id]
        )

    field.choices = choices
    field.explains = ended_said


def ended_said(said: str) -> str:
    """What became of the unit that is called so, where it is no more, and what to write instead; nothing of others."""
    ended = list(session.scalars(sa.select(Unit).where(Unit.ended_on.is_not(None))))
    names = called(ended)
    meant = [one for one in ended if fold(said) in spellings((one.name, *names[one.id]))]
    if len(meant) != 1:
        return ""
    heir = succession.present(meant[0])
    instead = f"请填写{heir.name}" if heir.active else "不能再选"
    return f"{succession.end_said(meant[0])}，{instead}"


def unit_options() -> list[Option]:
    """Units in being, as a filter offers them."""
    return options_of(in_being())


def unit_name(unit_id: int) -> str | None:
    """The name of a unit that may have ended since; None when the scope does not see it."""
    return session.scalar(sa.select(Unit.name).where(Unit.id == unit_id))


def bodies_called(body_id: int | None) -> Spelled:
    """Units, and the supervising bodies of one's own tree, by full name, with all that each is called."""
    units = active_units()
    names = called(units)
    own = session.get(Body, body_id) if body_id else None
    root = own.path.strip("/").partition("/")[0] if own else ""
    kin = sa.select(Body).where(Body.path.startswith(f"/{root}/"))
    bodies = session.scalars(kin.order_by(Body.path))
    return {unit.name: spellings((unit.name, *names[unit.id])) for unit in units} | {
        body.name: spellings((body.name, body.short_name)) for body in bodies
    }
