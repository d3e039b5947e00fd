"""`mingdu upgrade` from every release kept here: brought on, up and serving; killed in the middle; and back."""

import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa

from supervision.core import backup, startup
from supervision.core.backup import Reason
from supervision.core.startup.schema import newest
from tests.support import upgrade
from tests.support.operating import PASSPHRASE, Mingdu, Said
from tests.support.stores import dispose, open_instance

RELEASES = sorted(Path(__file__).parent.glob("*.tar.xz"))  # one more lies here with each release


@pytest.fixture(params=RELEASES, ids=lambda path: path.name.removesuffix(".tar.xz"))
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The data folder of an office that has run that release."""
    folder = tmp_path / "released"
    folder.mkdir()
    with tarfile.open(request.param) as archive:
        archive.extractall(folder, filter="data")
    return folder


def _revision(folder: Path) -> str:
    engine = sa.create_engine(f"sqlite:///{folder / 'supervision.sqlite3'}")
    with engine.connect() as connection:
        found = str(connection.scalar(sa.text("SELECT version_num FROM alembic_version")))
    engine.dispose()
    return found


def _rows(folder: Path) -> dict[str, int]:
    engine = sa.create_engine(f"sqlite:///{folder / 'supervision.sqlite3'}")
    with engine.connect() as connection:
        found = upgrade.counts(connection)
    engine.dispose()
    return found


def test_it_is_brought_on_and_back(released: Path, mingdu: Mingdu) -> None:
    was, rows = _revision(released), _rows(released)
    done = mingdu("upgrade", at=released)
    assert done.code == 0, done.text
    assert "升级完成，自检通过" in done.text
    assert _revision(released) == newest()
    told = _rows(released)
    grown = {name for name in rows if told[name] != rows[name]}
    came = {
        "audit_event",
        "instrument_kind",
        "search_entry",
    }  # kinds, and what is found, of a release
    assert grown <= came, grown
    assert all(told[name] >= rows[name] for name in grown)
    assert told["audit_event"] == rows["audit_event"] + 2, "the upgrade, and its rows sealed anew"
    app = open_instance(released)
    startup.check(app)  # or SystemExit
    dispose(app)
    assert mingdu("audit", "verify", at=released).code == 0
    back = mingdu("rollback", "--yes", at=released)
    assert back.code == 0, back.text
    assert (_revision(released), _rows(released)) == (was, rows)


def test_killed_in_the_middle_it_begins_again(
    released: Path, mingdu: Mingdu, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = flask_migrate.upgrade

    def half(**_options: object) -> None:
        real(revision="+2")
        raise SystemExit("killed")

    rows = _rows(released)
    monkeypatch.setattr(flask_migrate, "upgrade", half)
    assert "killed" in mingdu("upgrade", at=released).text
    monkeypatch.undo()
    done = mingdu("upgrade", at=released)
    assert done.code == 0, done.text
    assert "先退回升级前的备份" in done.text
    assert _revision(released) == newest()
    assert _rows(released)["problem"] == rows["problem"]
    made = backup.archives(released / "backups")
    assert {one.manifest.reason for one in made} == {Reason.UPGRADE}


@pytest.fixture
def restore(released: Path, mingdu: Mingdu, tmp_path: Path) -> Callable[[], Said]:
    """Bring the release on, and restore the backup made before that on a new machine."""
    assert mingdu("upgrade", at=released).code == 0
    passphrase, keys = tmp_path / "passphrase", tmp_path / "usb" / "keys.json"
    passphrase.write_text(PASSPHRASE)
    secret = ("--passphrase-file", passphrase)
    assert mingdu("keys", "export", keys, "--kept-at", "机要室", *secret, at=released).code == 0
    before = backup.archives(released / "backups")[0]
    assert before.manifest.revision != newest()
    drilled = mingdu("backup", "drill", before.path, at=released)
    assert drilled.code == 0, drilled.text
    assert "审计链在恢复、升级后核验" in drilled.text
    words = ("backup", "restore", before.path, "--keys", keys, *secret)
    return lambda: mingdu(*words, at=tmp_path / "new")


def test_a_backup_of_a_release_comes_back_onto_the_newer_program(
    released: Path, restore: Callable[[], Said], mingdu: Mingdu, tmp_path: Path
) -> None:
    """Its trail can only be read once its tables are those of today; it must be the one that was saved."""
    back = restore()
    assert back.code == 0, back.text
    assert mingdu("audit", "verify", at=tmp_path / "new").code == 0
    assert _rows(tmp_path / "new")["problem"] == _rows(released)["problem"]
    app = open_instance(tmp_path / "new")
    startup.check(app)  # or SystemExit
    dispose(app)


def test_an_older_trail_that_is_not_the_saved_one_is_refused(
    restore: Callable[[], Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = flask_migrate.upgrade

    def another_trail(**options: object) -> None:
        with closing(sqlite3.connect(tmp_path / "new" / "supervision.sqlite3")) as own:
            own.execute("DROP TRIGGER audit_event_no_UPDATE")
            own.execute("UPDATE audit_event SET label = '别的' WHERE seq = 1")
            own.commit()
        real(**options)

    monkeypatch.setattr(flask_migrate, "upgrade", another_trail)
    refused = restore()
    assert refused.code == 1
    assert "第1条内容被改动" in refused.text.splitlines()[-1]
    monkeypatch.setattr(flask_migrate, "upgrade", real)
    again = restore()
    assert again.code == 0, f"the place was left empty: {again.text}"
