"""A town with something to import into, and who sits at its table."""

import pytest

from tests.make import finding, years
from tests.make.finding import Town
from tests.support.work import Inside


@pytest.fixture
def town(inside: Inside) -> Town:
    """A town with a problem that may be handed over."""
    with inside():
        made = finding.town()
        finding.problem(made, "未告知听证权利")
        return made


@pytest.fixture
def seats(inside: Inside, town: Town) -> dict[str, str]:
    """Who sits at the town's table."""
    with inside():
        return years.bench(town)
