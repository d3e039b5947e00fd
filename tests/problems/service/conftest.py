"""A unit of the bureau, on a day when its problems may have come to any end; inside one unit of work."""

from collections.abc import Iterator
from datetime import date

import pytest

from supervision.agencies.models import Unit
from tests.make import people
from tests.support.clock import Clock
from tests.support.work import Inside

TODAY = date(2023, 4, 12)


@pytest.fixture
def unit(bureau: None, inside: Inside, clock: Clock) -> Iterator[Unit]:
    clock(f"{TODAY} 10:00")
    with inside():
        yield people.unit("示例市己局", by=people.principal("handler"))
