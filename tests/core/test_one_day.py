"""What is drawn in one go is of one day, whenever midnight comes."""

from datetime import date

from supervision.core import clock as time
from tests.support.clock import Clock


def test_midnight_does_not_come_within_a_page(clock: Clock) -> None:
    clock("2023-03-01 23:59")
    with time.one_day():
        assert time.today() == date(2023, 3, 1)
        clock("2023-03-02 00:01")
        assert time.today() == date(2023, 3, 1)
    assert time.today() == date(2023, 3, 2)
