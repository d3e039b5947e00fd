"""Every command of the operator as a person types it: processes of their own, in a clean clone, on both stores."""

import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from tests.make import people
from tests.operating.conftest import CONTENTS
from tests.rules.source import ROOT
from tests.support.operating import PASSPHRASE, Said
from tests.support.stores import SQLITE, dispose
from tests.support.work import Inside

PEOPLE = ("示例市甲局", "示例handler", "示例sysadmin", "证据.pdf")


class Shell:
    """A shell in the clone, with the settings of one installation."""

    def __init__(self, clone: Path, instance: Path, url: str | None) -> None:
        self.clone = clone
        given = {"SUPERVISION_INSTANCE": str(instance), "MINGDU_ENV": "/nonexistent", "DEMO": "0"}
        self.environment = {**os.environ, **given}
        self.environment.pop("DATABASE_URL", None)
        if url is not None:
            self.environment["DATABASE_URL"] = url

    def mingdu(self, *words: str | Path, code: int = 0) -> str:
        """What it says; it ends with `code` and without a traceback."""
        done = subprocess.run(
            ["./mingdu", *words], cwd=self.clone, env=self.environment, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        said = Said(done.returncode, done.stdout + done.stderr)
        assert said.code == code, f"{words}: {said.text}"
        assert "Traceback" not in said.text, said.text
        return said.text


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What is committed, without anything of this folder but the installed packages."""
    place = tmp_path / "the clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, place], check=True)
    (place / ".venv").symlink_to(ROOT / ".venv")
    (place / ".fonts").symlink_to(ROOT / ".fonts")
    return place


@pytest.mark.battery
@pytest.mark.store
@pytest.mark.usefixtures("used")
def test_every_command_as_a_person_types_it(
    clone: Path,
    app: Flask,
    instance: Path,
    inside: Inside,
    database_url: str,
    empty_database_url: str,
    store: str,
    passphrase: Path,
    tmp_path: Path,
) -> None:
    dispose(app)
    shell = Shell(clone, instance, None if store == SQLITE else database_url)
    keys, secret = tmp_path / "usb" / "keys.json", ("--passphrase-file", passphrase)
    assert "已是最新" in shell.mingdu("upgrade")
    assert "已导出" in shell.mingdu("keys", "export", keys, "--kept-at", "机要室", *secret)
    made = Path(shell.mingdu("backup", "create").split("已备份：")[1].split("（")[0])
    assert made.name in shell.mingdu("backup", "list")
    assert "核验通过" in shell.mingdu("backup", "verify", made)
    assert "演练通过" in shell.mingdu("backup", "drill", made.name)
    assert "已备份" in shell.mingdu("backup", "create", "--to", tmp_path / "away.mingdu")
    assert "核验通过" in shell.mingdu("audit", "verify", "--records")
    assert "完好" in shell.mingdu("jobs", "run", "scrub")
    _doctor(shell, tmp_path / "bundle.zip")
    recovered = shell.mingdu("accounts", "recover", "sysadmin", "--reason", "忘记口令")
    assert "口令" in recovered
    assert "缺少选项 '--reason'" in shell.mingdu("accept", "clock", code=1)
    shell.mingdu("accept", "clock", "--reason", "当时的时钟快了一天")
    shell.mingdu("accept", "anchor", "--reason", "换了磁盘")
    shell.mingdu("keys", "rotate", "secret_key", "--reason", "按规定每年更换")
    assert "不能覆盖" in shell.mingdu("backup", "restore", made, "--keys", keys, *secret, code=1)
    assert "已备份" in shell.mingdu("db", "downgrade")
    assert "升级完成，自检通过" in shell.mingdu("upgrade")
    assert "数据库已退回" in shell.mingdu("rollback", "--yes")
    assert "升级完成，自检通过" in shell.mingdu("upgrade")
    new = Shell(clone, tmp_path / "new", None if store == SQLITE else empty_database_url)
    new.environment["BACKUP_DIR"] = str(tmp_path / "new-backups")
    assert "校验值、审计链、行数均已核对" in new.mingdu(
        "backup", "restore", made, "--keys", keys, *secret
    )
    assert "核验通过" in new.mingdu("audit", "verify")
    kept = [path.read_bytes() for path in (tmp_path / "new" / "files").glob("*/*")]
    assert sorted(kept) == sorted(CONTENTS)
    with inside():
        assert people.principal("handler").name


def _doctor(shell: Shell, bundle: Path) -> None:
    told = shell.mingdu("doctor", "--bundle", bundle)
    assert "✓ 备份" in told
    assert "✓ 演练" in told
    assert "✓ 密钥" in told
    with zipfile.ZipFile(bundle) as book:
        inside_it = "".join(book.read(name).decode() for name in book.namelist())
    assert len(inside_it) > 1000
    for personal in (*PEOPLE, PASSPHRASE):
        assert personal not in inside_it
