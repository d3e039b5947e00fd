"""`mingdu …` as typed at a shell: the same entry point, in this process because a start costs seconds."""

import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.stores import SQLITE

PASSPHRASE = "示例市司法局的一句长口令"


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended."""

    code: int
    text: str


Mingdu = Callable[..., Said]


@pytest.fixture
def mingdu(
    monkeypatch: pytest.MonkeyPatch, instance: Path, database_url: str, store: str
) -> Mingdu:
    """`mingdu("backup", "list")` over this test's folder; `at=` and `url=` say another."""

    def run(*words: str | Path, at: Path | None = None, url: str | None = None) -> Said:
        monkeypatch.setenv("SUPERVISION_INSTANCE", str(at or instance))
        address = url or (database_url if store != SQLITE and at is None else None)
        if address is None:
            monkeypatch.delenv("DATABASE_URL", raising=False)
        else:
            monkeypatch.setenv("DATABASE_URL", address)
        return run_in_process(*map(str, words))

    return run


def run_in_process(*words: str) -> Said:
    """The command's output and exit code; what SystemExit carries is what the shell would show."""
    from supervision import console  # noqa: PLC0415  (who does without pays nothing)

    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        try:
            console.main(words)
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
            if isinstance(end.code, str):
                said.write(end.code + "\n")
    return Said(code, said.getvalue())
