"""What is no good backup, no right key or no empty place is refused in one line, and nothing is harmed."""

import errno
import json
import os
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core import backup
from supervision.core.audit import AuditHead
from supervision.core.backup import Pool, making, restoring, site
from supervision.core.backup.site import alone
from supervision.core.startup.holding import serve_from
from tests.operating.conftest import KEYS, one_line
from tests.support.operating import Mingdu, Said
from tests.support.work import Inside


@pytest.mark.parametrize("part", [0.02, 0.5, 0.97])
def test_a_truncated_backup_is_refused(
    saved: Path, mingdu: Mingdu, restore: Callable[..., Said], part: float, tmp_path: Path
) -> None:
    content = saved.read_bytes()
    saved.write_bytes(content[: int(len(content) * part)])
    for done in (mingdu("backup", "verify", saved), restore(saved)):
        one_line(done, saved.name, "截断")
    assert not (tmp_path / "new" / "supervision.sqlite3").exists()


def test_what_is_no_backup_of_ours_is_refused(
    used: Path, restore: Callable[..., Said], tmp_path: Path
) -> None:
    text, book, none = tmp_path / "notes.txt", tmp_path / "letter.docx", tmp_path / "none.mingdu"
    text.write_text("不是备份")
    with zipfile.ZipFile(book, "w") as file:
        file.writestr("word/document.xml", "<w/>")
    one_line(restore(text), "不是明督的备份")
    one_line(restore(book), "不是明督的备份")
    one_line(restore(none), "没有这个备份文件")


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
    one_line(restore(saved), "封印不符")
    _rewrite(saved, {"manifest.json": manifest, "files.json": b"[]"})
    one_line(restore(saved), "files.json", "校验值不符")


def test_a_rotten_file_of_the_pool_fails_verification_and_drill(
    saved: Path, used: Path, mingdu: Mingdu, restore: Callable[..., Said]
) -> None:
    pool = Pool(used / "backups" / "pool")
    pool.path_of(next(iter(pool.names()))).write_bytes(b"rotten")
    assert "1个文件的备份缺失或损坏" in mingdu("backup", "verify").text
    one_line(restore(saved), "1个文件")
    assert "演练未通过" in mingdu("backup", "drill").text


