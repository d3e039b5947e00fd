"""Signing in: the limiter before the hash, one answer for every failure, no way off the site."""

import threading

import pytest
import sqlalchemy as sa
from argon2 import Type
from flask import Flask

from supervision.accounts import passwords, signin
from supervision.accounts.models import FailedSignIn, User
from supervision.core.audit import AuditEvent
from supervision.core.web import local_target
from tests.make import people as make
from tests.support import hashing
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.seats import SignIn
from tests.support.work import Inside

URL = "/accounts/sign-in"
pytestmark = pytest.mark.usefixtures("bureau")


def _try(client: Visitor, username: str, password: str) -> str:
    answer = client.submit(URL, {"username": username, "password": password})
    return answer.get_data(as_text=True) if answer.status_code in (422, 429) else "in"


def _count_hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password handed to the hash from now on; the hash itself still runs."""
    handed: list[str] = []
    real = passwords.matches

    def watched(password_hash: str | None, password: str) -> bool:
        handed.append(password)
        return real(password_hash, password)

    monkeypatch.setattr(passwords, "matches", watched)
    return handed


def test_passwords_are_kept_as_argon2id(inside: Inside) -> None:
    with inside() as session:
        hashes = session.scalars(sa.select(User.password_hash)).all()
    assert hashes
    assert all(one.startswith("$argon2id$") for one in hashes)


def test_a_guess_costs_what_is_advised() -> None:
    """OWASP Password Storage Cheat Sheet: argon2id with 19 MiB and two passes at the least."""
    assert hashing.REAL.type is Type.ID
    assert hashing.REAL.memory_cost >= 19 * 1024
    assert hashing.REAL.time_cost >= 2


def test_after_five_failures_no_hash_is_computed_even_for_the_right_password(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = _count_hashes(monkeypatch)
    for number in range(5):
        assert signin.WRONG in _try(client, "handler", f"wrong-{number}")
    assert "失败次数过多" in _try(client, "handler", make.PASSWORD)
    assert len(handed) == 5


@pytest.mark.store
def test_attempts_at_the_same_moment_are_limited_too(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever throws the cookie away is counted by the address."""
    handed = _count_hashes(monkeypatch)

    def attempt() -> None:
        app.test_client_class = Visitor
        visitor = app.test_client()
        page = visitor.get(URL).get_data(as_text=True)
        token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        visitor.delete_cookie("mingdu_device")
        visitor.post(URL, data={"csrf_token": token, "username": "handler", "password": "wrong"})

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(handed) == 5


def test_the_delay_grows_and_is_kept_in_the_database(
    client: Visitor, inside: Inside, clock: Clock
) -> None:
    clock("2026-03-02 09:00:00")
    for _ in range(5):
        _try(client, "handler", "wrong")
    clock("2026-03-02 09:00:14")
    assert "1秒后再试" in _try(client, "handler", make.PASSWORD)
    clock("2026-03-02 09:00:16")
    assert signin.WRONG in _try(client, "handler", "wrong")
    clock("2026-03-02 09:00:40")
    assert "6秒后再试" in _try(client, "handler", make.PASSWORD)
    clock("2026-03-02 09:00:47")
    assert _try(client, "handler", make.PASSWORD) == "in"
    with inside() as session:
        rows = session.scalars(sa.select(FailedSignIn)).all()
        assert len(rows) == 7, "they stay"
        assert all(one.forgiven for one in rows)
        labels = session.scalars(
            sa.select(AuditEvent.label).where(AuditEvent.action == "account.held_up")
        ).all()
        assert labels == ["登录被暂缓：用户名handler"] * 2


def test_the_delay_has_an_end_and_never_locks_out(client: Visitor, clock: Clock) -> None:
    clock("2026-03-02 09:00")
    for number in range(60):
        clock(f"2026-03-{3 + number // 24:02} {number % 24:02}:00")
        assert signin.WRONG in _try(client, "handler", "wrong")
    clock("2026-03-05 11:16")
    assert _try(client, "handler", make.PASSWORD) == "in"


