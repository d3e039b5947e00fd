"""Every trial of bench.reliability, on both stores: whatever is broken, what was promised holds."""

import subprocess
import sys

import pytest

from bench.reliability import report
from bench.reliability.__main__ import REPORT, TRIALS
from bench.reliability.place import POSTGRESQL, SQLITE
from tests.rules.source import ROOT


@pytest.mark.battery
def test_every_promise_holds() -> None:
    """It writes docs/reliability.md, as a person's run with --write does."""
    command = [sys.executable, "-W", "ignore", "-m", "bench.reliability", "--write"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]


def test_the_report_is_as_the_trials_wrote_it_and_whole() -> None:
    """Nothing in it is of a hand: written again from its own rows it is the same to the letter."""
    text = REPORT.read_text("utf-8")
    rows = report.read(text)
    assert report.written(rows, TRIALS) == text
    assert set(rows) == {(trial, store) for trial in TRIALS for store in (SQLITE, POSTGRESQL)}
    assert [key for key, row in rows.items() if "| 通过 |" not in row] == []
