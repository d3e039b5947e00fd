"""What is wrong is told to the system administrators, once a day and fact, in their inbox and by mail."""

from supervision.core import clock
from supervision.core.access.policy import Role
from supervision.core.portions import look
from supervision.operating.health import State, examine
from supervision.reminders.inbox import announce, holders_of
from supervision.reminders.models import NoticeKind


def alarm() -> str:
    """Announce each bad finding of today; a second run adds nothing."""
    bad = [one for one in look(examine) if one.state is State.BAD]
    people = [user.id for user in holders_of(Role.SYSTEM_ADMIN)]
    today = clock.today().isoformat()
    for one in bad:
        title = f"系统状态异常：{one.name}，{one.said}"
        step = f"health-{one.key}-{today}"
        announce(people, kind=NoticeKind.ALARM, step=step[:40], title=title, text=one.advice)
    return f"异常{len(bad)}项" if bad else ""
