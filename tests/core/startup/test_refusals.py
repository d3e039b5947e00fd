"""What must not be served is refused in one Chinese sentence with the way out; nothing is made anew silently."""

import datetime as dt
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core import clock as office_clock
from supervision.core import installation, startup
from supervision.core.audit import AuditHead
from tests.make import people
from tests.rules.source import ROOT
from tests.support.operating import Mingdu
from tests.support.postgres import free_port
from tests.support.stores import POSTGRES, SQLITE, MakeApp, dispose
from tests.support.work import Inside

DATABASE = "supervision.sqlite3"


@pytest.fixture
def used(app: Flask, bureau: None, instance: Path) -> Iterator[Path]:
    """A folder in which people have worked; nobody holds its database open."""
    startup.check(app)
    dispose(app)
    yield instance
    dispose(app)


def _gone(folder: Path) -> None:
    for path in folder.glob(f"{DATABASE}*"):
        path.unlink()


def _empty(folder: Path) -> None:
    _gone(folder)
    (folder / DATABASE).touch()


def _without_tables(folder: Path) -> None:
    _gone(folder)
    other = sqlite3.connect(folder / DATABASE)
    other.execute("PRAGMA journal_mode=WAL")
    other.close()


def _something_else(folder: Path) -> None:
    _gone(folder)
    (folder / DATABASE).write_bytes(b"PK\x03\x04 a spreadsheet, perhaps" * 40)


def _torn(folder: Path) -> None:
    content = (folder / DATABASE).read_bytes()
    (folder / DATABASE).write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


def _revision(value: str) -> Callable[[Path, str], None]:
    def change(_folder: Path, url: str) -> None:
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            stands = sa.table("alembic_version", sa.column("version_num"))
            connection.execute(sa.update(stands).values(version_num=value))
        engine.dispose()

    return change


def _another_key(name: str) -> Callable[[Path, str], object]:
    return lambda folder, _url: (folder / name).write_text("0123456789abcdef" * 4)


def _half_upgraded(folder: Path, _url: str) -> None:
    (folder / "upgrading.json").write_text("{}")


FAULTS_OF_THE_FILE: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "gone": (_gone, "数据库不见了", "backup restore"),
    "empty": (_empty, "数据库不见了", "backup restore"),
    "no tables": (_without_tables, "数据库是空的", "backup restore"),
    "not a database": (_something_else, "不是 SQLite 数据库", "backup restore"),
    "torn": (_torn, "数据库已损坏", "backup restore"),
}
FAULTS: dict[str, tuple[Callable[[Path, str], object], str, str]] = {
    "older": (_revision("0002"), "旧", "mingdu upgrade"),
    "newer": (_revision("9999"), "新", "mingdu rollback"),
    "half upgraded": (_half_upgraded, "没有做完", "mingdu rollback"),
    "foreign audit key": (_another_key("audit_key"), "audit_key 不是这个数据库的", "keys import"),
    "foreign identity key": (_another_key("identity_key"), "identity_key", "keys import"),
    "foreign session key": (_another_key("secret_key"), "secret_key", "keys import"),
}
KEYLESS: dict[str, tuple[Callable[[Path], object], str]] = {
    "gone": (Path.unlink, "不见了"),
    "empty": (lambda path: path.write_text(""), "空的或不完整"),
    "cut": (lambda path: path.write_text(path.read_text()[:20]), "空的或不完整"),
    "not text": (lambda path: path.write_bytes(b"\x00\xff" * 32), "空的或不完整"),
}


@pytest.mark.parametrize("fault", FAULTS_OF_THE_FILE)
def test_a_harmed_file_is_refused_with_one_sentence_and_the_way_out(
    make_app: MakeApp, used: Path, fault: str
) -> None:
    harm, said, way_out = FAULTS_OF_THE_FILE[fault]
    harm(used)
    _refused(make_app(), said, way_out)


@pytest.mark.store
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_refused_on_either_store(
    make_app: MakeApp, used: Path, database_url: str, fault: str
) -> None:
    harm, said, way_out = FAULTS[fault]
    harm(used, database_url)
    _refused(make_app(), said, way_out)


def _refused(app: Flask, said: str, way_out: str) -> None:
    with pytest.raises(SystemExit) as refusal:
        startup.check(app)
    sentence = str(refusal.value)
    assert said in sentence
    assert way_out in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("name", ["secret_key", "audit_key", "identity_key"])
@pytest.mark.parametrize("fault", KEYLESS)
def test_no_key_is_made_in_place_of_a_lost_one(
    make_app: MakeApp, used: Path, fault: str, name: str
) -> None:
    harm, said = KEYLESS[fault]
    harm(used / name)
    with pytest.raises(SystemExit, match=said) as refusal:
        make_app()
    assert "keys import" in str(refusal.value)
    assert not (used / name).exists() or (used / name).stat().st_size < 65


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, make_app: MakeApp) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit, match="不能写入") as refusal:
        make_app(INSTANCE=str(tmp_path / "file" / "data"))
    assert "SUPERVISION_INSTANCE" in str(refusal.value)


@pytest.mark.store
def test_a_used_folder_starts_without_a_word(app: Flask, used: Path) -> None:
    assert startup.check(app) == []


