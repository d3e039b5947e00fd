"""Questions kept as text: other values, other sizes, other people get their own answers, and nothing is made twice."""

from collections.abc import Sequence
from datetime import date
from functools import cache

import pytest
import sqlalchemy as sa

from supervision.agencies.models import Unit
from supervision.core import prepared
from supervision.core.access.scope import EVERYTHING, NOTHING, Scope, seeing
from supervision.core.db import Query, session
from supervision.core.prepared import ask, question
from supervision.problems import service
from supervision.problems.models import Problem, ProblemStatus
from tests.make import problems as make
from tests.make.offices import found_office
from tests.support.work import Inside

pytestmark = pytest.mark.store
DAYS = (date(2023, 1, 1), date(2023, 3, 6), date(2024, 1, 1))


@pytest.fixture
def two_bodies(inside: Inside) -> tuple[Scope, Scope]:
    """Two bureaus with three problems each."""
    scopes = []
    with inside():
        for region in ("示例市", "某某市"):
            office = found_office(region, seats=("handler",))
            unit = session.get_one(Unit, office.unit_id)
            for day in DAYS:
                facts = make.facts(unit, found_on=day, title=f"{region}{day}")
                service.record(facts, actor=office.handler)
            scopes.append(Scope(body_ids=(office.body_id,), user_id=1))
    return scopes[0], scopes[1]


@pytest.fixture(autouse=True)
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that had to be written."""
    texts: list[str] = []
    writing = prepared._written

    def noted(*given: object) -> prepared.Text:
        found = writing(*given)  # type: ignore[arg-type]
        texts.append(found.statement)
        return found

    monkeypatch.setattr(prepared, "_written", noted)
    monkeypatch.setattr(prepared, "_kept", cache(dict))
    monkeypatch.setattr(prepared, "_texts", cache(dict))
    return texts


def _since(day: date, *more: sa.ColumnElement[bool]) -> list[str]:
    parts = [Problem.found_on >= day, *more]

    def statement() -> Query:
        return sa.select(Problem.title, Problem.found_on).where(*parts).order_by(Problem.found_on)

    answer = ask("since", parts, statement)
    assert answer.names == ("title", "found_on")
    plain = session.execute(statement()).all()
    assert answer.rows == [tuple(row) for row in plain], "as the session answers"
    return [title for title, _ in answer.rows]


def test_each_value_and_each_person_has_an_answer_of_their_own(
    inside: Inside, two_bodies: tuple[Scope, Scope], made: list[str]
) -> None:
    with inside():
        for scope, region in zip(two_bodies, ("示例市", "某某市"), strict=True):
            with seeing(scope):
                for n, day in enumerate(DAYS):
                    assert _since(day) == [f"{region}{one}" for one in DAYS[n:]]
        with seeing(NOTHING):
            assert _since(DAYS[0]) == []
        with seeing(EVERYTHING):
            assert len(_since(DAYS[0])) == 6
    assert len(made) == 3, (
        "once for one body, for nothing and for all, whichever body, whatever the day"
    )


def test_several_values_of_one_condition_are_told_from_fewer(
    inside: Inside, two_bodies: tuple[Scope, Scope], made: list[str]
) -> None:
    with inside(), seeing(two_bodies[0]):
        for days in (DAYS[:1], DAYS[1:2], DAYS[:2], DAYS[1:], ()):
            told = _since(DAYS[0], Problem.found_on.in_(days))
            assert told == [f"示例市{day}" for day in days]
    assert len(made) == 3


def test_one_condition_given_twice_is_told_from_two_alike(
    inside: Inside, two_bodies: tuple[Scope, Scope]
) -> None:
    early, late = Problem.found_on <= DAYS[1], Problem.found_on <= DAYS[0]
    with inside(), seeing(two_bodies[0]):
        assert len(_since(DAYS[0], early, early)) == 2
        assert len(_since(DAYS[0], early, late)) == 1
        assert len(_since(DAYS[0], late, early)) == 1


def test_a_condition_that_the_statement_does_not_hold_is_asked_and_not_kept(
    inside: Inside, two_bodies: tuple[Scope, Scope]
) -> None:
    def rows(day: date) -> Sequence[object]:
        other = [Problem.found_on == day]
        return ask("x", [Problem.found_on >= day], lambda: sa.select(Problem.id).where(*other)).rows

    with inside(), seeing(two_bodies[0]):
        assert [len(rows(day)) for day in (*DAYS, date(2025, 1, 1))] == [1, 1, 1, 0]


def test_what_is_read_and_written_has_the_types_of_its_columns(
    inside: Inside, two_bodies: tuple[Scope, Scope]
) -> None:
    status = Problem.status == ProblemStatus.PENDING
    columns = (Problem.status, Problem.found_on, Problem.created_at, Problem.back_entered)
    with inside(), seeing(two_bodies[1]):
        (row, *_) = ask("types", [status], lambda: sa.select(*columns).where(status)).rows
        plain = session.execute(sa.select(*columns).where(status)).first()
    assert plain is not None
    assert row == tuple(plain)
    assert row[2].tzinfo is not None


def test_what_is_found_out_when_asked_is_found_out_each_time(inside: Inside) -> None:
    told: list[date] = [DAYS[0]]
    today = sa.bindparam("today", callable_=lambda: told[-1], type_=sa.Date())
    with inside():
        asked = question(sa.select(today))
        for day in DAYS:
            told.append(day)
            assert asked.rows() == [(day,)]


def test_what_is_written_alike_is_asked_with_its_own_values(
    inside: Inside, made: list[str]
) -> None:
    """A value, one of several, a limit, and what is found out when asked: of each question its own."""

    def asked(day: date, ids: Sequence[int], most: int) -> list[prepared.Row]:
        live = sa.bindparam("live", callable_=lambda: day, type_=sa.Date(), unique=True)
        few = sa.select(Problem.id).where(Problem.id.in_(ids)).limit(most).subquery()
        return question(sa.select(live, sa.literal(day.year), few.c.id).order_by(few.c.id)).rows()

    with inside():
        unit = session.get_one(Unit, (office := found_office("示例市", seats=("handler",))).unit_id)
        first, second = (
            service.record(make.facts(unit, found_on=day), actor=office.handler).id
            for day in DAYS[:2]
        )
        with seeing(EVERYTHING):
            for _ in range(2):
                assert asked(DAYS[0], (first, 0), 5) == [(DAYS[0], 2023, first)]
                assert asked(DAYS[2], (second, first), 5) == [
                    (DAYS[2], 2024, first),
                    (DAYS[2], 2024, second),
                ]
                assert len(asked(DAYS[2], (second, first), 1)) == 1
    assert len(made) == 1
