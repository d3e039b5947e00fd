"""更名、撤并、恢复 of a unit in one call: asked for by one person, confirmed by another."""

from datetime import date

from supervision.agencies import reform
from supervision.agencies.models import Unit
from supervision.core.access import Principal
from tests.make import second_person


def rename_unit(unit: Unit, name: str, *, on: date, actor: Principal) -> None:
    second_person.confirm(reform.ask_rename(unit, name, on=on, actor=actor), unit)


def merge_unit(
    unit: Unit, successor: Unit | None, *, on: date, with_officers: bool, actor: Principal
) -> None:
    asked = reform.ask_merge(unit, successor, on=on, with_officers=with_officers, actor=actor)
    second_person.confirm(asked, unit)


def reinstate_unit(unit: Unit, *, reason: str, actor: Principal) -> None:
    second_person.confirm(reform.ask_reinstate(unit, reason=reason, actor=actor), unit)
