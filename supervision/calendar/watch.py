"""Looks every day whether a notice is missing, and sets right what slipped past a new calendar."""

from supervision.calendar.moves import reconcile
from supervision.core import clock
from supervision.core.access.policy import Role
from supervision.core.deadlines import awaited_said
from supervision.core.duedates import current_calendar
from supervision.reminders.inbox import announce, holders_of, settle_step
from supervision.reminders.models import NoticeKind


def watch() -> str:
    """Tell both administrators of each missing notice, once a month as long as it is missing."""
    today = clock.today()
    people = [user.id for user in holders_of(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)]
    told = 0
    settle_alarms()
    for year in current_calendar().awaited(today):
        told += announce(
            people,
            kind=NoticeKind.ALARM,
            step=_step(year),
            title=awaited_said([year]),
            text="国务院办公厅发布通知后，请在“节假日日历”中粘贴全文录入。",
            on=today.replace(day=1),
        )
    return f"日历警示{told}条；{reconcile()}"


def settle_alarms() -> int:
    """The alarm on a missing notice ends with the notice, for everybody who was told."""
    official = current_calendar().official
    years = [year for year in official if year >= clock.today().year - 1]
    return sum(settle_step(NoticeKind.ALARM, _step(year)) for year in years)


def _step(year: int) -> str:
    return f"calendar-{year}"
