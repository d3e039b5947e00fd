"""Days of events as people enter them: never in the future, never before what came before."""

from datetime import date

from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.workflow import Flow, HasStatus


def check_day(on: date, *earlier: date | None, word: str = "办理日期", field: str = "on") -> None:
    """DomainError unless `on` is today or past and not before any of `earlier` (None: no such day)."""
    if on > clock.today():
        raise DomainError(f"{word}不得晚于今天", field=field)
    latest = max((day for day in earlier if day is not None), default=None)
    if latest is not None and on < latest:
        raise DomainError(f"{word}不得早于上一步的{clock.chinese_date(latest)}", field=field)


def fire_on(
    flow: Flow,
    record: HasStatus,
    name: str,
    *,
    on: date,
    actor: Principal,
    reason: str = "",
    came_to: str = "",
    by: str = "",
) -> None:
    """The workflow's step; by whom on paper, its day, and what it came to, stand on the timeline."""
    words = "，".join(part for part in (by, clock.chinese_date(on), came_to) if part)
    note = f"{flow.transitions[name].label}（{words}）"
    flow.fire(record, name, actor=actor, reason=reason, note=note)
    session.flush()
