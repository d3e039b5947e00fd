"""Building data in tests: through the services, inside one unit of work, seeing everything."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from supervision.core.access import EVERYTHING, Scope, seeing
from supervision.core.db import unit_of_work
from tests.support.acting import narrow

Inside = Callable[..., AbstractContextManager[Session]]


@pytest.fixture
def inside(app: Flask) -> Inside:
    """`with inside() as session:` the application's context, every row, committed on leaving.

    `inside(scope)` narrows what is seen. Don't send a request from within: it would share the session.
    """

    narrow()

    @contextmanager
    def enter(scope: Scope = EVERYTHING) -> Iterator[Session]:
        with app.app_context(), seeing(scope), unit_of_work() as session:
            yield session

    return enter
