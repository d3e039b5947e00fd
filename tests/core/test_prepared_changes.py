"""Changes kept as text: each touches its own rows at its own moment, and what was read before is let go."""

from functools import cache

import pytest
import sqlalchemy as sa

from supervision.agencies.models import Unit
from supervision.core import clock, prepared
from supervision.core.access.scope import EVERYTHING, NOTHING, Scope, seeing
from supervision.core.db import session
from supervision.core.held import held
from supervision.core.prepared import change
from supervision.problems import service
from supervision.problems.models import Problem
from supervision.reminders import inbox
from supervision.reminders.models import Notice
from tests.make import problems as make
from tests.make.offices import found_office
from tests.support.work import Inside

pytestmark = pytest.mark.store


@pytest.fixture
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


@pytest.fixture
def bodies(inside: Inside) -> list[Scope]:
    """Two bureaus with two problems each."""
    scopes = []
    with inside():
        for region in ("示例市", "某某市"):
            office = found_office(region, seats=("handler",))
            unit = session.get_one(Unit, office.unit_id)
            for n in (1, 2):
                service.record(make.facts(unit, title=f"{region}{n}"), actor=office.handler)
            scopes.append(Scope(body_ids=(office.body_id,), user_id=1))
    return scopes


def _rename(title: str) -> int:
    parts = [Problem.title == title]
    moment: sa.BindParameter[object] = sa.bindparam("moment", callable_=clock.now)
    return change(
        "renamed",
        parts,
        lambda: sa.update(Problem).where(*parts).values(title="改过", created_at=moment),
    )


def test_a_change_touches_what_it_names_and_no_more_than_is_seen(
    inside: Inside, bodies: list[Scope], made: list[str]
) -> None:
    with inside():
        with seeing(NOTHING):
            assert _rename("示例市1") == 0
        with seeing(bodies[1]):
            assert _rename("示例市1") == 0, "another body's"
            assert _rename("某某市2") == 1
        with seeing(bodies[0]):
            assert _rename("示例市1") == 1
            assert _rename("示例市1") == 0
        with seeing(EVERYTHING):
            titles = sa.select(Problem.title).order_by(Problem.id)
            assert session.scalars(titles).all() == ["改过", "示例市2", "某某市1", "改过"]
    assert len(made) == 2, "once for nothing, once for one body, whichever"


def test_a_change_lets_go_of_what_was_read(inside: Inside, bodies: list[Scope]) -> None:
    with inside(bodies[0]):
        problem = session.scalars(sa.select(Problem).order_by(Problem.id)).first()
        assert problem is not None
        title = sa.select(Problem.title).where(Problem.id == problem.id)

        def read() -> str | None:
            return held(problem, "title", lambda: session.scalar(title))

        assert read() == "示例市1"
        _rename("示例市1")
        assert read() == "改过"


def test_notices_of_two_records_end_each_by_itself(inside: Inside, made: list[str]) -> None:
    with inside():
        reader = found_office(seats=("handler",)).handler.user_id
        assert reader is not None
        for key in (7, 8):
            assert inbox.announce_event([reader], root=("problem", key), title="甲", text="") == 1
        assert inbox.settle_event(("problem", 7), title="乙") == 0
        assert inbox.settle_event(("problem", 7)) == 1
        assert inbox.settle_event(("problem", 7)) == 0, "it is over"
        ended = sa.select(Notice.root_id).where(Notice.ended_at.is_not(None))
        assert session.scalars(ended).all() == [7]
        before = len(made)
        assert inbox.settle_event(("problem", 8), title="甲") == 1
        assert len(made) == before
