"""Backup, verify, drill and restore as an operator types them, on both stores, and with every bad input."""

import errno
import os
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core import backup, startup
from supervision.core.audit import AuditEvent, AuditHead
from supervision.core.backup import Pool, restoring
from supervision.core.backup.site import alone
from supervision.core.db import session
from supervision.core.files import StoredFile
from supervision.core.files.store import path_of, save_bytes
from supervision.core.startup.holding import serve_from
from tests.make import people
from tests.support.operating import PASSPHRASE, Mingdu, Said
from tests.support.stores import MakeApp, dispose
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
    return _create(mingdu)


@pytest.fixture
def restore(
    mingdu: Mingdu,
    keys: Path,
    passphrase: Path,
    tmp_path: Path,
    empty_database_url: str,
    store: str,
) -> Callable[..., Said]:
    """Restore an archive on a new machine: an empty folder, an empty database, the exported keys."""

    def run(archive: Path, *, at: Path | None = None) -> Said:
        words = ("backup", "restore", archive, "--keys", keys, "--passphrase-file", passphrase)
        url = empty_database_url if store != "sqlite" else None
        return mingdu(*words, at=at or tmp_path / "new", url=url)

    return run


def _create(mingdu: Mingdu, *words: str) -> Path:
    done = mingdu("backup", "create", *words)
    assert done.code == 0, done.text
    return Path(done.text.split("已备份：")[1].split("（")[0])


def _one_line(done: Said, *parts: str) -> None:
    assert done.code == 1, done.text
    assert done.text.count("\n") == 1, done.text
    for part in parts:
        assert part in done.text


@pytest.mark.store
def test_what_was_saved_comes_back_elsewhere_and_says_so_on_the_trail(
    saved: Path,
    mingdu: Mingdu,
    restore: Callable[..., Said],
    make_app: MakeApp,
    tmp_path: Path,
    store: str,
    empty_database_url: str,
) -> None:
    assert mingdu("backup", "verify").code == 0
    drilled = mingdu("backup", "drill")
    assert drilled.code == 0, drilled.text
    assert "演练通过" in drilled.text
    assert "最近一次演练" in mingdu("backup", "list").text
    back = restore(saved)
    assert back.code == 0, back.text
    new = tmp_path / "new"
    url = empty_database_url if store != "sqlite" else f"sqlite:///{new / 'supervision.sqlite3'}"
    app = make_app(INSTANCE=str(new), SQLALCHEMY_DATABASE_URI=url)
    assert startup.check(app) == []
    with app.app_context():
        assert sorted(
            path_of(one).read_bytes() for one in session.scalars(sa.select(StoredFile))
        ) == (sorted(CONTENTS))
        last = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
        assert last.action == "backup.restore"
        assert saved.name in last.label
        session.remove()
    verified = mingdu("audit", "verify", at=new, url=url if store != "sqlite" else None)
    assert verified.code == 0, verified.text


@pytest.mark.store
def test_a_backup_made_while_others_write_is_of_one_moment(
    saved: Path, app: Flask, inside: Inside, mingdu: Mingdu
) -> None:
    over, written = threading.Event(), []

    def write() -> None:
        while not over.is_set():
            with inside():
                content = os.urandom(40)
                actor = people.principal("handler")
                save_bytes("证据.pdf", "application/pdf", content, actor=actor).attached = True
                people.unit(f"示例市第{len(written)}局", by=actor)
            written.append(content)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while not written:
            over.wait(0.01)
        paths = [_create(mingdu) for _ in range(2)]
        count = len(written)
        while len(written) == count:
            over.wait(0.01)
    finally:
        over.set()
        writer.join()
    for path in paths:
        found = backup.open_archive(path)
        files = found.kept_files()
        assert found.manifest.counts["stored_file"] == len(files) > len(CONTENTS)
        drilled = mingdu("backup", "drill", path.name)
        assert drilled.code == 0, drilled.text


def test_contents_are_copied_once_and_shared_by_all_backups(
    saved: Path, mingdu: Mingdu, used: Path
) -> None:
    pool = Pool(used / "backups" / "pool")
    assert len(list(pool.names())) == 2
    again = mingdu("backup", "create")
    assert "新增文件0个" in again.text
    assert len(list(pool.names())) == 2


