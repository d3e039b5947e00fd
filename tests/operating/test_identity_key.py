"""A new key for what lies sealed in the database: for all of it at once, or for nothing."""

import base64
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.clues.identity import Informant
from supervision.core import sealing, startup
from supervision.core.audit import AuditEvent
from supervision.core.db import Base, session
from supervision.core.installation import facts, fingerprint
from supervision.core.startup import turning
from supervision.operating import key_rotation, sealing_anew
from supervision.operating.health import State, examine
from tests.make import clues, people
from tests.operating.conftest import create, one_line
from tests.support import pages
from tests.support.client import Visitor
from tests.support.operating import Mingdu, Said
from tests.support.share import share
from tests.support.stores import MakeApp, dispose
from tests.support.tampering import past_the_system
from tests.support.work import Inside

WHO = Informant("示例证人甲", "示例电话0000", "示例路1号")
ROTATE = ("keys", "rotate", "identity_key", "--reason", "原保管人离岗")
IN_USE = [("clue_identity", "sealed"), ("second_factor", "sealed")]


class Killed(BaseException):
    """The process is gone: nothing cleans up after it."""


def killed(*_: object, **__: object) -> None:
    raise Killed


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that was sealed."""
    real, texts = sealing._seal, []

    def kept(text: str, name: str, key: str) -> str:
        texts.append(real(text, name, key))
        return texts[-1]

    monkeypatch.setattr(sealing, "_seal", kept)
    return texts


@pytest.fixture
def totp(used: Path, made: list[str], app: Flask, inside: Inside) -> Iterator[pyotp.TOTP]:
    """Three informants and an authenticator, in `used`; the last informant is clue 3's."""
    with inside():
        for _ in range(3):
            clues.clue(informant=WHO)
        secret = people.second_factor(people.principal("signatory"))
    dispose(app)
    yield secret
    dispose(app)


def _sealed(app: Flask) -> dict[tuple[str, str], list[str]]:
    """By column, what stands in any table that could be sealed text."""
    found: dict[tuple[str, str], list[str]] = {}
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            for row in session.execute(sa.select(table)).mappings():
                for name, value in row.items():
                    texts = value.values() if isinstance(value, dict) else [value]
                    some = [one for one in texts if isinstance(one, str) and len(one) >= 40]
                    found.setdefault((table.name, str(name)), []).extend(some)
    return found


def _where(app: Flask, texts: list[str]) -> list[tuple[str, str]]:
    wanted = set(texts)
    return sorted(column for column, held in _sealed(app).items() if wanted & set(held))


def _shows_the_informant(app: Flask) -> None:
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    typed = {"username": "handler", "password": people.PASSWORD}
    assert visitor.submit("/accounts/sign-in", typed).status_code == 302
    for number in (1, 2, 3):
        assert WHO.name in pages.check(visitor.get(f"/clues/{number}/informant")).text


def _takes_the_code(app: Flask, totp: pyotp.TOTP) -> None:
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    typed = {"username": "signatory", "password": people.PASSWORD}
    visitor.submit("/accounts/sign-in", typed)
    later = totp.at(datetime.now(UTC) + timedelta(seconds=30))  # the present code is spent
    answer = visitor.submit("/accounts/sign-in/code", {"otp": later})
    assert answer.status_code == 302, answer.get_data(as_text=True)


def test_the_columns_that_hold_sealed_text_are_these(
    used: Path, made: list[str], totp: pyotp.TOTP, app: Flask
) -> None:
    """Declared, and found by looking into every column of every table; a new one is added here."""
    declared = [(column.table.name, column.name) for column in sealing.sealed_columns()]
    assert declared == IN_USE
    assert _where(app, made) == IN_USE


@pytest.mark.store
def test_what_lies_sealed_opens_under_the_new_key_alone(
    used: Path,
    made: list[str],
    totp: pyotp.TOTP,
    mingdu: Mingdu,
    make_app: MakeApp,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, before = (used / "identity_key").read_text("ascii"), list(made)
    monkeypatch.setattr(sealing_anew, "CHUNK", 2)
    done = mingdu(*ROTATE)
    assert done.code == 0, done.text
    new = (used / "identity_key").read_text("ascii")
    assert new != old
    assert [path.name for path in used.glob("identity_key*")] == ["identity_key"]
    app = make_app()
    assert startup.check(app) == []
    assert _where(app, before) == []
    assert _where(app, made) == IN_USE
    _shows_the_informant(app)
    _takes_the_code(app, totp)
    with app.app_context():
        told = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "keys.rotate"))
        event = told.one()
        assert facts(session.connection())["key:identity_key"] == fingerprint(new, "identity_key")
    assert "重新封存4个值" in event.label
    assert event.reason == "原保管人离岗"
    for words in (("audit", "verify", "--records"), ("ledger", "verify")):
        told = mingdu(*words)
        assert told.code == 0, told.text


