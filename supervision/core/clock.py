"""Time: stored in UTC, shown and counted in Asia/Shanghai."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
_relived: ContextVar[datetime | None] = ContextVar("relived", default=None)
_day: ContextVar[date | None] = ContextVar("day", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC (or the moment being relived)."""
    return _relived.get() or datetime.now(UTC)


def minute() -> datetime:
    """The present minute: for what every page counts, which then counts the same all through it."""
    return now().replace(second=0, microsecond=0)


@contextmanager
def reliving(day: date, hour: int = 10, minute: int = 0) -> Iterator[None]:
    """Let the services believe it is `day`, bureau time: how the demonstration case is built."""
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)
    token = _relived.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _relived.reset(token)


def is_relived() -> bool:
    """Whether a past day is being lived again."""
    return _relived.get() is not None


def today() -> date:
    """Today's date at the bureau."""
    return _day.get() or now().astimezone(ZONE).date()


@contextmanager
def one_day() -> Iterator[None]:
    """What is drawn inside is of one day, asked once: a page says it hundreds of times, and may be drawn at midnight."""
    token = _day.set(today())
    try:
        yield
    finally:
        _day.reset(token)


def local(moment: datetime) -> datetime:
    """`moment` on the bureau's clock."""
    return moment.astimezone(ZONE)


def chinese_date(day: date) -> str:
    """2023年3月5日: the form papers print (GB/T 9704: Arabic digits, full year, no leading zero)."""
    return f"{day.year}年{day.month}月{day.day}日"
