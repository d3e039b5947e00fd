"""When a job is due: a cadence names its slots, the same ones in every process."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from supervision.core.clock import ZONE

DAY_MINUTES = 24 * 60
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Cadence:
    """Every `minutes` from midnight on, or daily at `at`, or on `weekday` (0 = Monday) at `at`.

    All by the bureau's clock. Raises ValueError for minutes that do not divide a day.
    """

    minutes: int | None = None
    at: time | None = None
    weekday: int | None = None

    def __post_init__(self) -> None:
        if (self.minutes is None) == (self.at is None):
            message = "a cadence is either every so many minutes or at a time of day"
            raise ValueError(message)
        if self.minutes is not None and (self.minutes < 1 or DAY_MINUTES % self.minutes):
            message = "the minutes between two slots must divide a day"
            raise ValueError(message)

    def slot(self, moment: datetime) -> datetime:
        """The latest slot at or before `moment`, in UTC: what makes a night off one run, not many."""
        local = moment.astimezone(ZONE)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        if self.at is None:
            minutes = (local - midnight) // timedelta(minutes=self.minutes or 1)
            return (midnight + timedelta(minutes=minutes * (self.minutes or 1))).astimezone(UTC)
        found = midnight.replace(hour=self.at.hour, minute=self.at.minute)
        if found > local:
            found -= timedelta(days=1)
        if self.weekday is not None:
            found -= timedelta(days=(found.weekday() - self.weekday) % 7)
        return found.astimezone(UTC)

    def following(self, moment: datetime) -> datetime:
        """The first slot after `moment`, in UTC."""
        if self.at is None:
            return self.slot(moment) + timedelta(minutes=self.minutes or 1)
        return self.slot(moment) + timedelta(days=1 if self.weekday is None else 7)

    @property
    def label(self) -> str:
        """In words: 每10分钟, 每天08:40, 每周一08:35."""
        if self.at is None:
            hours, rest = divmod(self.minutes or 1, 60)
            return f"每{hours}小时" if hours and not rest else f"每{self.minutes}分钟"
        when = "每天" if self.weekday is None else f"每周{WEEKDAYS[self.weekday]}"
        return f"{when}{self.at:%H:%M}"


def every(*, minutes: int) -> Cadence:
    """A slot every so many minutes."""
    return Cadence(minutes=minutes)


def daily(hour: int, minute: int = 0) -> Cadence:
    """A slot a day."""
    return Cadence(at=time(hour, minute))


def weekly(weekday: int, hour: int, minute: int = 0) -> Cadence:
    """A slot a week; 0 is Monday."""
    return Cadence(at=time(hour, minute), weekday=weekday)
