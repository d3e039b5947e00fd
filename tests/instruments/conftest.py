"""An office for every test of papers, and a way to take a seat in it."""

import pytest

from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.work import Inside

FORM = "//form[@class='form']"  # the form of the page, not one of its frame


@pytest.fixture
def office(inside: Inside) -> Office:
    """示例市司法局 and two units, everybody with an account."""
    with inside():
        return papers.office()


@pytest.fixture
def bureau(office: Office) -> Office:
    """`sign_in` takes a seat in it."""
    return office