STEPS: list[tuple[object, str]] = [
    (sealing_anew, "_seal_column"),
    (sealing_anew, "reseal"),
    (key_rotation, "chain_now"),
    (turning, "put_in_place"),
    (Path, "replace"),
]


@pytest.mark.parametrize("step", share(STEPS, 2), ids=lambda step: str(step[1]))
def test_killed_at_any_step_the_system_starts_and_opens_what_is_sealed(
    used: Path,
    totp: pyotp.TOTP,
    mingdu: Mingdu,
    make_app: MakeApp,
    monkeypatch: pytest.MonkeyPatch,
    step: tuple[Any, str],
) -> None:
    old = (used / "identity_key").read_text("ascii")
    turning.key_to_come(used, "identity_key")
    with monkeypatch.context() as during:
        during.setattr(*step, killed)
        with pytest.raises(Killed):
            mingdu(*ROTATE)
    written = step[1] in {"put_in_place", "replace"}
    app = make_app()
    startup.check(app)
    _shows_the_informant(app)
    assert ((used / "identity_key").read_text("ascii") != old) == written
    dispose(app)
    assert mingdu("audit", "verify", "--records").code == 0
    told = mingdu(*ROTATE)
    assert told.code == 0, told.text
    app = make_app()
    startup.check(app)
    _shows_the_informant(app)
    assert mingdu("audit", "verify", "--records").code == 0


def _damage(app: Flask, statement: str, **values: str) -> None:
    with past_the_system(app) as connection:
        connection.execute(sa.text(statement), values)
        connection.commit()


@pytest.mark.parametrize("damaged", ["", "不是", base64.b64encode(b"x" * 60).decode()])
@pytest.mark.store
def test_one_that_is_damaged_is_named_and_nothing_is_changed(
    used: Path, totp: pyotp.TOTP, app: Flask, mingdu: Mingdu, make_app: MakeApp, damaged: str
) -> None:
    """The last row of the last column: everything before it has been sealed anew by then."""
    _damage(app, "UPDATE second_factor SET sealed = :text", text=damaged)
    before, key = _sealed(app), (used / "identity_key").read_text("ascii")
    dispose(app)
    one_line(mingdu(*ROTATE), "认证器密钥（second_factor 第1行，属于账号第", "没有更换密钥")
    app = make_app()
    after = _sealed(app)
    assert all(before[column] == after[column] for column in IN_USE)
    assert (used / "identity_key").read_text("ascii") == key
    assert startup.check(app) == []
    _shows_the_informant(app)


def test_what_was_changed_past_the_system_is_not_washed_clean(
    used: Path, totp: pyotp.TOTP, app: Flask, mingdu: Mingdu
) -> None:
    _damage(app, "UPDATE second_factor SET recovery = '[]'")
    dispose(app)
    assert mingdu(*ROTATE).code == 0
    told = mingdu("audit", "verify", "--records")
    assert told.code == 1
    assert "两因子认证" in told.text
    assert "来源人身份" not in told.text


def test_backups_of_before_need_the_keys_of_then_and_the_health_page_asks_for_new_ones(
    totp: pyotp.TOTP,
    saved: Path,
    restore: Callable[..., Said],
    mingdu: Mingdu,
    make_app: MakeApp,
    passphrase: Path,
    tmp_path: Path,
    new_url: str | None,
) -> None:
    assert mingdu(*ROTATE).code == 0
    app = make_app()

    def found() -> dict[str, tuple[State, str]]:
        with app.app_context():
            return {one.key: (one.state, one.said + one.advice) for one in examine()}

    assert found()["keys"][0] is State.WARN
    assert "换过密钥" in found()["keys"][1]
    assert "换密钥以后还没有备份" in found()["backup"][1]
    fresh = create(mingdu)
    assert found()["backup"][0] is State.GOOD
    one_line(restore(fresh, at=tmp_path / "other"), "属于另一套密钥")
    done = restore(saved)
    assert done.code == 0, done.text
    assert mingdu("audit", "verify", "--records", at=tmp_path / "new", url=new_url).code == 0
    words = ("--kept-at", "机要室", "--passphrase-file", passphrase)
    assert mingdu("keys", "export", tmp_path / "usb" / "new.json", *words).code == 0
    assert found()["keys"][0] is State.GOOD
