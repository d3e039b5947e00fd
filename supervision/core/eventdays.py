"""Days of events as people enter them: never in the future, never before what came before."""

from datetime import date

from supervision.core import clock
from supervision.core.errors import DomainError


def check_day(on: date, *earlier: date | None, word: str = "办理日期", field: str = "on") -> None:
    """DomainError unless `on` is today or past and not before any of `earlier` (None: no such day)."""
    if on > clock.today():
        raise DomainError(f"{word}不得晚于今天", field=field)
    latest = max((day for day in earlier if day is not None), default=None)
    if latest is not None and on < latest:
        raise DomainError(f"{word}不得早于上一步的{clock.chinese_date(latest)}", field=field)
