"""Sessions live on the server: ended for good, fresh at sign-in, idle and absolute limits."""

import pytest
import sqlalchemy as sa

from supervision.accounts import passwords
from supervision.accounts.models import User, UserSession
from supervision.core.drafts import FormDraft
from tests.make import people as make
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.seats import SignIn
from tests.support.work import Inside

ME = "/accounts/me"
COOKIE = "mingdu"
pytestmark = pytest.mark.usefixtures("bureau")


def _cookie(visitor: Visitor) -> str:
    held = visitor.get_cookie(COOKIE)
    assert held is not None
    return held.value


def _is_in(visitor: Visitor) -> bool:
    return visitor.get(ME).status_code == 200


def test_a_cookie_replayed_after_sign_out_finds_nothing(sign_in: SignIn) -> None:
    handler = sign_in("handler")
    stolen = _cookie(handler)
    handler.submit(ME, button="退出登录")
    handler.set_cookie(COOKIE, stolen)
    assert not _is_in(handler)


def test_the_cookie_changes_at_sign_in(client: Visitor, inside: Inside) -> None:
    client.get("/accounts/sign-in")
    before = _cookie(client)
    client.submit("/accounts/sign-in", {"username": "handler", "password": make.PASSWORD})
    assert _cookie(client) != before
    with inside() as session:
        token_hash = session.scalars(sa.select(UserSession.token_hash)).one()
    assert token_hash not in _cookie(client)
    client.set_cookie(COOKIE, before)
    assert not _is_in(client)


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client: Visitor) -> None:
    answer = client.get("/accounts/sign-in")
    header = next(h for h in answer.headers.getlist("Set-Cookie") if h.startswith(COOKIE))
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header


def test_an_hour_of_idleness_ends_a_session_and_use_keeps_it(sign_in: SignIn, clock: Clock) -> None:
    clock("2026-03-02 08:00")
    handler = sign_in("handler")
    clock("2026-03-02 08:59")
    assert _is_in(handler)
    clock("2026-03-02 09:58")
    assert _is_in(handler)
    clock("2026-03-02 10:59")
    assert not _is_in(handler)


def test_twelve_hours_end_a_session_however_busy(sign_in: SignIn, clock: Clock) -> None:
    clock("2026-03-02 08:00")
    handler = sign_in("handler")
    for hour in range(8, 20):
        clock(f"2026-03-02 {hour:02}:50")
        assert _is_in(handler)
    clock("2026-03-02 20:01")
    assert not _is_in(handler)


def test_signing_out_the_other_devices_leaves_this_one(sign_in: SignIn) -> None:
    desk, phone = sign_in("handler"), sign_in("handler")
    assert "当前登录" in desk.get(ME).get_data(as_text=True)
    desk.submit(ME, form="//form[contains(@action, 'everywhere')]")
    assert _is_in(desk)
    assert not _is_in(phone)


def test_switching_an_account_off_ends_its_sessions_for_good(
    sign_in: SignIn, inside: Inside
) -> None:
    handler, security = sign_in("handler"), sign_in("secadmin")
    with inside() as session:
        user_id = session.scalars(sa.select(User.id).where(User.username == "handler")).one()
    form = {"form": f"//form[contains(@action, '/{user_id}/off')]"}
    assert security.submit(f"/accounts/{user_id}", **form).status_code == 302
    assert not _is_in(handler)
    form = {"form": f"//form[contains(@action, '/{user_id}/on')]"}
    assert security.submit(f"/accounts/{user_id}", **form).status_code == 302
    sign_in("handler")
    assert not _is_in(handler), "the old session must not come back with the account"


def test_a_reset_password_must_be_changed_before_anything_else(
    sign_in: SignIn, inside: Inside
) -> None:
    security = sign_in("secadmin")
    with inside() as session:
        user_id = session.scalars(sa.select(User.id).where(User.username == "handler")).one()
    page = security.submit(f"/accounts/{user_id}", form="//form[contains(@action, '/reset')]")
    one_time = page.get_data(as_text=True).split("<code>")[1].split("</code>")[0]
    handler = sign_in("handler", password=one_time)
    for url in ("/", "/agencies/", ME):
        assert handler.get(url).headers["Location"] == "/accounts/password"
    new = "Xin-kouling-2026"
    fields = {"old_password": one_time, "new_password": new, "repeat": new}
    assert handler.submit("/accounts/password", fields).status_code == 302
    assert _is_in(handler)
    sign_in("handler", password=new)


