"""An application with a fictional office; everything in one unit of work, seen by everybody."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.accounts.models import User
from supervision.core.access import EVERYTHING, seeing
from supervision.core.db import session, unit_of_work
from tests.make.offices import USUAL, Office, found_office

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
    """An office of two units in which everybody has an address to write to."""
    with work():
        found = found_office(seats=(*USUAL, "liaison2"))
        for person in session.scalars(sa.select(User)):
            person.email = f"{person.username}@example.test"
    return found