@pytest.mark.store
def test_an_emptied_database_is_refused_on_either_store(
    make_app: MakeApp, used: Path, empty_database_url: str
) -> None:
    with pytest.raises(SystemExit, match=r"数据库(是空的|不见了)"):
        startup.check(make_app(SQLALCHEMY_DATABASE_URI=empty_database_url))


ON_SERVER = pytest.mark.parametrize(
    "store", [pytest.param(POSTGRES, marks=pytest.mark.postgres)], indirect=True
)


@ON_SERVER
def test_a_database_gone_from_its_server_is_refused(
    make_app: MakeApp, used: Path, database_url: str, tmp_path: Path, mingdu: Mingdu
) -> None:
    gone = sa.make_url(database_url).set(database="mingdu_gone")
    address = gone.render_as_string(hide_password=False)
    _refused(make_app(SQLALCHEMY_DATABASE_URI=address), "数据库不见了", "backup restore")
    upgrading = mingdu("upgrade", url=address)
    assert (upgrading.code, upgrading.text.count("\n")) == (1, 1), upgrading.text
    assert "数据库不见了" in upgrading.text
    new = make_app(SQLALCHEMY_DATABASE_URI=address, INSTANCE=str(tmp_path / "new"))
    _refused(new, "服务器上没有数据库“mingdu_gone”", "第2节建一个空库")


@ON_SERVER
def test_a_server_that_lets_nobody_in_is_said_with_what_to_look_at(
    make_app: MakeApp, used: Path, database_url: str
) -> None:
    stranger = sa.make_url(database_url).set(username="nobody_there", password="a-secret")
    address = stranger.render_as_string(hide_password=False)
    _refused(make_app(SQLALCHEMY_DATABASE_URI=address), "数据库不能用", "DATABASE_URL")


@pytest.mark.store
def test_a_clock_earlier_than_the_last_act_is_refused_unless_explained(
    app: Flask, used: Path, inside: Inside, clock: Callable[[str], None]
) -> None:
    clock("2020-02-03 09:00")  # years before the bureau was founded in this test
    with pytest.raises(SystemExit, match="早于最近一次操作") as refusal:
        startup.check(app)
    assert "accept clock" in str(refusal.value)
    with inside() as own:
        installation.put(own, installation.CLOCK_ACCEPTED, str(10**6))
    assert startup.check(app) == []


@pytest.mark.store
def test_what_was_entered_late_hides_no_act_of_today(
    app: Flask, used: Path, inside: Inside, clock: Callable[[str], None]
) -> None:
    """The last event is of the day it tells of: neither does it hold anybody up, nor is it the newest."""
    with office_clock.reliving(dt.date(2019, 3, 4)), inside():
        people.body("补录市")
    assert startup.check(app) == []
    clock("2020-02-03 09:00")
    with pytest.raises(SystemExit, match="早于最近一次操作"):
        startup.check(app)


def test_what_the_demonstration_wrote_of_later_days_holds_nobody_up(
    app: Flask, inside: Inside
) -> None:
    later = office_clock.today() + dt.timedelta(days=400)
    with office_clock.reliving(later), inside():
        people.body()
    with inside() as own:
        last = own.get_one(AuditHead, 1).count
        installation.put(own, installation.DEMONSTRATION, str(last))
    assert startup.check(app) == []


def test_an_older_database_put_in_place_is_told_by_the_anchor(
    app: Flask, make_app: MakeApp, inside: Inside, used: Path, tmp_path: Path
) -> None:
    kept = Path(shutil.copy(used / DATABASE, tmp_path / "kept"))
    with inside():
        people.body("新示例市")
    dispose(app)
    _gone(used)
    shutil.copy(kept, used / DATABASE)
    with pytest.raises(SystemExit, match="比审计锚定旧") as refusal:
        startup.check(make_app())
    assert "accept anchor" in str(refusal.value)


def test_a_low_disk_and_a_long_gap_only_warn(
    app: Flask, used: Path, clock: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    room = shutil.disk_usage(used)._replace(free=300 * 1024**2)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: room)
    clock("2099-02-03 09:00")
    disk, gap = startup.check(app)
    assert "只剩 300 MB" in disk
    assert "天" in gap


@pytest.mark.parametrize(
    "command",
    [
        ["app.py"],
        ["-m", "gunicorn", "app:app", "--bind", "127.0.0.1:{port}"],
        ["-m", "flask", "--app", "app", "db", "upgrade"],
        ["scripts/migrate.py"],
    ],
    ids=["make run", "gunicorn", "db upgrade", "make setup"],
)
def test_each_way_to_start_says_it_on_the_console_without_a_traceback(
    used: Path, store: str, empty_database_url: str, command: list[str]
) -> None:
    """The file is gone, or another database stands where the office's stood."""
    given = [part.format(port=free_port()) for part in command]
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = {**inherited, "SUPERVISION_INSTANCE": str(used), "PORT": str(free_port())}
    if store == SQLITE:
        _gone(used)
    else:
        environment["DATABASE_URL"] = empty_database_url
    done = subprocess.run(
        [sys.executable, *given],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    told = "数据库不见了" if store == SQLITE else "数据库是空的"
    said = [line for line in (done.stdout + done.stderr).splitlines() if told in line]
    assert done.returncode != 0
    assert len(said) == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not (used / DATABASE).exists()