def test_no_key_is_in_a_backup_nor_beside_it(saved: Path, used: Path, mingdu: Mingdu) -> None:
    whole = _create(mingdu, "--whole")
    secrets = [(used / name).read_bytes() for name in KEYS]
    for path in (saved, whole):
        with zipfile.ZipFile(path) as book:
            content = b"".join(book.read(name) for name in book.namelist())
        assert not [secret for secret in secrets if secret in content]
    for place in (used / "keys.json", used / "backups" / "keys.json"):
        refused = mingdu("keys", "export", place, "--kept-at", "这里")
        assert refused.code == 1
        assert not place.exists()


def test_a_whole_backup_needs_nothing_beside_it(
    saved: Path, mingdu: Mingdu, restore: Callable[..., Said], used: Path, tmp_path: Path
) -> None:
    path = tmp_path / "disk" / "office.mingdu"
    assert mingdu("backup", "create", "--to", path).code == 0
    shutil.rmtree(used / "backups")
    assert mingdu("backup", "verify", path).code == 0
    back = restore(path)
    assert back.code == 0, back.text
    assert len([one for one in (tmp_path / "new" / "files").rglob("*") if one.is_file()]) == 3


def test_a_missing_file_is_told_and_the_rest_is_saved(
    keys: Path, used: Path, mingdu: Mingdu, inside: Inside, restore: Callable[..., Said]
) -> None:
    with inside() as own:
        path_of(own.scalars(sa.select(StoredFile).where(StoredFile.id == 2)).one()).unlink()
    made = mingdu("backup", "create")
    assert made.code == 1
    assert "缺失或损坏" in made.text
    (path,) = (used / "backups").glob("*.mingdu")
    back = restore(path)
    assert back.code == 0, back.text
    assert "不能恢复" in back.text


@pytest.mark.parametrize("part", [0.02, 0.5, 0.97])
def test_a_truncated_backup_is_refused(
    saved: Path, mingdu: Mingdu, restore: Callable[..., Said], part: float, tmp_path: Path
) -> None:
    content = saved.read_bytes()
    saved.write_bytes(content[: int(len(content) * part)])
    for done in (mingdu("backup", "verify", saved), restore(saved)):
        _one_line(done, saved.name, "截断")
    assert not (tmp_path / "new" / "supervision.sqlite3").exists()


def test_what_is_no_backup_of_ours_is_refused(
    used: Path, restore: Callable[..., Said], tmp_path: Path
) -> None:
    text, book, none = tmp_path / "notes.txt", tmp_path / "letter.docx", tmp_path / "none.mingdu"
    text.write_text("不是备份")
    with zipfile.ZipFile(book, "w") as file:
        file.writestr("word/document.xml", "<w/>")
    _one_line(restore(text), "不是明督的备份")
    _one_line(restore(book), "不是明督的备份")
    _one_line(restore(none), "没有这个备份文件")


def _rewrite(path: Path, changed: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path) as book:
        members = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, content in {**members, **changed}.items():
            book.writestr(name, content)


def test_an_altered_backup_is_refused(
    saved: Path, mingdu: Mingdu, restore: Callable[..., Said]
) -> None:
    manifest = backup.open_archive(saved).text
    _rewrite(saved, {"manifest.json": manifest.replace(b'"events": ', b'"events": 1')})
    assert "封印不符" in mingdu("backup", "verify", saved).text
    _one_line(restore(saved), "封印不符")
    _rewrite(saved, {"manifest.json": manifest, "files.json": b"[]"})
    _one_line(restore(saved), "files.json", "校验值不符")


def test_a_rotten_file_of_the_pool_fails_verification_and_drill(
    saved: Path, used: Path, mingdu: Mingdu, restore: Callable[..., Said]
) -> None:
    pool = Pool(used / "backups" / "pool")
    pool.path_of(next(iter(pool.names()))).write_bytes(b"rotten")
    assert "1个文件的备份缺失或损坏" in mingdu("backup", "verify").text
    assert "演练未通过" in mingdu("backup", "drill").text
    _one_line(restore(saved), "1个文件")


