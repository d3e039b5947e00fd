"""Lines that tests want to be read after the run (how far a walk went), from every xdist worker."""

import pytest
from _pytest.terminal import TerminalReporter


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
