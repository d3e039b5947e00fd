"""What a message says of the queue: N, and of it late, today, this week, new; who hears of what is late."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from supervision.accounts.models import Deputy, User
from supervision.accounts.principals import principal_of
from supervision.calendar.models import LocalHoliday, LocalState
from supervision.core import pending, settings
from supervision.core.access.policy import Role
from supervision.core.access.scope import EVERYTHING, scope_of, seeing
from supervision.core.db import session, unit_of_work
from supervision.core.deadlines import Mark, Policy
from supervision.core.duedates import DueKind, set_policy
from supervision.reminders import outbox, sending
from supervision.reminders.inbox import announce_event
from supervision.reminders.models import Channel, Dispatch, DispatchState, Notice
from supervision.reminders.sweep import sweep
from supervision.reminders.weekly import summarise
from tests.make import people
from tests.make.dues import due_on

TUESDAY = dt.date(2026, 3, 17)


@pytest.fixture
def app(make_app):
    return make_app(SMTP_HOST="127.0.0.1", SMTP_FROM="m@example.test", PUBLIC_URL="https://m.test")


@pytest.fixture
def sent(monkeypatch):
    """What leaves the machine: letters by mail, lines by robot."""
    found = SimpleNamespace(letters=[], lines=[])
    monkeypatch.setattr(sending, "send_mail", found.letters.append)
    monkeypatch.setattr(
        sending, "post_webhook", lambda text, **more: found.lines.append((text, more))
    )
    return found


@pytest.fixture
def tick(work, app):
    """The clockwork at one moment: the sweep, then the sender."""

    def once() -> str:
        with work():
            said = sweep()
        _send(app)
        return said

    return once


def _send(app) -> None:
    with app.app_context(), seeing(EVERYTHING):
        sending.send_waiting()


def test_the_digest_counts_by_late_today_this_week_and_new(work, made, clock, sent, tick) -> None:
    """Two late, one due today, one on Friday, one on Monday; the last is told of for the first time."""
    with work():
        clock("2026-03-16 09:00")
        for owner, day in ((11, 12), (12, 13), (13, 17), (14, 19)):
            _hung_on(made, owner, dt.date(2026, 3, day))
    tick()
    clock("2026-03-17 09:00")
    with work():
        _hung_on(made, 15, dt.date(2026, 3, 20))
        _hung_on(made, 16, dt.date(2026, 3, 23))
        announce_event([made.id_of("handler")], root=("unit", 16), title="示例", text="")
    tick()
    mine = [one for one in sent.letters if one.to == "handler@example.test"]
    assert [one.subject for one in mine] == ["【明督】您有4件待办", "【明督】您有6件待办"]
    counted = "您有6件待办（逾期2件，今天到期1件，本周到期2件，新2件）"
    assert counted in mine[1].text
    assert counted in mine[1].html
    assert "示司" not in mine[1].text


def _hung_on(made, owner: int, day: dt.date) -> None:
    row = due_on(made, day)
    row.owner_id = row.root_id = owner
    session.flush()


def test_n_is_the_queue_s_number_and_a_weekly_summary_is_no_matter(work, made, clock, sent) -> None:
    clock("2026-03-16 09:00")
    with work():
        due_on(made, TUESDAY)
        sweep()
        summarise()
        person = session.get_one(User, made.id_of("handler"))
        me = principal_of(person)
        with seeing(scope_of(me)):
            assert pending.number(me) == 1
            assert sending.waiting_of(person, Channel.MAIL).total == 1


def _steps(made, name: str) -> list[str]:
    own = Notice.user_id == made.id_of(name)
    return list(session.scalars(sa.select(Notice.step).where(own).order_by(Notice.id)))


def test_the_section_head_is_told_from_the_third_day_late(work, made, clock) -> None:
    with work():
        due_on(made, dt.date(2026, 3, 6))  # a Friday
        for day in range(6, 20):
            clock(f"2026-03-{day:02} 09:00")
            sweep()
        assert _steps(made, "reviewer") == ["after-3", "after-7"]
        assert _steps(made, "signatory") == [], "the leader is told of nothing by itself"
        assert _steps(made, "handler") == ["due", "after-1", "after-3", "after-7"]


def test_a_kind_may_tell_the_section_head_on_another_day_or_never(work, made, clock) -> None:
    with work():
        for kind, head_after in ((DueKind.REPLY, 2), (DueKind.CLUE, 0)):
            due_on(made, dt.date(2026, 3, 6), kind=kind)
            policy = Policy(remind_after=(1, 5), head_after=head_after)
            set_policy(kind, policy, actor=made.seats["sysadmin"])
        for day in (9, 10, 11, 13):
            clock(f"2026-03-{day:02} 09:00")
            sweep()
        assert _steps(made, "reviewer") == ["after-2", "after-5"], "of the reply alone"


def test_a_setting_tells_leader_and_unit_head(work, made, clock) -> None:
    with work():
        settings.put("leader_told_after", 7)
        due_on(made, dt.date(2026, 3, 6))
        for day in ("2026-03-11", "2026-03-17"):
            clock(f"{day} 09:00")
            sweep()
        assert _steps(made, "signatory") == ["after-7"]


def test_a_setting_tells_the_unit_head_of_what_the_unit_owes(work, made, clock) -> None:
    """From the fifth day late: of the unit's reply, not of the bureau's clue; without the setting of nothing."""
    with work():
        head = people.actor("head", Role.UNIT_HEAD, unit=made.unit)
        made = replace(made, seats={**made.seats, "head": head})
        due_on(made, dt.date(2026, 3, 6))
        due_on(made, dt.date(2026, 3, 6), kind=DueKind.CLUE)
        clock("2026-03-12 09:00")
        sweep()
        assert _steps(made, "head") == []
        settings.put("unit_head_told_after", 5)
        for day in ("2026-03-12", "2026-03-17"):
            clock(f"{day} 09:00")
            sweep()
        assert _steps(made, "head") == ["after-7"]
        assert _steps(made, "liaison") == ["after-3", "after-7"]


def test_who_stands_in_for_the_section_head_or_the_liaison_is_told_too(work, made, clock) -> None:
    clock("2026-03-11 09:00")
    with work():
        head = people.actor("head", Role.UNIT_HEAD, unit=made.unit)
        made = replace(made, seats={**made.seats, "head": head})
        for absent, deputy in (("reviewer", "signatory"), ("liaison", "head")):
            session.add(
                Deputy(person_id=made.id_of(absent), deputy_id=made.id_of(deputy),
                       from_on=dt.date(2026, 3, 9), until_on=dt.date(2026, 3, 20))
            )  # fmt: skip
        due_on(made, dt.date(2026, 3, 6))
        sweep()
        for name in ("reviewer", "signatory", "liaison", "head"):
            assert _steps(made, name) == ["after-3"], name


def test_who_is_told_for_three_reasons_is_told_once(work, made, clock) -> None:
    """Nobody holds the matter, it is late, and the section head stands in for the leader told by a setting."""
    clock("2026-03-11 09:00")
    with work():
        settings.put("leader_told_after", 3)
        session.add(
            Deputy(person_id=made.id_of("signatory"), deputy_id=made.id_of("reviewer"),
                   from_on=dt.date(2026, 3, 9), until_on=dt.date(2026, 3, 20))
        )  # fmt: skip
        due_on(made, dt.date(2026, 3, 6), holder=None, kind=DueKind.CLUE)
        assert sweep().startswith("新增提醒2条")
        assert _steps(made, "reviewer") == _steps(made, "signatory") == ["after-3"]
        assert sweep().startswith("新增提醒0条")


def test_steps_fall_by_the_days_of_the_body_and_nobody_is_told_on_its_holiday(
    work, made, clock, sent, app, tick
) -> None:
    """三月三 is off in this body: three working days before Friday the 24th is Friday the 17th."""
    with work():
        session.add(
            LocalHoliday(body_id=made.body_id, first=dt.date(2026, 4, 20), last=dt.date(2026, 4, 21),
                         mark=Mark.REST, name="三月三", source="示例", state=LocalState.IN_FORCE)
        )  # fmt: skip
        session.flush()
        due_on(made, dt.date(2026, 4, 24))
        clock("2026-04-17 08:40")
        sweep()
        assert _steps(made, "handler") == ["before-3"], "by the nation's calendar it is the 21st"
        assert _steps(made, "liaison") == ["before-3"]
    clock("2026-04-20 09:00")
    _send(app)
    assert sent.letters == [], "a holiday of the body"
    assert "新增提醒0条" in tick()
    clock("2026-04-22 09:00")
    _send(app)
    assert {one.to for one in sent.letters} == {"handler@example.test", "liaison@example.test"}


def test_nobody_gets_two_mails_a_day_not_even_a_dead_letter_sent_once_more(
    work, made, clock, sent, app, tick
) -> None:
    clock("2026-03-16 09:00")
    with work():
        due_on(made, TUESDAY)
        now = dt.datetime(2026, 3, 13, 1, tzinfo=dt.UTC)
        dead = Dispatch(user_id=made.id_of("handler"), channel=Channel.MAIL, created_at=now,
                        state=DispatchState.FAILED, day=now.date(), next_at=now)  # fmt: skip
        session.add(dead)
        session.flush()
        key = dead.id
    tick()
    with work():
        outbox.retry(session.get_one(Dispatch, key), actor=made.seats["sysadmin"])
    _send(app)
    assert [one.to for one in sent.letters].count("handler@example.test") == 1
    clock("2026-03-17 09:00")
    tick()
    assert [one.to for one in sent.letters].count("handler@example.test") == 2


@pytest.mark.parametrize(("at_once", "lines"), [(False, 1), (True, 2)])
def test_an_event_is_told_at_once_by_the_robot_where_the_setting_says_so(
    make_app, made, clock, sent, at_once, lines
) -> None:
    both = make_app(
        SMTP_HOST="127.0.0.1", SMTP_FROM="m@example.test", PUBLIC_URL="https://m.test",
        WEBHOOK_URL="https://robot.test/send?key=k", WEBHOOK_HOSTS=("robot.test",),
    )  # fmt: skip
    with both.app_context(), seeing(EVERYTHING):
        clock("2026-03-16 09:00")
        with unit_of_work():
            settings.put("events_at_once", at_once)
            handler = session.get_one(User, made.id_of("handler"))
            handler.telephone = "13900000000"
            due_on(made, TUESDAY)
            sweep()
        sending.send_waiting()
        clock("2026-03-16 14:00")
        with unit_of_work():
            announce_event([made.id_of("handler")], root=("unit", 99), title="机密", text="")
            sweep()
        sending.send_waiting()
        with unit_of_work():
            sweep()
        sending.send_waiting()
    assert [one.to for one in sent.letters].count("handler@example.test") == 1
    assert len(sent.lines) == lines
    numbers = [more["message_id"] for _, more in sent.lines]
    assert len(set(numbers)) == lines, "each message has its own number"
    if at_once:
        assert sent.lines[1][0].startswith("您有2件待办：https://m.test/reminders/ 〔")
        assert "机密" not in sent.lines[1][0]