def test_another_offices_backup_is_refused(
    saved: Path, restore: Callable[..., Said], mingdu: Mingdu, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    assert mingdu("upgrade", at=new).code == 0
    for path in new.glob("supervision.sqlite3*"):
        path.unlink()
    other = mingdu("backup", "restore", saved, at=new)
    _one_line(other, "另一套密钥")
    _one_line(restore(saved), "与导出的不同")


def test_a_wrong_passphrase_and_a_foreign_key_file_are_refused(
    saved: Path, keys: Path, passphrase: Path, mingdu: Mingdu, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    passphrase.write_text("猜一个口令猜一个口令")
    words = ("--passphrase-file", passphrase)
    _one_line(mingdu("backup", "restore", saved, "--keys", keys, *words, at=new), "口令不对")
    _one_line(mingdu("keys", "import", saved, *words, at=new), "不是导出的密钥文件")
    _one_line(mingdu("backup", "restore", saved, at=new), "里没有密钥", "--keys")
    assert not [path for path in new.iterdir() if path.name in KEYS]


def test_a_short_passphrase_is_refused(used: Path, mingdu: Mingdu, tmp_path: Path) -> None:
    (tmp_path / "short").write_text("123456")
    words = ("--kept-at", "机要室", "--passphrase-file", tmp_path / "short")
    _one_line(mingdu("keys", "export", tmp_path / "usb.json", *words), "至少12个字符")


def test_lost_keys_come_back_from_their_export(
    saved: Path, keys: Path, passphrase: Path, used: Path, mingdu: Mingdu
) -> None:
    was = {name: (used / name).read_text() for name in KEYS}
    (used / "audit_key").unlink()
    (used / "identity_key").write_text("")
    (used / "secret_key").write_text(was["secret_key"][:9])
    assert mingdu("audit", "verify").code == 1
    done = mingdu("keys", "import", keys, "--passphrase-file", passphrase)
    assert done.code == 0, done.text
    assert {name: (used / name).read_text() for name in KEYS} == was
    assert mingdu("audit", "verify").code == 0


@pytest.mark.store
def test_a_living_place_is_never_restored_over(
    saved: Path, mingdu: Mingdu, used: Path, database_url: str, tmp_path: Path, store: str
) -> None:
    _one_line(mingdu("backup", "restore", saved), "已有数据，不能覆盖")
    if store != "sqlite":  # an empty folder, but the database of somebody at work
        refused = mingdu("backup", "restore", saved, at=tmp_path / "new", url=database_url)
        _one_line(refused, "已有数据，不能覆盖")
    with serve_from(used):
        _one_line(mingdu("backup", "restore", saved), "系统正在运行", "systemctl stop")
    assert mingdu("audit", "verify").code == 0


def test_a_backup_of_a_newer_program_is_refused(
    saved: Path, app: Flask, inside: Inside, mingdu: Mingdu, restore: Callable[..., Said]
) -> None:
    with inside() as own:
        own.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    made = mingdu("backup", "create")
    newer = Path(made.text.split("已备份：")[1].split("（")[0])
    _one_line(restore(newer), "9999", "比程序新")


def test_side_files_of_another_database_are_not_replayed_into_the_restored_one(
    saved: Path, restore: Callable[..., Said], used: Path, mingdu: Mingdu, tmp_path: Path
) -> None:
    """Finding 1 of the reliability report: the old -wal made the restored database malformed."""
    new = tmp_path / "new"
    new.mkdir()
    other = sqlite3.connect(tmp_path / "other.sqlite3")
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("CREATE TABLE x (y)")
    other.executemany("INSERT INTO x VALUES (?)", [("z" * 500,)] * 500)
    other.commit()
    for side in ("-wal", "-shm"):
        shutil.copy(f"{tmp_path / 'other.sqlite3'}{side}", f"{new / 'supervision.sqlite3'}{side}")
    other.close()
    back = restore(saved)
    assert back.code == 0, back.text
    assert mingdu("audit", "verify", at=new).code == 0


def test_a_full_disk_leaves_no_half_of_a_backup(
    keys: Path, used: Path, mingdu: Mingdu, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", no_room)
    _one_line(mingdu("backup", "create"), "磁盘已满", "没有留下半份")
    monkeypatch.undo()
    left = [path for path in (used / "backups").rglob("*") if path.is_file()]
    assert [path.name for path in left] == ["lock"]


def test_two_backups_at_once(keys: Path, used: Path, mingdu: Mingdu) -> None:
    with alone(used / "backups" / "lock", ""):
        _one_line(mingdu("backup", "create"), "另一个备份正在进行")


def test_a_restore_that_fails_leaves_the_place_empty(
    saved: Path,
    restore: Callable[..., Said],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(restoring, "faults_of_trail", lambda *_: ["审计链：第3条内容被改动"])
    _one_line(restore(saved), "第3条内容被改动")
    monkeypatch.undo()
    back = restore(saved)
    assert back.code == 0, back.text


def test_the_head_of_the_trail_counts(saved: Path, inside: Inside) -> None:
    with inside() as own:
        head = own.get_one(AuditHead, 1).count
    assert backup.open_archive(saved).manifest.events == head - 1  # that it was made comes after
