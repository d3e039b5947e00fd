"""A restore that was killed: a process of its own is gone in the midst of it, and nothing cleans up."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from supervision.core import startup
from tests.operating.conftest import one_line
from tests.rules.source import ROOT
from tests.support.operating import Mingdu, Said
from tests.support.share import share
from tests.support.stores import SQLITE, MakeApp

GONE = 137  # how a shell tells of SIGKILL
KILLED = (
    "import importlib, os, sys; from supervision import console; module, name, *words = sys.argv[1:]; "
    f"setattr(importlib.import_module(module), name, lambda *_, **__: os._exit({GONE})); "
    "console.main(words)"
)
STEPS = [
    ("supervision.core.backup.dumping", "load"),  # the files are there
    (
        "supervision.core.backup.restoring",
        "_examine",
    ),  # the database is there, and nobody has looked
    ("supervision.operating.restoring", "note"),  # the trail does not say it yet
]


@pytest.mark.store(other="battery")
@pytest.mark.parametrize("step", share(STEPS, 1), ids=lambda step: step[1])
def test_half_a_restore_is_never_served_and_is_done_again_elsewhere(
    saved: Path,
    keys: Path,
    passphrase: Path,
    restore: Callable[..., Said],
    mingdu: Mingdu,
    make_app: MakeApp,
    store: str,
    new_url: str | None,
    tmp_path: Path,
    step: tuple[str, str],
) -> None:
    """It was served as if it had been verified: neither counts nor trail were looked at."""
    new = tmp_path / "new"
    url = new_url or f"sqlite:///{new / 'supervision.sqlite3'}"
    words = ("backup", "restore", saved, "--keys", keys, "--passphrase-file", passphrase)
    environment = {**os.environ, "SUPERVISION_INSTANCE": str(new), "DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *step, *map(str, words)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == GONE, done.stdout + done.stderr
    with pytest.raises(SystemExit, match="上次恢复没有做完"):
        startup.check(make_app(INSTANCE=str(new), SQLALCHEMY_DATABASE_URI=url))
    for again in (("upgrade",), ("rollback", "--yes"), words):
        refused = mingdu(*again, at=new, url=new_url)
        one_line(refused, "上次恢复没有做完", str(new), "第8节")
    if store == SQLITE:
        back = restore(saved, at=tmp_path / "another")
        assert back.code == 0, back.text
        assert mingdu("audit", "verify", "--records", at=tmp_path / "another").code == 0


def test_a_restore_that_is_refused_leaves_no_mark(
    saved: Path,
    restore: Callable[..., Said],
    mingdu: Mingdu,
    tmp_path: Path,
    passphrase: Path,
    new_url: str | None,
) -> None:
    right = passphrase.read_text("utf-8")
    passphrase.write_text("猜一个口令猜一个口令")
    one_line(restore(saved), "口令不对")
    passphrase.write_text(right)
    back = restore(saved)
    assert back.code == 0, back.text
    assert "已是最新" in mingdu("upgrade", at=tmp_path / "new", url=new_url).text
