"""Keys in a folder of their own, and a new key in the place of an old one."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from supervision.core import config, startup
from supervision.core.access.principal import SYSTEM
from supervision.core.audit import happened
from supervision.core.config import ANCHOR, KEYS
from supervision.core.startup import turning
from supervision.operating import key_rotation
from tests.support.operating import Mingdu
from tests.support.share import share
from tests.support.stores import MakeApp, dispose


class Killed(BaseException):
    """The process is gone: nothing cleans up after it."""


REASON = ("--reason", "原保管人离岗")


def test_the_trail_stands_under_a_new_key(used: Path, mingdu: Mingdu) -> None:
    old = (used / "audit_key").read_text("ascii")
    for number in (1, 2):
        done = mingdu("keys", "rotate", "audit_key", *REASON)
        assert done.code == 0, done.text
        assert (used / f"audit_key.{number}").stat().st_mode & 0o077 == 0
    assert (used / "audit_key.1").read_text("ascii") == old
    told = mingdu("audit", "verify", "--records")
    assert told.code == 0, told.text
    (used / "audit_key.1").write_text("0" * 64, "ascii")
    assert mingdu("audit", "verify").code == 1


STEPS = [
    (key_rotation, "_take_up"),
    (key_rotation, "head_seal"),
    (turning, "put_in_place"),
    (turning, "_retire"),
    (turning, "write_anchor"),
    (Path, "replace"),
]


@pytest.mark.parametrize("started", [False, True], ids=["run again", "started"])
@pytest.mark.parametrize("step", share(STEPS, 2), ids=lambda step: str(step[1]))
def test_a_rotation_that_was_killed_is_run_again(
    used: Path,
    mingdu: Mingdu,
    make_app: MakeApp,
    monkeypatch: pytest.MonkeyPatch,
    step: tuple[Any, str],
    *,
    started: bool,
) -> None:
    """Or the system is started and used first: it goes on with the key that counts."""
    turning.key_to_come(used, "audit_key")

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as during:
        during.setattr(*step, killed)
        with pytest.raises(Killed):
            mingdu("keys", "rotate", "audit_key", *REASON)
    done_by_the_start = started and step[1] not in {"_take_up", "head_seal"}
    if started:
        app = make_app()
        startup.check(app)
        with app.app_context():
            happened("access.export", "导出", actor=SYSTEM)
        dispose(app)
        told = mingdu("audit", "verify", "--records")
        assert told.code == 0, told.text
    done = mingdu("keys", "rotate", "audit_key", *REASON)
    assert done.code == 0, done.text
    told = mingdu("audit", "verify", "--records")
    assert told.code == 0, told.text
    retired = ["audit_key.1", "audit_key.2"] if done_by_the_start else ["audit_key.1"]
    assert [path.name for path in sorted(used.glob("audit_key*"))] == ["audit_key", *retired]


def test_keys_may_lie_outside_the_data_folder(
    used: Path, mingdu: Mingdu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, passphrase: Path
) -> None:
    elsewhere = tmp_path / "keys"
    elsewhere.mkdir()
    for name in KEYS:
        shutil.move(used / name, elsewhere / name)
    assert "不见了" in mingdu("audit", "verify").text
    monkeypatch.setenv("SUPERVISION_KEYS", str(elsewhere))
    assert mingdu("audit", "verify").code == 0
    assert mingdu("keys", "rotate", "audit_key", *REASON).code == 0
    usb = tmp_path / "usb.json"
    words = ("keys", "export", usb, "--kept-at", "机要室", "--passphrase-file", passphrase)
    assert mingdu(*words).code == 0
    shutil.rmtree(elsewhere)
    assert "不见了" in mingdu("audit", "verify").text
    assert mingdu("keys", "import", usb, "--passphrase-file", passphrase).code == 0
    assert mingdu("audit", "verify").code == 0
    assert not [name for name in KEYS if (used / name).exists()]
    assert (used / ANCHOR).exists()


def test_a_new_key_of_the_sessions_leaves_the_trail_alone(used: Path, mingdu: Mingdu) -> None:
    old = (used / "secret_key").read_text("ascii")
    assert mingdu("keys", "rotate", "secret_key", *REASON).code == 0
    assert (used / "secret_key").read_text("ascii") != old
    assert mingdu("audit", "verify", "--records").code == 0


def test_every_secret_that_lies_in_a_file_goes_with_the_keys(
    used: Path, mingdu: Mingdu, passphrase: Path, tmp_path: Path
) -> None:
    """The password of the certificate stayed behind: a restored office signed no paper digitally any more."""
    secrets = ("smtp_password", "webhook_url", "webhook_secret", "certificate_password")
    assert set(secrets) == set(
        re.findall(r'_given\(instance / "(\w+)"\)', Path(config.__file__).read_text("utf-8"))
    )
    for name in secrets:
        (used / name).write_text(f"secret of {name}\n")
    usb, new = tmp_path / "usb.json", tmp_path / "new"
    words = ("keys", "export", usb, "--kept-at", "机要室", "--passphrase-file", passphrase)
    assert mingdu(*words).code == 0
    done = mingdu("keys", "import", usb, "--passphrase-file", passphrase, at=new)
    assert done.code == 0, done.text
    for name in secrets:
        assert (new / name).read_text("utf-8").strip() == f"secret of {name}"
        assert (new / name).stat().st_mode & 0o077 == 0
