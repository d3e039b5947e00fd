"""An application with a fictional office; everything in one unit of work, seen by everybody."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask

from supervision.core.access import EVERYTHING, seeing
from supervision.core.db import session, unit_of_work
from tests.make.office import Office, office

Work = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def work(app: Flask) -> Work:
    """`with work(): …`: one transaction that sees everything."""

    @contextmanager
    def one() -> Iterator[None]:
        with app.app_context(), unit_of_work(), seeing(EVERYTHING):
            yield

    return one


@pytest.fixture
def made(work: Work) -> Office:
    """The fictional office; its rows are detached, their loaded columns can be read."""
    with work():
        found = office()
        for person in found.people.values():
            _ = person.roles, person.body, person.unit
        session.flush()
        session.expunge_all()
    return found
