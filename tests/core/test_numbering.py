"""A series gives consecutive numbers, follows what was entered later, and never goes forward by a correction."""

import pytest

from supervision.core import numbering
from supervision.core.errors import DomainError
from tests.support.work import Inside

SERIES, YEAR = "1:示司监意", 2026


@pytest.mark.store
def test_a_series_counts_from_one_in_each_year(inside: Inside) -> None:
    with inside():
        assert numbering.expected_number(SERIES, YEAR) == 1
        assert [numbering.next_number(SERIES, YEAR) for _ in range(3)] == [1, 2, 3]
        assert numbering.next_number(SERIES, YEAR + 1) == 1
        assert numbering.next_number("2:示司监意", YEAR) == 1
        assert numbering.expected_number(SERIES, YEAR) == 4


@pytest.mark.store
def test_what_was_entered_later_is_never_given_again(inside: Inside) -> None:
    with inside():
        numbering.advance(SERIES, YEAR, 7)
        numbering.advance(SERIES, YEAR, 5)  # an older one
        assert numbering.next_number(SERIES, YEAR) == 8


def test_a_number_may_jump_a_hundred_and_no_further(inside: Inside) -> None:
    with inside():
        numbering.check_jump(SERIES, YEAR, 101)
        with pytest.raises(DomainError) as refused:
            numbering.check_jump(SERIES, YEAR, 102)
        assert refused.value.field == "number"
        numbering.advance(SERIES, YEAR, 50)
        numbering.check_jump(SERIES, YEAR, 151)
        with pytest.raises(DomainError):
            numbering.check_jump(SERIES, YEAR, 152)


@pytest.mark.store
def test_a_series_falls_back_to_what_is_still_used_and_never_goes_forward(inside: Inside) -> None:
    with inside():
        numbering.fall_back(SERIES, YEAR, lambda: 3)  # a number of a series that gave none here
        assert numbering.expected_number(SERIES, YEAR) == 1
        numbering.advance(SERIES, YEAR, 9)
        numbering.fall_back(SERIES, YEAR, lambda: 4)
        assert numbering.expected_number(SERIES, YEAR) == 5
        numbering.fall_back(SERIES, YEAR, lambda: 8)
        assert numbering.expected_number(SERIES, YEAR) == 5
