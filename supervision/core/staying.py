"""停留N个工作日: how long a record has been with its reviewer or signatory. Its handler and the section head
see it, nobody else; no light, no term, no figure hangs on it, for leaders are not rated."""

from dataclasses import replace
from datetime import date
from typing import Protocol

from supervision.core import clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.duedates import calendar_of
from supervision.core.turns import Turn


class Held(Protocol):
    """A record that somebody of a body has in hand."""

    @property
    def handler_id(self) -> int | None: ...
    @property
    def body_id(self) -> int: ...


def said(whose: Turn | None, record: Held, actor: Principal, *, since: date | None) -> Turn | None:
    """Whose turn it is, with how long it has stayed there `since`, for those who may know."""
    told = actor.acts_for(record.handler_id) or actor.can(Permission.INSTRUMENT_REVIEW)
    if whose is None or since is None or not told:
        return whose
    days = calendar_of(record.body_id).workdays_between(since, clock.today())
    return replace(whose, what=f"{whose.what}（停留{days}个工作日）") if days else whose