def test_another_offices_backup_is_refused(
    saved: Path, restore: Callable[..., Said], mingdu: Mingdu, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    assert mingdu("upgrade", at=new).code == 0
    for path in new.glob("supervision.sqlite3*"):
        path.unlink()
    other = mingdu("backup", "restore", saved, at=new)
    one_line(other, "另一套密钥")
    one_line(restore(saved), "与导出的不同")


def test_a_wrong_passphrase_and_a_foreign_key_file_are_refused(
    saved: Path, keys: Path, passphrase: Path, mingdu: Mingdu, tmp_path: Path, new_url: str | None
) -> None:
    new = tmp_path / "new"
    passphrase.write_text("猜一个口令猜一个口令")
    words = ("--passphrase-file", passphrase)
    for refused, said in (
        (("backup", "restore", saved, "--keys", keys, *words), "口令不对"),
        (("keys", "import", saved, *words), "不是导出的密钥文件"),
        (("backup", "restore", saved), "里没有密钥"),
    ):
        one_line(mingdu(*refused, at=new, url=new_url), said)
    assert not [path for path in new.iterdir() if path.name in KEYS]


def test_a_short_passphrase_is_refused(used: Path, mingdu: Mingdu, tmp_path: Path) -> None:
    (tmp_path / "short").write_text("123456")
    words = ("--kept-at", "机要室", "--passphrase-file", tmp_path / "short")
    one_line(mingdu("keys", "export", tmp_path / "usb.json", *words), "至少12个字符")


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
    one_line(mingdu("backup", "restore", saved), "已有数据，不能覆盖")
    if store != "sqlite":  # an empty folder, but the database of somebody at work
        refused = mingdu("backup", "restore", saved, at=tmp_path / "new", url=database_url)
        one_line(refused, "已有数据，不能覆盖")
    with serve_from(used):
        one_line(mingdu("backup", "restore", saved), "系统正在运行", "systemctl stop")
    assert mingdu("audit", "verify").code == 0


def test_a_backup_of_a_newer_program_is_refused(
    saved: Path, app: Flask, inside: Inside, mingdu: Mingdu, restore: Callable[..., Said]
) -> None:
    with inside() as own:
        own.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    made = mingdu("backup", "create")
    newer = Path(made.text.split("已备份：")[1].split("（")[0])
    one_line(restore(newer), "9999", "比程序新")


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
    one_line(mingdu("backup", "create"), "磁盘已满", "没有留下半份")
    monkeypatch.undo()
    left = [path for path in (used / "backups").rglob("*") if path.is_file()]
    assert [path.name for path in left] == ["lock"]


@pytest.fixture
def small_disk(used: Path) -> Iterator[Path]:
    """The folder of backups on a disk of its own with room for next to nothing (root's alone to make)."""
    folder = used / "backups"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k,mode=0711", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.store
def test_a_disk_that_is_truly_full_is_said_and_left_clean(small_disk: Path, mingdu: Mingdu) -> None:
    one_line(mingdu("backup", "create"), "磁盘已满", "没有留下半份")
    assert [path.name for path in small_disk.rglob("*") if path.is_file()] == ["lock"]


def test_of_two_backups_at_once_the_second_waits(
    keys: Path, used: Path, mingdu: Mingdu, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guide has its operator make one just as the service, begun, makes its own."""
    with ExitStack() as first:
        first.enter_context(alone(used / "backups" / "lock", ""))
        monkeypatch.setattr(site.time, "sleep", lambda _seconds: first.close())
        done = mingdu("backup", "create")
    assert done.code == 0, done.text


def test_a_backup_that_never_ends_is_said(
    keys: Path, used: Path, mingdu: Mingdu, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "PATIENCE", 0)
    with alone(used / "backups" / "lock", ""):
        one_line(mingdu("backup", "create"), "另一个备份正在进行")


def test_a_restore_that_fails_leaves_the_place_empty(
    saved: Path,
    restore: Callable[..., Said],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(restoring, "faults_of_trail", lambda *_: ["审计链：第3条内容被改动"])
    one_line(restore(saved), "第3条内容被改动")
    monkeypatch.undo()
    back = restore(saved)
    assert back.code == 0, back.text


def test_the_head_of_the_trail_counts(saved: Path, inside: Inside) -> None:
    with inside() as own:
        head = own.get_one(AuditHead, 1).count
    assert backup.open_archive(saved).manifest.events == head - 1  # that it was made comes after


def test_what_is_strange_in_the_folder_of_backups_hides_none_of_ours(
    saved: Path, used: Path, mingdu: Mingdu
) -> None:
    """A manifest, or the note of a drill, without a moment: health, list and the nightly job ended in a traceback."""
    for number, moment in enumerate(("昨天", "2026-11-28T02:30:00", "")):
        manifest = json.loads(backup.open_archive(saved).text)
        strange = json.dumps({**manifest, "made_at": moment}).encode()
        copy = saved.with_name(f"strange-{number}.mingdu")
        shutil.copy(saved, copy)
        _rewrite(copy, {"manifest.json": strange})
        one_line(mingdu("backup", "verify", copy), copy.name, "已损坏")
    (used / "backups" / "drill.json").write_text(
        '{"at": "昨天", "archive": "", "passed": true, "said": []}'
    )
    listed = mingdu("backup", "list")
    assert (listed.code, listed.text.count(".mingdu")) == (0, 1)
    assert "还没有演练过" in mingdu("doctor").text
    done = mingdu("jobs", "run", "backup")
    assert done.code == 0, done.text
