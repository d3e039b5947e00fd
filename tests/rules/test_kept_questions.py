"""A question kept as text is the one that would be made now: another day, other settings, the same person."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa

from supervision.core import prepared, settings
from supervision.core.access.principal import acting
from supervision.core.access.scope import scope_of, seeing
from supervision.core.clock import today
from supervision.core.db import Query, session, unit_of_work
from supervision.core.duedates import CalendarState, CalendarVersion
from supervision.core.pending import queue
from tests.make import people
from tests.support.client import unchecked
from tests.support.clock import Clock
from tests.support.offers import pages_without_key
from tests.support.stores import MakeApp
from tests.support.story import copy_of

OF_THE_BUREAU = ("zhou", "zhao")
OFTEN = 3  # a question of every page is held against a new one so often a day
PEOPLE = ("zhou", pytest.param("zhao", marks=pytest.mark.battery), "shijian")


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration."""
    return copy_of(demonstration, tmp_path)


def _sent(kept: prepared.Question, values: Sequence[object]) -> tuple[str, list[object]]:
    """What the store is asked; moments found out while asking differ by what asking took."""
    return kept.text, [None if isinstance(one, dt.datetime) else one for one in kept.given(values)]


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each kept question is made once more, and held against the kept one."""
    known, told, often = prepared._known, list[str](), Counter[tuple[str, dt.date]]()

    def lists(
        key: object, make: Callable[[], Query], given: Sequence[prepared.Bind]
    ) -> prepared.Question:
        kept = known(key, make, given)
        values = [bind.effective_value for bind in given]
        told.append(kept.text)
        often[kept.text, today()] += 1
        if often[kept.text, today()] > OFTEN:
            return kept
        with pytest.MonkeyPatch.context() as anew:
            anew.setattr(prepared, "_texts", cache(dict))
            assert _sent(kept, values) == _sent(prepared._made(make, given), values)
        return kept

    monkeypatch.setattr(prepared, "_kept", cache(dict))
    monkeypatch.setattr(prepared, "_known", lists)
    return told


@pytest.mark.parametrize("every", [2, pytest.param(1, marks=pytest.mark.battery)])
@pytest.mark.parametrize("username", PEOPLE)
def test_what_is_kept_is_what_would_be_made(
    make_app: MakeApp,
    passwords: dict[str, str],
    clock: Clock,
    compared: list[str],
    username: str,
    every: int,
) -> None:
    """`every`: of so many pages one is asked; two days must show the same pages."""
    app, now = make_app(), today()
    for days in (0, 40):
        clock(f"{now + dt.timedelta(days=days)} 10:00")
        client = unchecked(app, username, passwords[username])
        for address in sorted(set(pages_without_key(app)))[::every]:
            with client.get(address) as answer:
                assert answer.status_code < 500, address
        for change in (lambda: None, _other_settings):
            with app.app_context(), unit_of_work():
                change()
                _number_agrees(username)
    assert len(compared) > (40 if username in OF_THE_BUREAU else 10)


def _number_agrees(username: str) -> None:
    """N, whose question is kept as long as the process runs."""
    me = people.principal(username)
    with seeing(scope_of(me)), acting(me):
        queue.number(me)
        asked = (me, scope_of(me), session.get_bind().dialect.driver)
        kept = queue._counting(*asked)
        with pytest.MonkeyPatch.context() as anew:
            anew.setattr(prepared, "_texts", cache(dict))
            queue._counting.cache_clear()
            made = queue._counting(*asked)
        assert (kept is None) == (made is None)
        assert kept is None or made is None or _sent(kept, ()) == _sent(made, ())


def _newest() -> int:
    return session.scalar(sa.select(sa.func.max(CalendarVersion.number))) or 0


def _other_settings() -> None:
    """Every switch is turned, and nobody works for a week."""
    for one in settings.DEFINITIONS:
        if one.default is False and one.key not in ("level_three", "join_admins"):
            settings.put(one.key, True)
    free = [[str(today() + dt.timedelta(days=n)), "休", "", ""] for n in range(1, 8)]
    session.add(
        CalendarVersion(
            number=1 + _newest(),
            base_number=0,
            state=CalendarState.APPLIED,
            note="",
            days=free,
            official=[],
        )
    )
