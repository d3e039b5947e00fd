"""The second factor: set up with the first code, asked at sign-in, each code good once, clocks that differ."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pyotp
import pytest
import segno
import sqlalchemy as sa
from flask import Flask

from supervision.accounts.models import SecondFactor, User
from supervision.core.audit import AuditEvent
from tests.make import people as make
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

FACTOR, SIGN_IN, ME = "/accounts/second-factor", "/accounts/sign-in", "/accounts/me"
PASSWORD = {"username": "handler", "password": make.PASSWORD}
SetUp = Callable[..., tuple[pyotp.TOTP, list[str]]]


def _code(secret: pyotp.TOTP, offset: int = 0) -> str:
    return secret.at(datetime.now(UTC), counter_offset=offset)


@pytest.fixture
def with_factor(sign_in: SignIn, clock: Clock) -> SetUp:
    """`with_factor("handler")`: that person sets up an authenticator at 08:00; it, and the recovery codes."""

    def set_up(username: str, browser: Visitor | None = None) -> tuple[pyotp.TOTP, list[str]]:
        clock("2026-03-02 08:00:10")
        visitor = browser or sign_in(username)
        page = visitor.get(FACTOR)
        text = page.get_data(as_text=True)
        secret = re.findall(r'factor-secret"?>([A-Z2-7 ]+)<', text)[0].replace(" ", "")
        totp = pyotp.TOTP(secret)
        hidden = dict(
            re.findall(r'name="(csrf_token|sealed|once|version)"[^>]*value="([^"]*)"', text)
        )
        answer = visitor.post(
            FACTOR, data={**hidden, "otp": _code(totp), "password": make.PASSWORD}
        )
        assert answer.status_code == 200, answer.get_data(as_text=True)
        codes = re.findall(
            r"<code>([A-Z2-9]{4}(?:-[A-Z2-9]{4}){5})</code>", answer.get_data(as_text=True)
        )
        assert len(codes) == 8
        return totp, codes

    return set_up


def _half(app: Flask, username: str = "handler") -> Visitor:
    """A browser in which the password was right."""
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    answer = visitor.submit(SIGN_IN, {**PASSWORD, "username": username})
    assert answer.headers["Location"].startswith("/accounts/sign-in/code")
    assert visitor.get(ME).status_code == 302, "the password alone opens nothing"
    return visitor


def _enter(visitor: Visitor, code: str) -> str:
    answer = visitor.submit("/accounts/sign-in/code", {"otp": code})
    return "in" if answer.status_code == 302 else answer.get_data(as_text=True)


def test_password_and_code_lead_in(
    app: Flask, with_factor: SetUp, inside: Inside, clock: Clock
) -> None:
    totp, _ = with_factor("handler")
    clock("2026-03-02 08:05:00")
    visitor = _half(app)
    assert "2026-03-02 08:05:00" in visitor.get("/accounts/sign-in/code").get_data(as_text=True)
    assert _enter(visitor, _code(totp)) == "in"
    assert visitor.get(ME).status_code == 200
    with inside() as session:
        labels = session.scalars(sa.select(AuditEvent.label).order_by(AuditEvent.seq)).all()
    assert "启用两因子认证" in labels
    assert labels[-1] == "登录，口令和验证码"


def test_the_picture_is_drawn_here_and_carries_the_secret(sign_in: SignIn) -> None:
    """What a phone reads of it is what stands beside it to be typed; nobody else is asked to draw it."""
    text = sign_in("handler").get(FACTOR).get_data(as_text=True)
    secret = re.findall(r'factor-secret"?>([A-Z2-7 ]+)<', text)[0].replace(" ", "")
    uri = pyotp.TOTP(secret).provisioning_uri(name="handler", issuer_name="明督")
    drawn = segno.make(uri, error="m", micro=False).svg_inline(scale=4, border=2, omitsize=True)
    assert re.findall(r' d="([^"]+)"', drawn)[0] in text


def test_the_secret_is_sealed_and_recovery_codes_are_hashed(
    with_factor: SetUp, inside: Inside
) -> None:
    totp, codes = with_factor("handler")
    with inside() as session:
        held = session.scalars(sa.select(SecondFactor)).one()
        assert totp.secret not in held.sealed
        assert len(held.recovery) == 8
        assert not set(codes) & set(held.recovery)


@pytest.mark.parametrize(
    ("offset", "said"),
    [
        (0, "已经用过"),  # the very code it was set up with
        (10, "快约5分钟"),
        (-10, "慢约5分钟"),
        (2, "快约1分钟"),
        (60, "验证码不对"),
    ],
)
def test_a_code_of_another_time_gets_a_sentence_that_says_so(
    app: Flask, with_factor: SetUp, offset: int, said: str
) -> None:
    totp, _ = with_factor("handler")
    told = _enter(_half(app), _code(totp, offset))
    assert said in told
    if "快" in said or "慢" in said:
        assert "服务器时间是08:00:10" in told


def test_a_code_used_twice_is_refused_in_any_browser(
    app: Flask, with_factor: SetUp, clock: Clock
) -> None:
    totp, _ = with_factor("handler")
    clock("2026-03-02 08:05:00")
    first, second = _half(app), _half(app)
    assert _enter(first, _code(totp)) == "in"
    assert "已经用过" in _enter(second, _code(totp))
    clock("2026-03-02 08:05:31")
    assert _enter(second, _code(totp)) == "in"


def test_a_code_typed_before_its_time_is_not_good_when_it_comes(
    app: Flask, with_factor: SetUp, clock: Clock
) -> None:
    """Who guesses one is told that clocks differ, and could wait for its time."""
    totp, _ = with_factor("handler")
    early = _code(totp, 4)
    visitor = _half(app)
    assert "快约2分钟" in _enter(visitor, early)
    clock("2026-03-02 08:02:10")
    assert "已经用过" in _enter(visitor, early)
    clock("2026-03-02 08:02:40")
    assert _enter(visitor, _code(totp)) == "in"


def test_a_recovery_code_is_good_once(app: Flask, with_factor: SetUp, inside: Inside) -> None:
    _, codes = with_factor("handler")
    assert _enter(_half(app), codes[3].lower().replace("-", " ")) == "in"
    assert "恢复码不对，或者已经用过" in _enter(_half(app), codes[3])
    with inside() as session:
        labels = session.scalars(sa.select(AuditEvent.label)).all()
    assert "使用恢复码，还剩7个" in labels
    assert "登录，口令和恢复码" in labels
    assert "登录时验证码不对：用户名handler" in labels


def test_codes_cannot_be_guessed(
    app: Flask, with_factor: SetUp, clock: Clock, inside: Inside
) -> None:
    totp, _ = with_factor("handler")
    clock("2026-03-02 09:00:00")
    visitor = _half(app)
    for number in range(4):
        assert "验证码不对" in _enter(visitor, f"00000{number}")
    assert "失败次数过多" in _enter(visitor, _code(totp))
    clock("2026-03-02 09:00:20")
    assert _enter(visitor, _code(totp)) == "in"
    with inside() as session:
        labels = session.scalars(sa.select(AuditEvent.label)).all()
    assert "登录（此前失败4次），口令和验证码" in labels


def test_half_signed_in_ends_after_five_minutes(
    app: Flask, with_factor: SetUp, clock: Clock
) -> None:
    totp, _ = with_factor("handler")
    visitor = _half(app)
    clock("2026-03-02 08:05:30")
    assert visitor.get("/accounts/sign-in/code").headers["Location"] == SIGN_IN
    assert visitor.get(ME).status_code == 302
    assert totp


def test_next_is_kept_over_both_steps(app: Flask, with_factor: SetUp, clock: Clock) -> None:
    totp, _ = with_factor("handler")
    clock("2026-03-02 08:05:00")
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    answer = visitor.submit(f"{SIGN_IN}?next=/clues/", PASSWORD)
    answer = visitor.submit(answer.headers["Location"], {"otp": _code(totp)})
    assert answer.headers["Location"] == "/clues/"


@pytest.mark.parametrize(
    ("password", "said"),
    [(make.PASSWORD, "验证码不对"), ("somebody at an open browser", "口令不对")],
)
def test_a_wrong_first_code_or_password_sets_nothing_up(
    sign_in: SignIn, inside: Inside, password: str, said: str
) -> None:
    visitor = sign_in("handler")
    answer = visitor.submit(FACTOR, {"otp": "１２３", "password": password})
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    with inside() as session:
        assert session.scalars(sa.select(SecondFactor)).all() == []


def test_new_recovery_codes_and_switching_off_ask_for_a_code(
    sign_in: SignIn, with_factor: SetUp, clock: Clock, inside: Inside, app: Flask
) -> None:
    clock("2026-03-02 08:00:00")
    visitor = sign_in("handler")
    totp, codes = with_factor("handler", visitor)
    clock("2026-03-02 08:05:00")
    assert "验证码不对" in visitor.submit(f"{FACTOR}/recovery", {"otp": "000000"}).get_data(
        as_text=True
    )
    answer = visitor.submit(f"{FACTOR}/recovery", {"otp": _code(totp)})
    assert "恢复码只显示这一次" in answer.get_data(as_text=True)
    assert "恢复码不对" in _enter(_half(app), codes[0])
    clock("2026-03-02 08:06:00")
    assert visitor.submit(f"{FACTOR}/remove", {"otp": _code(totp)}).status_code == 302
    sign_in("handler")
    with inside() as session:
        assert session.scalars(sa.select(SecondFactor)).all() == []


def test_level_three_wants_it_of_the_three_administrators_only(
    sign_in: SignIn, with_factor: SetUp, clock: Clock
) -> None:
    clock("2026-03-02 08:00:00")
    assert sign_in("sysadmin").submit("/settings/", {"level_three": "y"}).status_code == 302
    handler, auditor = sign_in("handler"), sign_in("auditor")
    assert handler.get(ME).status_code == 200
    for url in ("/", "/audit/", ME):
        assert auditor.get(url).headers["Location"] == FACTOR
    totp, _ = with_factor("auditor", auditor)
    assert auditor.get("/audit/").status_code == 200
    clock("2026-03-02 08:05:00")
    answer = auditor.submit(f"{FACTOR}/remove", {"otp": _code(totp)})
    assert "三员不能关闭" in answer.get_data(as_text=True)


def test_a_damaged_secret_gets_a_sentence(app: Flask, with_factor: SetUp, inside: Inside) -> None:
    totp, _ = with_factor("handler")
    with inside() as session:
        session.scalars(sa.select(SecondFactor)).one().sealed = "坏"
    assert "封存的内容已损坏" in _enter(_half(app), _code(totp))


def test_my_account_says_whether_it_is_on(
    sign_in: SignIn, with_factor: SetUp, clock: Clock, page: PageCheck
) -> None:
    clock("2026-03-02 08:00:00")
    visitor = sign_in("handler")
    assert "未启用。只凭口令登录" in page(visitor.get(ME)).text
    with_factor("handler", visitor)
    assert "8个" in page(visitor.get(ME)).text


def test_switched_off_accounts_do_not_get_past_the_code(
    app: Flask, with_factor: SetUp, clock: Clock, inside: Inside
) -> None:
    totp, _ = with_factor("handler")
    clock("2026-03-02 08:05:00")
    visitor = _half(app)
    with inside() as session:
        session.scalars(sa.select(User).where(User.username == "handler")).one().active = False
    answer = visitor.get("/accounts/sign-in/code")
    assert answer.headers["Location"] == SIGN_IN
    assert totp


def test_the_list_of_accounts_shows_and_finds_who_has_one(
    with_factor: SetUp, sign_in: SignIn, page: PageCheck
) -> None:
    with_factor("handler")
    clerk = sign_in("sysadmin")

    def listed(query: str) -> dict[str, str]:
        """Who is listed, and what the column says of them."""
        shown = page(clerk.get(f"/accounts/{query}"))
        heads = [one.text_content().strip() for one in shown.find("//main//table//th")]
        place = heads.index("两因子认证")
        cells = [row.findall(".//td") for row in shown.find("//main//table/tbody/tr")]
        offset = len(heads) - len(cells[0])
        return {
            row[1 - offset].text_content().strip(): row[place - offset].text_content().strip()
            for row in cells
        }

    everybody = listed("")
    assert everybody["handler"] == "已启用"
    assert everybody["reviewer"] == "未启用"
    assert set(listed("?factor=set_up")) == {"handler"}
    without = listed("?factor=none")
    assert "handler" not in without
    assert set(without.values()) == {"未启用"}
