"""Backup, verify, drill and restore as an operator types them, on both stores."""

import os
import shutil
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core import backup, startup
from supervision.core.audit import AuditEvent
from supervision.core.backup import Pool
from supervision.core.db import session
from supervision.core.files import StoredFile
from supervision.core.files.store import path_of, save_bytes
from tests.make import people
from tests.operating.conftest import CONTENTS, KEYS, create
from tests.support.operating import Mingdu, Said
from tests.support.stores import MakeApp
from tests.support.work import Inside


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
        paths = [create(mingdu) for _ in range(2)]
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
    whole = create(mingdu, "--whole")
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


def test_settings_that_the_new_machine_lacks_are_said_after_the_restore(
    keys: Path, mingdu: Mingdu, restore: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were saved with each backup, and nothing ever showed them to whoever had to set them again."""
    monkeypatch.setenv("PUBLIC_URL", "https://mingdu.example.cn")
    monkeypatch.setenv("SMTP_HOST", "mail.example.cn")
    saved = create(mingdu)
    monkeypatch.delenv("SMTP_HOST")
    back = restore(saved)
    assert back.code == 0, back.text
    (told,) = [line for line in back.text.splitlines() if "SMTP_HOST" in line]
    assert "SMTP_HOST=mail.example.cn" in told
    assert "/etc/mingdu.env" in told
    assert "PUBLIC_URL" not in back.text, "that one is the same here"


def test_what_is_said_of_settings_may_be_written_back_as_it_stands(
    keys: Path, mingdu: Mingdu, restore: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    """HTTPS=True was said, which switches it off; of the certificate, and of the file with the anchors, nothing."""
    given = {
        "HTTPS": "1",
        "WEBHOOK_HOSTS": "robot.example.cn,qyapi.weixin.qq.com",
        "ANCHOR_DIR": str(keys.parent / "anchors"),
        "CERTIFICATE": "/etc/mingdu/seal.p12",
        "CERTIFICATE_PASSWORD": "a word nobody is told",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    (keys.parent / "anchors").mkdir()
    saved = create(mingdu)
    for name in given:
        monkeypatch.delenv(name)
    (told,) = [line for line in restore(saved).text.splitlines() if "HTTPS" in line]
    said = told.partition("写回 /etc/mingdu.env：")[2].split(" ")
    assert sorted(said) == sorted(
        [
            "HTTPS=1",
            "WEBHOOK_HOSTS=robot.example.cn,qyapi.weixin.qq.com",
            f"ANCHOR_DIR={keys.parent / 'anchors'}",
            "CERTIFICATE=/etc/mingdu/seal.p12",
        ]
    )


def test_a_copy_that_rotted_is_made_anew_from_the_office(
    saved: Path, used: Path, mingdu: Mingdu
) -> None:
    """It was there by its name, so no later backup copied it again: every drill failed from then on."""
    pool = Pool(used / "backups" / "pool")
    cut, turned = (pool.path_of(sha256) for sha256 in sorted(pool.names()))
    good = cut.read_bytes(), turned.read_bytes()
    cut.write_bytes(good[0][:4])
    assert "新增文件1个" in mingdu("backup", "create").text
    assert cut.read_bytes() == good[0]
    turned.write_bytes(good[1].swapcase())
    failed = mingdu("backup", "drill")
    assert failed.code == 1
    assert "1个文件的备份缺失或损坏" in failed.text
    assert "已从数据目录重新存入1个文件" in failed.text
    assert turned.read_bytes() == good[1]
    assert "演练通过" in mingdu("backup", "drill").text
    assert "演练通过" in mingdu("backup", "drill", saved.name).text
