"""Every command of the operator as a person types it: processes of their own, in a clean clone, on both stores.

The good ways, and what is refused: a foreign or truncated backup, a wrong passphrase, a living place.
"""

import zipfile
from pathlib import Path

import pytest
from flask import Flask

from tests.make import people
from tests.operating.conftest import CONTENTS
from tests.support.operating import PASSPHRASE
from tests.support.shell import Shell
from tests.support.stores import SQLITE, dispose
from tests.support.work import Inside

PEOPLE = ("示例市甲局", "示例handler", "示例sysadmin", "证据.pdf")


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
    (lost := instance / "identity_key").unlink()
    assert "keys import" in shell.refused("backup", "list")
    assert "已放回：identity_key" in shell.mingdu("keys", "import", keys, *secret)
    assert lost.exists()
    shell.mingdu("keys", "rotate", "secret_key", "--reason", "按规定每年更换")
    assert "不能覆盖" in shell.refused("backup", "restore", made, "--keys", keys, *secret)
    assert "已备份" in shell.mingdu("db", "downgrade")
    assert "升级完成，自检通过" in shell.mingdu("upgrade")
    assert "数据库已退回" in shell.mingdu("rollback", "--yes")
    assert "升级完成，自检通过" in shell.mingdu("upgrade")
    new = Shell(clone, tmp_path / "new", None if store == SQLITE else empty_database_url)
    new.environment["BACKUP_DIR"] = str(tmp_path / "new-backups")
    _refused(new, made, keys, passphrase)
    assert "校验值、审计链、行数均已核对" in new.mingdu(
        "backup", "restore", made, "--keys", keys, *secret
    )
    assert "核验通过" in new.mingdu("audit", "verify")
    kept = [path.read_bytes() for path in (tmp_path / "new" / "files").glob("*/*")]
    assert sorted(kept) == sorted(CONTENTS)
    with inside():
        assert people.principal("handler").name


def _refused(new: Shell, made: Path, keys: Path, passphrase: Path) -> None:
    """What is no good to restore from leaves the new place as empty as it was."""
    cut, foreign = made.with_name("cut.mingdu"), made.with_name("letter.mingdu")
    cut.write_bytes(made.read_bytes()[: made.stat().st_size // 2])
    foreign.write_text("不是备份")
    guess = passphrase.with_name("guess")
    guess.write_text("猜一个口令猜一个口令")
    for archive, secret, said in (
        (cut, passphrase, "截断"),
        (foreign, passphrase, "不是明督的备份"),
        (made, guess, "口令不对"),
    ):
        words = ("backup", "restore", archive, "--keys", keys, "--passphrase-file", secret)
        assert said in new.refused(*words)
    cut.unlink()
    foreign.unlink()


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
