"""The light of a due date, of a record, of a matter: which of several rows it is taken from."""

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.core.deadlines.lights import Colour
from supervision.core.duedates import DueDate, DueKind, DueState, close, start_fixed
from supervision.core.duedates.lighting import Lamp, ShownLight, lights
from supervision.core.duedates.service import stop
from supervision.core.duedates.shown import newest, shown_all, shown_due, shown_open, tentative
from tests.make.offices import Office, found_office
from tests.support.clock import Clock
from tests.support.work import Inside

TODAY = dt.date(2026, 3, 18)
PAST, SOON, LATER = dt.date(2026, 3, 16), dt.date(2026, 3, 19), dt.date(2026, 4, 30)


@pytest.fixture
def office(inside: Inside, clock: Clock) -> Office:
    clock("2026-03-18 09:00")
    with inside():
        return found_office(seats=("handler",))


@pytest.fixture
def opened(inside: Inside, office: Office) -> Iterator[Session]:
    with inside() as session:
        yield session


def _due(office: Office, kind: DueKind, day: dt.date, owner: object = None) -> DueDate:
    held = owner or session.get_one(Unit, office.unit_id)
    return start_fixed(held, kind, day, title="", basis="", actor=office.handler)


def _other(office: Office) -> object:
    """A record of another table that happens to have the same key."""
    unit = session.get_one(Unit, office.unit_id)
    return SimpleNamespace(__tablename__="other", id=unit.id, body_id=unit.body_id)


def _said(shown: ShownLight | None) -> tuple[dt.date, str] | None:
    return None if shown is None else (shown.due, shown.label)


def test_a_record_has_the_light_of_its_newest_open_date_a_matter_that_of_the_first(
    opened: Session, office: Office
) -> None:
    """Not of another table's record with the same key, nor of what is done."""
    key = office.unit_id
    _due(office, DueKind.REPLY, PAST)
    _due(office, DueKind.CERTIFICATE, LATER)
    close(_due(office, DueKind.CLUE, SOON), on=TODAY)
    _due(office, DueKind.CLUE, SOON, owner=_other(office))
    lamp = Lamp()
    found = lamp.of_owners("unit", [key])
    assert {of: _said(shown) for of, shown in found.items()} == {key: (LATER, "期限内")}
    found = lamp.of_roots("unit", [key])
    assert {of: _said(shown) for of, shown in found.items()} == {key: (PAST, "逾期")}
    found = lamp.of_owners("unit", [key], [DueKind.REPLY])
    assert {of: _said(shown) for of, shown in found.items()} == {key: (PAST, "逾期")}
    assert lamp.of_roots("unit", [key], [DueKind.CLUE]) == {}


def test_a_date_alone_is_lit_by_its_kind_and_by_half_only_where_that_is_asked(
    opened: Session,
) -> None:
    lamp, begun, due = Lamp(), dt.date(2026, 3, 2), dt.date(2026, 3, 30)
    assert lamp.of(None) is None
    shown = lamp.of(due, begun=begun)
    assert shown is not None
    assert (shown.label, shown.provisional) == (Colour.BLUE.label, False)
    half = lamp.of(due, begun=begun, at_half=True)
    assert _said(half) == (due, Colour.AMBER.label)
    weeks = lamp.of(due, kind=DueKind.CERTIFICATE)
    assert _said(weeks) == (due, Colour.AMBER.label)
    done = lamp.of(due, closed=TODAY, provisional=True)
    assert done is not None
    assert (done.label, done.provisional) == (Colour.GREEN.label, False)
    open_one = lamp.of(due, provisional=True)
    assert open_one is not None
    assert open_one.provisional


def test_what_fell_away_or_stands_still_has_no_light_and_what_was_met_is_green(
    opened: Session, office: Office
) -> None:
    met, ended, stopped = (
        _due(office, kind, PAST) for kind in (DueKind.REPLY, DueKind.CERTIFICATE, DueKind.CLUE)
    )
    close(met, on=PAST)
    close(ended, on=TODAY, met=False)
    stop(stopped, on=TODAY, reason="等待", basis="示例")
    found = lights([met, ended, stopped])
    assert [_said(found[one.id]) for one in (met, ended, stopped)] == [(PAST, "办结"), None, None]
    assert [one.state for one in (met, ended, stopped)] == [
        DueState.MET, DueState.ENDED, DueState.STOPPED,
    ]  # fmt: skip


def test_a_page_shows_the_newest_and_what_still_runs(opened: Session, office: Office) -> None:
    unit = session.get_one(Unit, office.unit_id)
    assert shown_due(unit) is None
    assert shown_all(unit) == []
    first = _due(office, DueKind.REPLY, PAST)
    close(first, on=TODAY)
    second = _due(office, DueKind.REPLY, LATER)
    other = _due(office, DueKind.CLUE, SOON)
    shown = shown_due(unit, DueKind.REPLY)
    assert shown is not None
    assert shown.row is second
    assert [one.row for one in shown_open(unit, DueKind.REPLY, DueKind.CLUE)] == [second, other]
    every = shown_all(unit)
    found = newest(every, DueKind.REPLY)
    assert found is not None
    assert found.row is second
    assert newest(every, DueKind.CERTIFICATE) is None


def test_only_what_is_open_and_not_settled_is_tentative(opened: Session, office: Office) -> None:
    """Nobody knows yet which days of 2027 are off."""
    unit = office.unit_id
    row = _due(office, DueKind.REPLY, LATER)
    _due(office, DueKind.CLUE, LATER, owner=_other(office))
    assert tentative("unit") == set()
    row.provisional = True
    opened.flush()
    assert tentative("unit") == tentative("unit", [unit]) == {unit}
    assert tentative("unit", []) == tentative("unit", [unit + 1]) == set()
    assert tentative("unit", kinds=[DueKind.CLUE]) == tentative("other") == set()
    close(row, on=TODAY)
    assert tentative("unit") == set()


def test_a_paper_that_lies_unsigned_is_told_by_its_working_days_not_as_overdue(
    opened: Session,
) -> None:
    """Sent on Friday the 6th, seven days for a receipt: on Wednesday the 18th it has lain eight working days."""
    last, sent = dt.date(2026, 3, 13), dt.date(2026, 3, 6)
    unsigned = Lamp().of(last, begun=sent, kind=DueKind.RECEIPT)
    unanswered = Lamp().of(last, begun=sent, kind=DueKind.REPLY)
    assert unsigned is not None
    assert unanswered is not None
    assert (unsigned.label, unsigned.detail) == ("未签收", "已8个工作日")
    assert (unanswered.label, unanswered.detail) == ("逾期", "3个工作日")
