"""Frozen time, told in the bureau's own zone."""

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

ZONE = ZoneInfo("Asia/Shanghai")
Clock = Callable[[str], None]


@pytest.fixture
def clock() -> Iterator[Clock]:
    """`clock("2023-03-01 09:00")` stops time there; a further call moves it. Sleeping still works."""
    with time_machine.travel(datetime.now(ZONE), tick=True) as traveller:

        def stop_at(moment: str) -> None:
            traveller.move_to(datetime.fromisoformat(moment).replace(tzinfo=ZONE), tick=False)

        yield stop_at
