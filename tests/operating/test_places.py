"""A place that the operator names and that is none is said in one line, with no traceback of Python's."""

import errno
import os
import zipfile
from pathlib import Path

import pytest

from supervision.core.backup import archive
from tests.operating.conftest import one_line
from tests.support.operating import Mingdu

KEPT = ("--kept-at", "机要室", "--passphrase-file")


def test_a_place_that_is_none_is_said_in_one_line(
    used: Path, mingdu: Mingdu, passphrase: Path, tmp_path: Path
) -> None:
    """A stick that is not mounted, a folder for a file, a file for a folder."""
    letter = tmp_path / "letter.txt"
    letter.write_text("不是目录")
    for command, place, said in (
        (("doctor", "--bundle"), tmp_path / "none" / "bundle.zip", "没有这个文件或目录"),
        (("doctor", "--bundle"), tmp_path, "是目录，不是文件"),
        (("doctor", "--bundle"), letter / "bundle.zip", "不是目录"),
        (("backup", "create", "--to"), letter / "one.mingdu", "不是目录"),
        (("backup", "create", "--to"), letter / "folder", "不是目录"),
        (("keys", "export", *KEPT, passphrase), letter / "keys.json", "不是目录"),
    ):
        one_line(mingdu(*command, place), str(letter if letter in place.parents else place), said)
    assert letter.read_text() == "不是目录"


def test_a_place_where_one_may_not_write_is_not_taken_for_the_data_folder(
    used: Path, mingdu: Mingdu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Typed by root the command goes on as the owner of the data: a stick of root's is closed to it."""
    place = tmp_path / "stick" / "bundle.zip"

    def closed(*_words: object, **_options: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))

    monkeypatch.setattr(zipfile, "ZipFile", closed)
    done = mingdu("doctor", "--bundle", place)
    one_line(done, str(place), "没有权限")
    assert "数据目录现在" not in done.text


def test_the_disk_that_is_full_is_the_one_that_is_named(
    saved: Path, mingdu: Mingdu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The folder of backups was said to be full when the stick was."""

    def no_room(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(archive.os, "fsync", no_room)
    one_line(mingdu("backup", "create", "--to", tmp_path / "stick"), "stick 所在磁盘已满")
    assert not list((tmp_path / "stick").iterdir())
