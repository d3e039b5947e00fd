"""The sweep queues what is due and not yet queued: once, for the right people, joined after a gap."""

import datetime as dt

import pytest
import sqlalchemy as sa

from supervision.core import duedates
from supervision.core.db import commit_so_far, session
from supervision.core.deadlines import Policy, Unit, fixed
from supervision.core.duedates import DueDate, DueKind, set_policy
from supervision.reminders.inbox import mark_read, page_of
from supervision.reminders.models import Notice
from supervision.reminders.sweep import _queue, sweep
from tests.make.dues import due, due_on

FRIDAY = dt.date(2026, 3, 13)
pytestmark = pytest.mark.store


def _live(user_id: int) -> int:
    """How many notices wait for this person."""
    return len(page_of(user_id, everything=False))


def _queued() -> set[tuple[int, str]]:
    return {(row.user_id, row.step) for row in session.scalars(sa.select(Notice))}


def test_each_step_is_queued_once_for_the_handler_and_the_unit(work, made, clock) -> None:
    handler, liaison = made.id_of("handler"), made.id_of("liaison")
    with work():
        due_on(made, FRIDAY)
    for moment in ("2026-03-10 09:00", "2026-03-10 09:10", "2026-03-10 17:00", "2026-03-11 09:00"):
        clock(moment)
        with work():
            sweep()
    with work():
        assert _queued() == {(handler, "before-3"), (liaison, "before-3")}
    clock("2026-03-16 09:00")
    with work():
        assert "新增提醒2条" in sweep()
        assert (handler, "after-1") in _queued(), "three steps missed are joined into the last"
        assert _live(handler) == 1, "a later step ends the earlier notice"


def test_a_clock_that_ran_ahead_uses_no_step_up(work, made, clock) -> None:
    """For a morning it was April: what it said is forgotten, and each step comes on its day."""
    handler = made.id_of("handler")
    with work():
        due_on(made, FRIDAY)
    clock("2026-04-10 09:00")
    with work():
        sweep()
        assert (handler, "after-15") in _queued()
    clock("2026-03-10 09:00")
    with work():
        sweep()
        assert {step for _, step in _queued()} == {"before-3"}
    clock("2026-04-07 09:00")
    with work():
        sweep()
        assert (handler, "after-15") in _queued(), "said once more, on its day"
        assert _live(handler) == 1


@pytest.mark.parametrize("moment", ["2026-03-10 08:29", "2026-03-10 17:30", "2026-03-14 10:00"])
def test_nothing_is_queued_out_of_hours(work, made, clock, moment) -> None:
    clock(moment)
    with work():
        due_on(made, dt.date(2026, 3, 9))
        assert sweep() == "不在提醒时间"
        assert _queued() == set()


def test_a_clue_is_not_told_to_the_unit(work, made, clock) -> None:
    clock("2026-03-13 09:00")
    with work():
        due_on(made, FRIDAY, kind=DueKind.CLUE)
        sweep()
        assert _queued() == {(made.id_of("handler"), "due")}


def test_what_nobody_holds_is_told_to_the_reviewer(work, made, clock) -> None:
    clock("2026-03-13 09:00")
    with work():
        due_on(made, FRIDAY, kind=DueKind.CERTIFICATE, holder=None)
        sweep()
        assert _queued() == {(made.id_of("reviewer"), "due")}


def test_what_is_done_or_moved_leaves_the_inbox_at_once(work, made, clock) -> None:
    handler = made.id_of("handler")
    clock("2026-03-13 09:00")
    with work():
        first, second = due_on(made, FRIDAY), due_on(made, FRIDAY)
        sweep()
        assert _live(handler) == 2
        duedates.close(first, on=FRIDAY)
        assert _live(handler) == 1
        later = fixed(dt.date(2026, 3, 20), duedates.current_calendar())
        duedates.move(second, later, reason="延期", actor=made.seats["handler"])
        assert _live(handler) == 0
    clock("2026-03-20 09:00")
    with work():
        sweep()
        assert _live(handler) == 1, "the extended due date reminds anew"


def test_a_short_term_has_no_step_before_its_start(work, made, clock) -> None:
    clock("2026-03-09 09:00")
    with work():
        due(made, dt.date(2026, 3, 9), days=2, measure=Unit.WORKDAY)
        sweep()
        assert _queued() == set()
    clock("2026-03-10 09:00")
    with work():
        sweep()
        assert {step for _, step in _queued()} == {"before-1"}


def test_the_day_a_term_begins_is_not_yet_a_step_of_it(work, made, clock) -> None:
    """Three working days from Monday end on Thursday; three before that is Monday itself."""
    clock("2026-03-09 09:00")
    with work():
        due(made, dt.date(2026, 3, 9), days=3, measure=Unit.WORKDAY)
        sweep()
        assert _queued() == set()


