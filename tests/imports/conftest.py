"""A town with something to import into, and who sits at its table."""

import pytest

from tests.make import finding, years
from tests.make.offices import Office, found_office
from tests.support.work import Inside


@pytest.fixture
def town(inside: Inside) -> Office:
    """A town with a problem that may be handed over."""
    with inside():
        made = found_office()
        finding.problem(made, "未告知听证权利")
        return made


@pytest.fixture
def seats(inside: Inside, town: Office) -> dict[str, str]:
    """Who sits at the town's table."""
    with inside():
        return years.bench(town)