def test_nobody_can_hold_up_somebody_elses_own_machine(
    app: Flask, sign_in: SignIn, clock: Clock
) -> None:
    """Whoever signed in on a machine before is not touched by what others try elsewhere."""
    clock("2026-03-02 09:00")
    own = sign_in("secadmin")
    own.submit("/accounts/me", button="退出登录")
    app.test_client_class = Visitor
    for _ in range(12):
        _try(app.test_client(), "secadmin", "wrong")  # type: ignore[arg-type]
    attacker = app.test_client()
    while "失败次数过多" not in _try(attacker, "secadmin", "wrong"):  # type: ignore[arg-type]
        pass
    assert _try(own, "secadmin", make.PASSWORD) == "in"


def test_one_machines_failures_do_not_lock_out_its_neighbours(app: Flask, clock: Clock) -> None:
    """Behind one address: a machine that tries many names, and li who sits beside it."""
    clock("2026-03-02 09:00")
    app.test_client_class = Visitor
    attacker, neighbour = app.test_client(), app.test_client()
    for number in range(40):
        _try(attacker, f"nobody{number}", "wrong")  # type: ignore[arg-type]
    assert "失败次数过多" in _try(attacker, "handler", make.PASSWORD)  # type: ignore[arg-type]
    assert _try(neighbour, "handler", make.PASSWORD) == "in"  # type: ignore[arg-type]


def test_unknown_wrong_and_disabled_get_one_answer_and_the_same_work(
    client: Visitor, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inside() as session:
        session.scalars(sa.select(User).where(User.username == "second")).one().active = False
    handed = _count_hashes(monkeypatch)
    for username in ("nobody", "handler", "second"):
        page = _try(client, username, "wrong")
        assert signin.WRONG in page
        assert "停用" not in page
    assert signin.WRONG in _try(client, "second", make.PASSWORD)
    assert len(handed) == 4


def test_a_success_forgets_the_failures_but_says_so_on_the_trail(
    client: Visitor, inside: Inside
) -> None:
    for _ in range(3):
        _try(client, "handler", "wrong")
    assert _try(client, "handler", make.PASSWORD) == "in"
    with inside() as session:
        assert not session.scalar(
            sa.select(sa.func.count()).where(FailedSignIn.forgiven.is_(False))
        )
        labels = session.scalars(
            sa.select(AuditEvent.label).where(AuditEvent.action.startswith("account."))
        ).all()
        assert labels.count("登录失败：用户名handler") == 3
        assert "登录（此前失败3次）" in labels
    page = client.get("/accounts/me").get_data(as_text=True)
    assert "示例handler" in page


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "/\n/evil.example/",
        "javascript:alert(1)",
        "evil.example",
        "",
    ],
)
def test_next_never_leaves_the_site(elsewhere: str, app: Flask) -> None:
    assert local_target(elsewhere, "/") == "/"
    app.test_client_class = Visitor
    client = app.test_client()
    page = client.get(URL, query_string={"next": elsewhere}).get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    form = {"csrf_token": token, "username": "handler", "password": make.PASSWORD}
    answer = client.post(URL, query_string={"next": elsewhere}, data=form)
    assert answer.headers["Location"] == "/"


def test_next_leads_back_to_the_page_that_was_wanted(client: Visitor) -> None:
    wanted = client.get("/agencies/?q=甲")
    assert wanted.status_code == 302
    data = {"username": "handler", "password": make.PASSWORD}
    answer = client.submit(wanted.headers["Location"], data)
    assert answer.headers["Location"].startswith("/agencies/?q=")


def test_a_form_without_its_token_is_refused(sign_in: SignIn) -> None:
    handler = sign_in("handler")
    assert handler.post("/accounts/sign-out").status_code == 400
    assert handler.get("/accounts/me").status_code == 200
