"""A notice ends when its cause ends, and N counts distinct matters."""

import datetime as dt

import sqlalchemy as sa

from supervision.calendar import notices, service
from supervision.calendar.watch import watch
from supervision.core import duedates, pending
from supervision.core.access.principal import SYSTEM
from supervision.core.db import session
from supervision.core.deadlines import Unit, fixed
from supervision.core.duedates import CalendarVersion
from supervision.reminders import inbox
from supervision.reminders.models import Notice, NoticeKind
from supervision.reminders.sweep import sweep
from supervision.reminders.weekly import summarise
from tests.calendar.test_versions import NOTICE_2027
from tests.make.dues import due, due_on


def _live(made, name: str) -> list[NoticeKind]:
    own = Notice.user_id == made.id_of(name)
    return list(
        session.scalars(sa.select(Notice.kind).where(own, inbox.live()).order_by(Notice.id))
    )


def test_the_alarm_on_a_missing_notice_ends_with_its_entry(work, made, clock) -> None:
    """Four copies of “放假通知尚未录入” went out after it had been entered."""
    with work():
        for moment in ("2026-11-02 08:30", "2026-12-01 08:30", "2026-12-02 09:00"):
            clock(moment)
            watch()
        sweep()
        assert _live(made, "sysadmin") == [NoticeKind.ALARM], "one at a time"
        notices.propose_notice(NOTICE_2027, actor=made.seats["sysadmin"])
        row = session.scalars(sa.select(CalendarVersion)).one()
        service.apply(row, actor=made.seats["secadmin"])
        for name in ("sysadmin", "secadmin"):
            assert _live(made, name) == [], name


def test_one_weekly_summary_at_a_time(work, made, clock) -> None:
    with work():
        due_on(made, dt.date(2026, 6, 30))
        due_on(made, dt.date(2026, 2, 27))
        for moment in ("2026-03-02 09:00", "2026-03-09 09:00", "2026-03-16 09:00"):
            clock(moment)
            summarise()
        sweep()
        assert _live(made, "handler").count(NoticeKind.WEEKLY) == 1


def test_what_moved_is_over_when_it_is_done_and_counts_once_with_its_reminder(
    work, made, clock
) -> None:
    clock("2026-03-03 09:00")
    with work():
        row = due(made, dt.date(2026, 3, 2), days=5, measure=Unit.WORKDAY)
        change = service.DayChange(
            dt.date(2026, 3, 4), dt.date(2026, 3, 4), service.Mark.REST, "示例", "示例"
        )
        version = service.propose_days(change, actor=made.seats["sysadmin"])
        service.apply(version, actor=made.seats["secadmin"])
        clock("2026-03-09 09:00")
        sweep()
        mine = made.seats["handler"]
        assert set(_live(made, "handler")) == {NoticeKind.MOVED, NoticeKind.REMINDER}
        assert pending.number(mine) == 1, "one matter, told of twice"
        duedates.move(
            row, fixed(dt.date(2026, 3, 20), duedates.current_calendar()), reason="试", actor=SYSTEM
        )
        assert pending.number(mine) == 0
