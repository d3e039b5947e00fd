"""`mingdu upgrade` from every release kept here: brought on, up and serving; killed in the middle; and back."""

import tarfile
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa

from supervision.core import backup, startup
from supervision.core.backup import Reason
from supervision.core.startup.schema import newest
from tests.support import upgrade
from tests.support.operating import Mingdu
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