def test_after_a_gap_each_last_day_is_told_of_its_latest_step_alone(work, made, clock) -> None:
    """On Wednesday: Sunday's, the last day of its step, is three working days late, Monday's two, Tuesday's one."""
    clock("2026-03-11 09:00")
    with work():
        held = [due_on(made, dt.date(2026, 3, day), kind=DueKind.CLUE) for day in (8, 9, 10)]
        sweep()
        own = sa.select(Notice.due_date_id, Notice.step)
        said = session.execute(own.where(Notice.user_id == made.id_of("handler"))).all()
        keys = [one.id for one in held]
    assert sorted(map(tuple, said)) == [
        (keys[0], "after-3"), (keys[1], "after-1"), (keys[2], "after-1"),
    ]  # fmt: skip


def test_a_kinds_policy_is_followed(work, made, clock) -> None:
    clock("2026-03-03 09:00")
    with work():
        due_on(made, FRIDAY)
        policy = Policy(remind_before=(8,), remind_on_day=False, remind_after=())
        set_policy(DueKind.REPLY, policy, actor=made.seats["sysadmin"])
        sweep()
        assert {step for _, step in _queued()} == {"before-8"}


def test_read_is_read_even_for_others_ids(work, made, clock) -> None:
    clock("2026-03-13 09:00")
    with work():
        due_on(made, FRIDAY)
        sweep()
        ids = list(session.scalars(sa.select(Notice.id)))
        assert mark_read(made.id_of("handler"), ids) == 1, "another's notice stays unread"
        assert _live(made.id_of("liaison")) == 1


def test_a_second_sweep_writes_nothing(work, made, clock) -> None:
    clock("2026-03-13 09:00")
    with work():
        for number in range(30):
            due_on(made, FRIDAY - dt.timedelta(days=number))
        sweep()
        before = session.scalar(sa.select(sa.func.count(Notice.id)))
        assert sweep() == "新增提醒0条，了结0条，待发0件"
        assert session.scalar(sa.select(sa.func.count(Notice.id))) == before
        assert session.scalar(sa.select(sa.func.count(DueDate.id))) == 30


class Killed(BaseException):
    """What a kill is to the transaction in hand."""


@pytest.fixture
def slices(monkeypatch) -> list[int]:
    """Slices of two; how many notices each of the sweep's transactions has put in when it ends."""
    held, ends = [0], []

    def end() -> None:
        now = session.scalar(sa.select(sa.func.count(Notice.id))) or 0
        ends.append(now - held[0])
        held[0] = now
        commit_so_far()

    monkeypatch.setattr("supervision.core.portions.PORTION", 2)
    monkeypatch.setattr("supervision.core.portions.commit_so_far", end)
    return ends


def test_no_transaction_of_the_sweep_grows_with_what_is_due(work, made, clock, slices) -> None:
    clock("2026-03-13 09:00")
    with work():
        for _ in range(7):
            due_on(made, FRIDAY)
        assert sweep() == "新增提醒14条，了结0条，待发0件"
        assert [put for put in slices if put] == [4, 4, 4, 2], "two due dates of two people each"


def test_a_sweep_that_was_killed_between_its_slices_is_gone_on_with(
    work, made, clock, slices, monkeypatch
) -> None:
    clock("2026-03-13 09:00")
    with work():
        for _ in range(7):
            due_on(made, FRIDAY)
    monkeypatch.setattr("supervision.reminders.sweep._queue", _dies(_queue, after=2))
    with pytest.raises(Killed), work():
        sweep()
    with work():
        assert session.scalar(sa.select(sa.func.count(Notice.id))) == 8, "two slices are done"
    monkeypatch.setattr("supervision.reminders.sweep._queue", _queue)
    with work():
        assert sweep() == "新增提醒6条，了结0条，待发0件"
        told = session.execute(sa.select(Notice.user_id, Notice.due_date_id)).all()
        assert len(told) == len(set(told)) == 14


def _dies(work, *, after: int):
    done = []

    def one(*given: object) -> int:
        if len(done) == after:
            raise Killed
        done.append(given)
        return work(*given)

    return one


def test_a_sweep_with_nothing_to_tell_takes_no_lock_for_long(work, made, clock, slices) -> None:
    clock("2026-03-13 09:00")
    with work():
        for _ in range(7):
            due_on(made, FRIDAY)
        sweep()
        del slices[:]
        sweep()
        assert len(slices) == 3, (
            "what is due, what is over and the bureau's own terms: read without the lock"
        )
