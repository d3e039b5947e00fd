"""A record that names a last day itself: its due date begins, moves and ends with it."""

import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from supervision.agencies.models import Unit
from supervision.core.access.scope import scope_of
from supervision.core.duedates import (
    DueDate,
    DueDateChange,
    DueKind,
    DueState,
    end,
    follow,
    light_joins,
    start_fixed,
)
from supervision.core.duedates.lighting import Lamp
from supervision.core.duedates.policies import ReminderPolicy
from tests.make.offices import Office, found_office
from tests.support.clock import Clock
from tests.support.queries import queries
from tests.support.work import Inside

FIRST, LATER = dt.date(2026, 6, 30), dt.date(2026, 7, 31)


@pytest.fixture
def office(inside: Inside, clock: Clock) -> Office:
    clock("2026-03-18 09:00")
    with inside():
        return found_office(seats=("handler", "liaison"))


@pytest.fixture
def opened(inside: Inside, office: Office) -> Iterator[Session]:
    with inside() as session:
        yield session


def _follow(office: Office, until: dt.date | None, **more: object) -> None:
    follow(
        office.unit, DueKind.CERTIFICATE, until, title="执法证到期", basis="执法证", moved="换发",
        actor=office.handler, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _held(opened: Session) -> list[DueDate]:
    return list(opened.scalars(sa.select(DueDate).order_by(DueDate.id)))


def test_it_begins_moves_once_and_keeps_what_it_said(opened: Session, office: Office) -> None:
    _follow(office, None)
    assert _held(opened) == []
    _follow(office, FIRST)
    (held,) = _held(opened)
    assert (held.due, held.state, held.title) == (FIRST, DueState.OPEN, "执法证到期")
    _follow(office, FIRST)
    changes = sa.select(DueDateChange.old_due, DueDateChange.new_due, DueDateChange.reason)
    assert opened.execute(changes).all() == []
    _follow(office, LATER)
    assert _held(opened) == [held]
    assert held.due == LATER
    assert [tuple(row) for row in opened.execute(changes)] == [(FIRST, LATER, "换发")]


@pytest.mark.parametrize(("met", "state"), [(True, DueState.MET), (False, DueState.ENDED)])
def test_it_ends_with_the_record(
    opened: Session, office: Office, met: bool, state: DueState
) -> None:
    _follow(office, FIRST)
    _follow(office, None, met=met, gone_on=dt.date(2026, 3, 2))
    (held,) = _held(opened)
    assert (held.state, held.closed_on) == (state, dt.date(2026, 3, 2))
    _follow(office, None)
    _follow(office, LATER)
    assert [one.state for one in _held(opened)] == [state, DueState.OPEN]
    end(office.unit, DueKind.CERTIFICATE, on=dt.date(2026, 3, 17))
    end(office.unit, DueKind.CERTIFICATE, on=dt.date(2026, 3, 18))
    assert [one.closed_on for one in _held(opened)] == [dt.date(2026, 3, 2), dt.date(2026, 3, 17)]


def test_whoever_holds_it_goes_on_to_unless_another_is_named(
    opened: Session, office: Office
) -> None:
    first, second = office.id_of("handler"), office.id_of("liaison")
    for given, held_by in ((first, first), (None, first), (second, second)):
        _follow(office, FIRST, holder_id=given)
        assert [one.holder_id for one in _held(opened)] == [held_by]


def test_no_day_named_it_ends_today(opened: Session, office: Office) -> None:
    _follow(office, FIRST)
    _follow(office, None)
    assert [one.closed_on for one in _held(opened)] == [dt.date(2026, 3, 18)]


def test_a_unit_sees_what_is_its_own_to_do(inside: Inside, office: Office) -> None:
    with inside():
        for kind in (DueKind.REPLY, DueKind.OBJECTION, DueKind.CERTIFICATE, DueKind.CLUE):
            for unit_id in (office.unit_id, None):
                start_fixed(
                    office.unit, kind, FIRST, title=str(kind), basis="", actor=office.handler,
                    unit_id=unit_id,
                )  # fmt: skip
    with inside(scope_of(office.liaison)) as opened:
        seen = [(one.unit_id, one.kind) for one in _held(opened)]
    assert seen == [(office.unit_id, DueKind.REPLY), (office.unit_id, DueKind.OBJECTION)]


def test_a_list_joins_each_row_with_the_open_term_and_its_own_kinds_policy(
    opened: Session, office: Office
) -> None:
    opened.add_all(
        ReminderPolicy(
            kind=kind,
            amber_workdays=days,
            amber_at_half=False,
            remind_before=[],
            remind_on_day=True,
            remind_after=[],
            repeat_every=0,
            head_after=3,
        )
        for kind, days in ((DueKind.REPLY, 2), (DueKind.CERTIFICATE, 7), (DueKind.CLUE, 9))
    )
    opened.flush()
    asked = sa.select(Unit.id, DueDate.kind, ReminderPolicy.amber_workdays).select_from(Unit)
    for table, condition in light_joins("unit", Unit.id):
        asked = asked.outerjoin(table, condition)  # type: ignore[arg-type]
    assert [tuple(row) for row in opened.execute(asked)] == [(office.unit_id, None, 2)]
    for kind in (DueKind.CERTIFICATE, DueKind.CLUE):
        start_fixed(office.unit, kind, FIRST, title="", basis="", actor=office.handler)
    end(office.unit, DueKind.CLUE, on=FIRST)
    found = [tuple(row) for row in opened.execute(asked)]
    assert found == [(office.unit_id, DueKind.CERTIFICATE, 7)]


def test_the_lights_of_no_rows_ask_nothing(app: Flask, office: Office, inside: Inside) -> None:
    with inside():
        lamp = Lamp()
        with queries(app) as sent:
            assert lamp.of_owners("unit", []) == lamp.of_roots("unit", []) == {}
    assert sent == []
