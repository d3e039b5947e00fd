"""Every trial of bench.reliability, on both stores: whatever is broken, what was promised holds."""

import subprocess
import sys

import pytest

from tests.rules.source import ROOT


@pytest.mark.battery
def test_every_promise_holds() -> None:
    """It writes docs/reliability.md, as a person's run with --write does."""
    command = [sys.executable, "-W", "ignore", "-m", "bench.reliability", "--write"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
