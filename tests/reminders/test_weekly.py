"""The weekly summary and the alarm on a missing notice: who is told what, once."""

import datetime as dt

import sqlalchemy as sa

from supervision.calendar.watch import watch
from supervision.core.db import session
from supervision.core.deadlines import Unit
from supervision.core.jobs import JobRun, RunState
from supervision.reminders.models import Channel, Dispatch, DispatchState, Notice, NoticeKind
from supervision.reminders.weekly import summarise
from tests.make.dues import due, due_on

AWAITED = "2027年放假通知尚未录入：法定节假日已按放假办法计入，取决于调休的日期为暂定"


def _said(made, kind: NoticeKind) -> dict[str, str]:
    """What each person was told, by the person's name in the office."""
    names = {person.user_id: name for name, person in made.seats.items()}
    rows = session.execute(sa.select(Notice.user_id, Notice.title).where(Notice.kind == kind))
    return {names[user_id]: title for user_id, title in rows}


def test_each_person_reads_the_own_week_and_what_of_it_is_provisional(work, made, clock) -> None:
    clock("2026-12-28 08:30")
    with work():
        due_on(made, dt.date(2026, 12, 31))
        due_on(made, dt.date(2026, 12, 25))
        due(made, dt.date(2026, 12, 21), days=8, measure=Unit.WORKDAY)  # ends on 31 December
        due(made, dt.date(2026, 12, 21), days=30)  # beyond this week
        summarise()
        said = _said(made, NoticeKind.WEEKLY)
        assert said["handler"] == "本周到期2件，已逾期1件，其中1件的日期为暂定"
        assert said["liaison"] == said["handler"], "the unit has to act on the same papers"
        assert "liaison2" not in said


def test_administrators_read_what_they_must_look_after_and_auditors_the_anchor(
    work, made, clock
) -> None:
    clock("2026-11-02 08:30")
    with work():
        now = dt.datetime.now(dt.UTC)
        over = now - dt.timedelta(days=7, hours=1)  # of the week before, told then
        for at in (now, over):
            session.add(JobRun(job="probe", slot=at, state=RunState.FAILED, runner="x", lease_until=at,
                               started_at=at))  # fmt: skip
            session.add(Dispatch(user_id=made.id_of("handler"), channel=Channel.MAIL, created_at=at,
                                 state=DispatchState.FAILED, day=at.date(), next_at=at))  # fmt: skip
        session.flush()
        summarise()
        said = _said(made, NoticeKind.WEEKLY)
    assert said["sysadmin"] == said["secadmin"]
    assert said["sysadmin"].split("；") == [
        "一周内后台任务失败1次", "一周内提醒发送失败1件",
    ]  # fmt: skip
    assert "链头" in said["auditor"]
    assert not any("放假通知" in each for each in said.values()), "its alarm says it, once"


def test_a_second_run_of_the_week_adds_nothing_and_the_next_week_does(work, made, clock) -> None:
    with work():
        due_on(made, dt.date(2026, 3, 6))
        for moment, expected in (
            ("2026-03-02 08:30", 1), ("2026-03-04 08:30", 1), ("2026-03-09 08:30", 2),
        ):  # fmt: skip
            clock(moment)
            summarise()
            of_handler = sa.select(sa.func.count(Notice.id)).where(
                Notice.kind == NoticeKind.WEEKLY, Notice.user_id == made.id_of("handler")
            )
            assert session.scalar(of_handler) == expected, moment


def test_from_november_both_administrators_are_alarmed_once_a_month(work, made, clock) -> None:
    with work():
        for moment, expected in (
            ("2026-10-31 08:30", 0), ("2026-11-01 08:30", 2), ("2026-11-20 08:30", 2),
            ("2026-12-01 08:30", 4),
        ):  # fmt: skip
            clock(moment)
            watch()
            alarms = sa.select(sa.func.count(Notice.id)).where(Notice.kind == NoticeKind.ALARM)
            assert session.scalar(alarms) == expected, moment
        assert _said(made, NoticeKind.ALARM) == {"sysadmin": AWAITED, "secadmin": AWAITED}
