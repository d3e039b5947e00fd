"""`mingdu upgrade` from every release kept here: brought on, up and serving; killed in the middle; and back."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from supervision.core import backup, startup
from supervision.core.backup import Reason
from supervision.core.startup.schema import newest
from supervision.core.version import VERSION
from tests.rules.source import ROOT
from tests.support import postgres, tampering, upgrade
from tests.support.operating import PASSPHRASE, Mingdu, Said
from tests.support.shell import Shell
from tests.support.stores import SQLITE, dispose, open_instance
from tests.upgrade.keep import CHANGELOG, UNRELEASED, dated, keep

RELEASES = sorted(Path(__file__).parent.glob("*.tar.xz"))  # one more lies here with each release
CAME = {
    "audit_event", "fact_list", "row_seal", "installation",  # the trail's rows sealed anew, and by which rules
    "instrument_kind", "search_entry",  # kinds, and what is found, of a release
}  # fmt: skip
HEADS = re.findall(r"^## (.+)（(.+)）$", CHANGELOG.read_text("utf-8"), re.MULTILINE)


@dataclass(frozen=True)
class Office:
    """An office that has run a release: its data folder, and its database where that is no file there."""

    number: str
    folder: Path
    url: str | None
    mingdu: Mingdu

    @property
    def address(self) -> str:
        return self.url or f"sqlite:///{self.folder / 'supervision.sqlite3'}"

    def types(self, *words: str | Path) -> Said:
        """A command of `mingdu` as its operator types it."""
        return self.mingdu(*words, at=self.folder, url=self.url)

    def revision(self) -> str:
        return upgrade.revision(self.address)

    def rows(self) -> dict[str, int]:
        engine = sa.create_engine(self.address)
        with engine.connect() as connection:
            found = upgrade.counts(connection)
        engine.dispose()
        return found

    def starts(self) -> None:
        """The program of today serves it, or SystemExit; and its trail holds."""
        app = open_instance(self.folder, self.address)
        startup.check(app)
        dispose(app)
        verified = self.types("audit", "verify", "--records")
        assert verified.code == 0, verified.text


@pytest.fixture(params=RELEASES, ids=lambda path: path.name.removesuffix(".tar.xz"))
def released(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    mingdu: Mingdu,
    store: str,
    empty_database_url: str,
) -> Office:
    folder = upgrade.unpack(tmp_path / "released", request.param)
    number = request.param.name.removesuffix(".tar.xz")
    if upgrade.revision(f"sqlite:///{folder / 'supervision.sqlite3'}") == newest():
        pytest.skip(f"no migration has come since {number}")
    if store == SQLITE:
        return Office(number, folder, None, mingdu)
    app = open_instance(folder, empty_database_url)
    upgrade.fill_postgres(app, folder)
    dispose(app)
    (folder / "supervision.sqlite3").unlink()
    return Office(number, folder, empty_database_url, mingdu)


@pytest.mark.store(other="battery")
def test_it_is_brought_on_and_back(released: Office) -> None:
    was, rows = released.revision(), released.rows()
    done = released.types("upgrade")
    assert done.code == 0, done.text
    assert "升级完成，自检通过" in done.text
    assert released.revision() == newest()
    told = released.rows()
    grown = {name for name in rows if told[name] != rows[name]}
    assert grown <= CAME, grown
    assert all(told[name] >= rows[name] for name in grown)
    assert told["audit_event"] == rows["audit_event"] + 2, "the upgrade, and its rows sealed anew"
    released.starts()
    assert "已是最新" in released.types("upgrade").text
    back = released.types("rollback", "--yes")
    assert back.code == 0, back.text
    assert (released.revision(), released.rows()) == (was, rows)
    assert f"git checkout v{released.number} " in back.text, "the program that fits this database"
    again = released.types("upgrade")
    assert again.code == 0, again.text
    released.starts()


@pytest.mark.store(other="battery")
def test_killed_in_the_middle_it_begins_again(
    released: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = flask_migrate.upgrade

    def half(**_options: object) -> None:
        real(revision="+2")
        raise SystemExit("killed")

    rows = released.rows()
    monkeypatch.setattr(flask_migrate, "upgrade", half)
    assert "killed" in released.types("upgrade").text
    monkeypatch.undo()
    done = released.types("upgrade")
    assert done.code == 0, done.text
    assert "先退回升级前的备份" in done.text
    assert released.revision() == newest()
    assert released.rows()["problem"] == rows["problem"]
    made = backup.archives(released.folder / "backups")
    assert {one.manifest.reason for one in made} == {Reason.UPGRADE}


@pytest.mark.battery
@pytest.mark.store
def test_a_process_killed_in_the_middle_and_another_beside_it(
    released: Office, clone: Path
) -> None:
    """In a clean clone: one is held in the midst of the migrations, another refused, the first killed."""
    shell, rows = Shell(clone, released.folder, released.url), released.rows()
    with shell.begun("./mingdu", "upgrade") as first:
        assert first.stdout
        for line in first.stdout:
            if line.startswith("升级数据库"):
                break
        time.sleep(0.5)  # the migrations take seconds
        first.send_signal(signal.SIGSTOP)
        assert first.poll() is None, "it was quicker than this test"
        for words in (("upgrade",), ("rollback", "--yes")):
            assert "另一个升级或恢复正在进行" in shell.refused(*words)
        first.kill()
    said = shell.mingdu("upgrade")
    assert "先退回升级前的备份" in said
    assert "升级完成，自检通过" in said
    assert released.revision() == newest()
    assert released.rows()["problem"] == rows["problem"]
    assert "核验通过" in shell.mingdu("audit", "verify", "--records")


@pytest.fixture
def new(released: Office, tmp_path: Path) -> Iterator[Office]:
    """A new machine: an empty folder, and an empty database where it is no file."""
    url = None
    if released.url is not None:
        made = make_url(released.url)
        made = made.set(database=f"{made.database}_new")
        postgres.recreate(made)
        url = made.render_as_string(hide_password=False)
    yield Office(released.number, tmp_path / "new", url, released.mingdu)
    if url is not None:
        postgres.drop(make_url(url))


@pytest.fixture
def restore(released: Office, new: Office, tmp_path: Path) -> Callable[[], Said]:
    """Bring the release on, and restore the backup made before that on a new machine."""
    assert released.types("upgrade").code == 0
    passphrase, keys = tmp_path / "passphrase", tmp_path / "usb" / "keys.json"
    passphrase.write_text(PASSPHRASE)
    secret = ("--passphrase-file", passphrase)
    assert released.types("keys", "export", keys, "--kept-at", "机要室", *secret).code == 0
    before = backup.archives(released.folder / "backups")[0]
    assert before.manifest.revision != newest()
    drilled = released.types("backup", "drill", before.path)
    assert drilled.code == 0, drilled.text
    assert "审计链在恢复、升级后核验" in drilled.text
    return lambda: new.types("backup", "restore", before.path, "--keys", keys, *secret)


@pytest.mark.store(other="battery")
def test_a_backup_of_a_release_comes_back_onto_the_newer_program(
    released: Office, restore: Callable[[], Said], new: Office
) -> None:
    """Its trail can only be read once its tables are those of today; it must be the one that was saved."""
    back = restore()
    assert back.code == 0, back.text
    assert new.rows()["problem"] == released.rows()["problem"]
    new.starts()


@pytest.mark.store(other="battery")
def test_an_older_trail_that_is_not_the_saved_one_is_refused(
    restore: Callable[[], Said], new: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = flask_migrate.upgrade

    def another_trail(**options: object) -> None:
        engine = sa.create_engine(new.address)
        with engine.begin() as connection:
            tampering.disarm(connection)
            connection.exec_driver_sql("UPDATE audit_event SET label = '别的' WHERE seq = 1")
        engine.dispose()
        real(**options)

    monkeypatch.setattr(flask_migrate, "upgrade", another_trail)
    refused = restore()
    assert refused.code == 1
    assert "第1条内容被改动" in refused.text.splitlines()[-1]
    monkeypatch.setattr(flask_migrate, "upgrade", real)
    again = restore()
    assert again.code == 0, f"the place was left empty: {again.text}"


COMMITS = {"0.1.0": "4dac2c5"}  # where a clone may lack the tag
ANSWERS = "from app import app; print(app.test_client().get('/accounts/sign-in').status_code)"


@pytest.mark.battery
@pytest.mark.store
def test_the_program_it_is_sent_back_to_serves_it(released: Office, tmp_path: Path) -> None:
    """As its operator does it: upgrade, rollback, the release's own program put back in place."""
    assert released.types("upgrade").code == 0
    assert released.types("rollback", "--yes").code == 0
    program = tmp_path / "program"
    program.mkdir()
    release = COMMITS.get(released.number, f"v{released.number}")
    packed = subprocess.run(["git", "archive", release], cwd=ROOT, capture_output=True, check=True)
    subprocess.run(["tar", "x"], cwd=program, input=packed.stdout, check=True)
    settings = {"SUPERVISION_INSTANCE": str(released.folder), "DATABASE_URL": released.address}
    for command, said in (
        (["-m", "flask", "--app", "app", "audit", "verify"], "核验通过"),
        (["-c", ANSWERS], "200"),
    ):
        done = subprocess.run(
            [sys.executable, *command], cwd=program, env={**os.environ, **settings},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert said in done.stdout, done.stdout + done.stderr


def test_what_has_its_day_in_the_changelog_is_kept_here_and_nothing_else() -> None:
    """What an office may come from: a number is kept and dated in one step when it is released."""
    assert HEADS[0][0] == VERSION
    days = {number: day for number, day in HEADS if day != UNRELEASED}
    assert set(days) == {path.name.removesuffix(".tar.xz") for path in RELEASES}
    assert set(days) >= {number for number, _ in HEADS[1:]}, "only the number on top may wait"
    assert list(days.values()) == sorted(days.values(), reverse=True)
    assert all(date.fromisoformat(day) for day in days.values())


def test_a_released_number_gets_no_further_migration(tmp_path: Path) -> None:
    """Two programs would bear one number, and the way back would lead to the wrong one."""
    for path in RELEASES:
        if path.name == f"{VERSION}.tar.xz":
            folder = upgrade.unpack(tmp_path / "released", path)
            assert upgrade.revision(f"sqlite:///{folder / 'supervision.sqlite3'}") == newest()


def test_each_tag_is_at_a_program_of_its_number() -> None:
    """`mingdu rollback` sends there; where a clone was made without tags there is nothing to ask."""
    tags = _git("tag", "--list", "v*").split()
    stated = {tag: _git("show", f"{tag}:pyproject.toml") for tag in tags}
    assert [tag for tag, text in stated.items() if f'version = "{tag[1:]}"' not in text] == []
    past = {f"v{number}" for number, _ in HEADS[1:]}
    assert not tags or past <= set(tags)


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout


def test_a_release_is_dated_once() -> None:
    text = f"# 更新记录\n\n## {VERSION}（{UNRELEASED}）\n\n- 甲\n"
    told = dated(text, date(2026, 11, 28))
    assert told == f"# 更新记录\n\n## {VERSION}（2026-11-28）\n\n- 甲\n"
    with pytest.raises(ValueError, match=UNRELEASED):
        dated(told, date(2026, 11, 29))


@pytest.mark.battery
def test_what_a_release_keeps_of_itself_can_be_served(tmp_path: Path) -> None:
    keep(tmp_path / "kept.tar.xz")
    folder = upgrade.unpack(tmp_path / "kept", tmp_path / "kept.tar.xz")
    app = open_instance(folder)
    assert startup.check(app) == []
    dispose(app)
