"""Lines that tests want to be read after the run (how far a walk went), from every xdist worker."""

from collections.abc import Callable

import pytest
from _pytest.terminal import TerminalReporter

Tell = Callable[[str], None]


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """`tell("…")`: a line that stands at the end of the run, whichever worker said it."""
    return lambda line: record_property("told", line)


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """What was recorded as the property "told", one line each."""
    reports = [one for held in terminalreporter.stats.values() for one in held]
    told = [
        str(value)
        for one in reports
        if isinstance(one, pytest.TestReport) and one.when == "call"
        for name, value in one.user_properties
        if name == "told"
    ]
    for line in told:
        terminalreporter.write_line(line)
