"""What a kill left behind is finished by whatever command comes next, or said in one sentence."""

from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask

from supervision.core import startup
from supervision.core.startup import turning
from supervision.core.startup.holding import changing
from supervision.core.startup.schema import UPGRADING
from tests.operating.conftest import one_line
from tests.support.operating import Mingdu
from tests.support.share import share
from tests.support.stores import MakeApp, dispose

OLD = "0043"  # a trail of that day is read by the program of today as it is
REASON = ("--reason", "原保管人离岗")
STEPS = [
    (turning, "put_in_place"),
    (turning, "_retire"),
    (turning, "write_anchor"),
    (Path, "replace"),
]
NAMES = ("audit_key", "identity_key")


class Killed(BaseException):
    """The process is gone: nothing cleans up after it."""


def _killed(*_: object, **__: object) -> None:
    raise Killed


@pytest.fixture(params=NAMES)
def half_turned(
    used: Path, mingdu: Mingdu, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> str:
    """The database is written with the new key, whose file is not in its place yet."""
    _turn_half(request.param, (turning, "put_in_place"), used, mingdu, monkeypatch)
    return str(request.param)


def _turn_half(
    name: str,
    step: tuple[Any, str],
    instance: Path,
    mingdu: Mingdu,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turning.key_to_come(instance, name)
    with monkeypatch.context() as during:
        during.setattr(*step, _killed)
        with pytest.raises(Killed):
            mingdu("keys", "rotate", name, *REASON)


def _all_is_well(mingdu: Mingdu, instance: Path) -> None:
    told = mingdu("audit", "verify", "--records")
    assert told.code == 0, told.text
    assert not list(instance.glob("*.next"))


@pytest.mark.store(other="battery")
@pytest.mark.parametrize("step", share(STEPS, 2), ids=lambda step: str(step[1]))
def test_an_upgrade_finishes_a_key_that_a_kill_left_half_turned(
    used: Path,
    app: Flask,
    mingdu: Mingdu,
    make_app: MakeApp,
    monkeypatch: pytest.MonkeyPatch,
    step: tuple[Any, str],
) -> None:
    """A newer program was put in place meanwhile: neither start nor doctor could finish it any more."""
    _turn_half("audit_key", step, used, mingdu, monkeypatch)
    with app.app_context():
        flask_migrate.downgrade(revision=OLD)
    dispose(app)
    done = mingdu("upgrade")
    assert done.code == 0, done.text
    assert "升级完成，自检通过" in done.text
    assert startup.check(make_app()) == []
    _all_is_well(mingdu, used)


@pytest.mark.parametrize(
    "words",
    ["upgrade", "backup create", "audit verify --records", "accept clock --reason 当时的时钟错了"],
)
def test_whatever_is_typed_first_goes_on_with_the_key_that_counts(
    half_turned: str, used: Path, mingdu: Mingdu, words: str
) -> None:
    """`accept` wrote on the trail with the old key, which no check forgave afterwards; others refused."""
    done = mingdu(*words.split())
    assert done.code == 0, done.text
    _all_is_well(mingdu, used)


def test_the_keys_exported_then_are_those_that_count(
    half_turned: str, used: Path, mingdu: Mingdu, passphrase: Path, tmp_path: Path
) -> None:
    usb, secret = tmp_path / "usb.json", ("--passphrase-file", passphrase)
    assert mingdu("keys", "export", usb, "--kept-at", "机要室", *secret).code == 0
    (used / half_turned).unlink()
    assert mingdu("keys", "import", usb, *secret).code == 0
    _all_is_well(mingdu, used)


def test_a_way_back_is_open_too(half_turned: str, used: Path, mingdu: Mingdu) -> None:
    """No backup was made before an upgrade: that is what is said, and the key is finished all the same."""
    one_line(mingdu("rollback", "--yes"), "没有升级前的备份")
    _all_is_well(mingdu, used)


def test_a_turning_under_way_elsewhere_is_not_finished_for_it(
    half_turned: str, used: Path, mingdu: Mingdu
) -> None:
    with changing(used):
        one_line(mingdu("backup", "create"), f"密钥 {half_turned} 与数据库不符", "mingdu doctor")
    assert list(used.glob("*.next"))


@pytest.mark.parametrize("name", NAMES)
def test_no_key_is_turned_where_an_upgrade_was_killed(
    used: Path, mingdu: Mingdu, name: str
) -> None:
    """The backup that the upgrade goes back to would be another key's, and no command led on from there."""
    (used / UPGRADING).write_text("{}")
    key = (used / name).read_text("ascii")
    one_line(mingdu("keys", "rotate", name, *REASON), "上次升级没有做完", "mingdu upgrade")
    assert (used / name).read_text("ascii") == key
    assert not list(used.glob("*.next"))