@pytest.mark.parametrize(
    ("new", "complaint"),
    [
        ("Short-1", "8至128个字符"),
        ("lowercase", "三种"),
        ("Password123!", "太常见"),
        ("Qwerty12345", "太常见"),
        ("Woaini1314", "太常见"),
        ("Mingdu@2026", "太常见"),
        ("aaaaaaaaaaaaaaaa", "太常见"),
        ("My-handler-2026", "不得包含用户名"),
        (make.PASSWORD, "不得与原口令相同"),
    ],
)
def test_a_weak_new_password_is_refused(sign_in: SignIn, new: str, complaint: str) -> None:
    fields = {"old_password": make.PASSWORD, "new_password": new, "repeat": new}
    answer = sign_in("handler").submit("/accounts/password", fields)
    assert answer.status_code == 422
    assert complaint in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "new",
    [
        "kD8sTq2p",
        "wo men ba wen ti gai dao wei",
        "长城脚下的杏花开得很晚还下了一场雪",
        "q7Kd0vR2mZ9xLw4TbYc8HsJ5nGfE1uPa3iXoV6rNkQeWtDyMlBhUgCzFjSpIoA8e",
    ],
)
def test_eight_drawn_by_lot_a_sentence_of_fifteen_or_sixty_four_characters_do(
    sign_in: SignIn, new: str
) -> None:
    fields = {"old_password": make.PASSWORD, "new_password": new, "repeat": new}
    assert sign_in("handler").submit("/accounts/password", fields).status_code == 302
    sign_in("handler", password=new)


def test_the_last_five_passwords_are_not_taken_again(sign_in: SignIn) -> None:
    held = make.PASSWORD
    handler = sign_in("handler")

    def change(old: str, new: str) -> str:
        fields = {"old_password": old, "new_password": new, "repeat": new}
        answer = handler.submit("/accounts/password", fields)
        return "" if answer.status_code == 302 else answer.get_data(as_text=True)

    for number in range(1, 5):
        new = f"Di-{number}-ci-huan-de"
        assert change(held, new) == ""
        held = new
    for used in (make.PASSWORD, "Di-1-ci-huan-de"):
        assert "最近5次用过的" in change(held, used)
    assert change(held, "Di-5-ci-huan-de") == ""
    assert change("Di-5-ci-huan-de", make.PASSWORD) == "", "the sixth last"


def test_rotation_is_a_setting(sign_in: SignIn, clock: Clock) -> None:
    clock("2026-03-02 08:00")
    sign_in("handler")
    clock("2027-06-01 08:00")
    assert sign_in("handler").get(ME).headers["Location"] == "/accounts/password"
    administrator = sign_in("sysadmin")
    assert administrator.get("/").headers["Location"] == "/accounts/password"
    fields = {
        "old_password": make.PASSWORD,
        "new_password": "Xin-kouling-2027",
        "repeat": "Xin-kouling-2027",
    }
    administrator.submit("/accounts/password", fields)
    assert administrator.submit("/settings/", {"password_days": "0"}).status_code == 302
    assert sign_in("handler").get(ME).status_code == 200


def test_what_was_typed_when_the_session_expired_stands_in_the_form_after_signing_in(
    sign_in: SignIn, inside: Inside, clock: Clock
) -> None:
    clock("2026-03-02 09:00")
    handler = sign_in("handler")
    page = handler.get("/agencies/new").get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    typed = {"name": "示例市长名单位", "management": "vertical", "superior_name": "示例省厅"}
    clock("2026-03-02 10:30")
    answer = handler.post("/agencies/new", data={"csrf_token": token, **typed})
    assert answer.status_code == 302
    assert "/accounts/sign-in" in answer.headers["Location"]
    again = handler.submit(
        answer.headers["Location"], {"username": "handler", "password": make.PASSWORD}
    )
    form = handler.get(again.headers["Location"]).get_data(as_text=True)
    assert 'value="示例市长名单位"' in form
    assert 'value="示例省厅"' in form
    saved = handler.submit(again.headers["Location"])
    assert saved.status_code == 302
    with inside() as session:
        assert session.scalar(sa.select(sa.func.count(FormDraft.id))) == 0


def test_a_draft_kept_at_expiry_is_not_shown_to_the_next_person_at_the_desk(
    sign_in: SignIn, clock: Clock
) -> None:
    clock("2026-03-02 09:00")
    handler = sign_in("handler")
    page = handler.get("/agencies/new").get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    clock("2026-03-02 10:30")
    answer = handler.post("/agencies/new", data={"csrf_token": token, "name": "示例市秘密单位"})
    other = {"username": "second", "password": make.PASSWORD}
    again = handler.submit(answer.headers["Location"], other)
    assert "示例市秘密单位" not in handler.get(again.headers["Location"]).get_data(as_text=True)


def test_a_role_taken_away_is_gone_at_the_next_click(sign_in: SignIn, inside: Inside) -> None:
    handler = sign_in("handler")
    assert handler.get("/clues/").status_code == 200
    with inside() as session:
        user = session.scalars(sa.select(User).where(User.username == "handler")).one()
        user.role_rows.clear()
    assert handler.get("/clues/").status_code == 403


def test_the_old_password_cannot_be_guessed_in_a_session_left_open(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = sign_in("handler")
    new = {"new_password": "Xin-kouling-2026", "repeat": "Xin-kouling-2026"}
    for number in range(5):
        answer = handler.submit("/accounts/password", {"old_password": f"Cai-{number}", **new})
        assert "原口令不对" in answer.get_data(as_text=True)
    right = {"old_password": make.PASSWORD, **new}
    monkeypatch.setattr(passwords, "matches", lambda *_: pytest.fail("a hash was computed"))
    answer = handler.submit("/accounts/password", right)
    assert "失败次数过多" in answer.get_data(as_text=True)
