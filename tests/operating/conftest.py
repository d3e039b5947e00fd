"""An office that is backed up: its files, its exported keys, a backup, and a new machine to restore on."""

import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from supervision.core import startup
from supervision.core.files.store import save_bytes
from tests.make import people
from tests.operating.guide import FOLDERS, GUIDE, SETTINGS, Follow
from tests.support.operating import PASSPHRASE, Mingdu, Said, run_in_process
from tests.support.stores import SQLITE, dispose
from tests.support.work import Inside

CONTENTS = (b"%PDF-1.4 one", b"%PDF-1.4 two", b"%PDF-1.4 one")  # two of three are the same
KEYS = ("secret_key", "audit_key", "identity_key")


@pytest.fixture
def used(app: Flask, bureau: None, inside: Inside, instance: Path) -> Iterator[Path]:
    """An office with three attached files, whose keys the database knows."""
    with inside():
        for content in CONTENTS:
            kept = save_bytes(
                "证据.pdf", "application/pdf", content, actor=people.principal("handler")
            )
            kept.attached = True
    startup.check(app)
    yield instance
    dispose(app)


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase"
    path.write_text(PASSPHRASE + "\n", encoding="utf-8")
    return path


@pytest.fixture
def keys(used: Path, mingdu: Mingdu, passphrase: Path, tmp_path: Path) -> Path:
    """The office's keys as exported at set-up."""
    path = tmp_path / "usb" / "keys.json"
    done = mingdu("keys", "export", path, "--kept-at", "机要室", "--passphrase-file", passphrase)
    assert done.code == 0, done.text
    return path


@pytest.fixture
def saved(used: Path, keys: Path, mingdu: Mingdu) -> Path:
    """A backup made by hand."""
    return create(mingdu)


@pytest.fixture
def new_url(store: str, empty_database_url: str) -> str | None:
    """The empty database of a new machine; None where it comes to be in its folder."""
    return empty_database_url if store != SQLITE else None


@pytest.fixture
def restore(
    mingdu: Mingdu, keys: Path, passphrase: Path, tmp_path: Path, new_url: str | None
) -> Callable[..., Said]:
    """Restore an archive on a new machine: an empty folder, an empty database, the exported keys."""

    def run(archive: Path, *, at: Path | None = None) -> Said:
        words = ("backup", "restore", archive, "--keys", keys, "--passphrase-file", passphrase)
        return mingdu(*words, at=at or tmp_path / "new", url=new_url)

    return run


def create(mingdu: Mingdu, *words: str) -> Path:
    done = mingdu("backup", "create", *words)
    assert done.code == 0, done.text
    return Path(done.text.split("已备份：")[1].split("（")[0])


def one_line(done: Said, *parts: str) -> None:
    assert done.code == 1, done.text
    assert done.text.count("\n") == 1, done.text
    for part in parts:
        assert part in done.text


@pytest.fixture
def follow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Follow:
    """Do one line of the guide in a root of our own; None for what needs a whole machine."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("SUPERVISION_INSTANCE", raising=False)
    (tmp_path / "passphrase").write_text(PASSPHRASE)

    def here(text: str) -> str:
        for folder in FOLDERS:
            text = text.replace(folder, f"{tmp_path}{folder}")
        return text

    found = SETTINGS.search(GUIDE)
    assert found
    for setting in here(found[1]).split():
        monkeypatch.setenv(*setting.split("=", 1))

    def do(line: str) -> Said | None:
        newest = max((tmp_path / "var/backups/mingdu").glob("*.mingdu"), default=Path("none"))
        words = shlex.split(here(line.replace("<备份文件名>", newest.name)))
        if words[0] == "mv":
            shutil.move(words[1], words[2])
        elif words[0] == "install":
            for folder in words[words.index("-m") + 2 :] if "-m" in words else []:
                Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        elif words[0] == "mingdu":
            asks = words[1] == "keys" or "--keys" in words
            more = ["--passphrase-file", str(tmp_path / "passphrase")] if asks else []
            return run_in_process(*words[1:], *more)
        return None

    return do
