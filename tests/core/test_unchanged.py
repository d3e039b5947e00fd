"""What is asked once and holds until something is written: by this connection, another, or oneself just now."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.db import db, session, unit_of_work
from supervision.core.installation import Fact
from supervision.core.unchanged import until_written
from tests.support.queries import queries
from tests.support.seats import SignIn

Count = Callable[..., int]


@pytest.fixture
def asked(app: Flask) -> Iterator[list[str]]:
    """The keys under which the store was really asked."""
    with app.app_context():
        yield []


@pytest.fixture
def count(asked: list[str]) -> Count:
    """How many facts of the installation there are, asked in a request of its own."""

    def ask(key: str = "facts", *, write: bool = False) -> int:
        def really() -> int:
            asked.append(key)
            return session.scalar(sa.select(sa.func.count()).select_from(Fact)) or 0

        with unit_of_work(write=write):
            return until_written(key, really)

    return ask


def test_nothing_written_is_nothing_asked(count: Count, asked: list[str]) -> None:
    said = {count(), count(), count()}
    assert len(said) == 1
    assert asked == ["facts"]
    count("others")
    assert asked == ["facts", "others"]


def test_what_this_connection_commits_is_seen(count: Count) -> None:
    before = count()
    with unit_of_work():
        session.add(Fact(name="one more", value=""))
    assert count() == before + 1


def test_what_another_process_commits_is_seen(count: Count) -> None:
    before = count()
    with sa.create_engine(db.engine.url, poolclass=sa.NullPool).begin() as another:
        another.execute(sa.insert(Fact).values(name="one more", value=""))
    assert count() == before + 1


def test_an_answer_from_before_anothers_commit_does_not_outlive_it(
    count: Count, asked: list[str]
) -> None:
    """The transaction sees the store as it was when it began to look; the next one looks again."""
    before = count("unasked")
    with unit_of_work(write=False):
        until_written("looked", lambda: 0)
        with sa.create_engine(db.engine.url, poolclass=sa.NullPool).begin() as another:
            another.execute(sa.insert(Fact).values(name="one more", value=""))
        facts = sa.select(sa.func.count()).select_from(Fact)
        assert until_written("facts", lambda: session.scalar(facts)) == before
    assert count() == before + 1
    assert asked == ["unasked", "facts"]


def test_who_may_write_is_told_what_was_written_just_now(count: Count, asked: list[str]) -> None:
    before = count()
    with unit_of_work():
        session.add(Fact(name="one more", value=""))
        session.flush()
        assert until_written("facts", lambda: before + 1) == before + 1
    count(write=True)
    assert asked == ["facts", "facts"]


def test_the_badge_is_counted_once_while_nothing_is_written(app: Flask, sign_in: SignIn) -> None:
    handler = sign_in("handler")
    handler.get("/help")
    with queries(app) as first:
        handler.get("/help")
    assert not first, "who is here and the number stand from the page before"
    sign_in("reviewer")  # a row is written
    with queries(app) as second:
        handler.get("/help")
    assert len(second) == 2, "who is here and which calendar is in force, the number"


def test_the_desk_is_counted_once_while_nothing_is_written(app: Flask, sign_in: SignIn) -> None:
    handler = sign_in("handler")
    with queries(app) as first:
        handler.get("/")
    with queries(app) as again:
        handler.get("/")
    sign_in("reviewer")  # a row is written
    with queries(app) as after:
        handler.get("/")
    counts = [sum(one.lower().count("count(") for one in sent) for sent in (first, again, after)]
    assert counts[0] > 5
    assert counts[1:] == [0, counts[0]]
