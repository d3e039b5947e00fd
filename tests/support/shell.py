"""A shell in a clean clone: processes of their own, as whoever keeps the machine running starts them."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.rules.source import ROOT


class Shell:
    """A shell in the clone, with the settings of one installation."""

    def __init__(self, clone: Path, instance: Path, url: str | None) -> None:
        self.clone = clone
        given = {"SUPERVISION_INSTANCE": str(instance), "MINGDU_ENV": "/nonexistent", "DEMO": "0"}
        self.environment = {**os.environ, **given}
        self.environment.pop("DATABASE_URL", None)
        if url is not None:
            self.environment["DATABASE_URL"] = url

    def mingdu(self, *words: str | Path, code: int = 0) -> str:
        """What it says; it ends with `code` and without a traceback."""
        said, _ = (process := self.begun("./mingdu", *words)).communicate()
        assert process.returncode == code, f"{words}: {said}"
        assert "Traceback" not in said, said
        return said

    def refused(self, *words: str | Path) -> str:
        """The one line of its refusal."""
        said = self.mingdu(*words, code=1)
        assert said.count("\n") == 1, said
        return said

    def begun(self, *command: str | Path) -> subprocess.Popen[str]:
        """A process that has only begun; all it says can be read."""
        return subprocess.Popen(
            command, cwd=self.clone, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What is committed, without anything of this folder but the installed packages."""
    place = tmp_path / "the clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, place], check=True)
    (place / ".venv").symlink_to(ROOT / ".venv")
    (place / ".fonts").symlink_to(ROOT / ".fonts")
    return place
