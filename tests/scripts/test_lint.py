"""What reads the code without running it, beside the tests: `mypy` waits for one processor alone."""

import shlex
import subprocess

import pytest

from tests.rules.source import ROOT

LINES = (ROOT / "scripts/lint.sh").read_text("utf-8").splitlines()
CHECKS = [line for line in LINES if line.startswith(".venv/bin/")]


def test_there_are_checks() -> None:
    assert len(CHECKS) >= 4


@pytest.mark.first
@pytest.mark.parametrize("check", CHECKS)
def test_the_code_passes(check: str) -> None:
    done = subprocess.run(shlex.split(check), check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
