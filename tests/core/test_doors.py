"""What comes in at the doors: bounded before it is read, files only where a view takes them."""

import inspect
import io
import re

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from supervision.core.config import MEGABYTE
from supervision.core.drafts import MOST, FormDraft
from supervision.core.files.models import StoredFile
from supervision.core.files.sweeping import sweep
from tests.rules.source import modules
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.seats import SignIn
from tests.support.stores import MakeApp
from tests.support.work import Inside

FORM = "application/x-www-form-urlencoded"
pytestmark = pytest.mark.usefixtures("bureau")


def _token(visitor: Visitor, url: str = "/accounts/me") -> str:
    text = visitor.get(url).get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)
    assert found
    return found[1]


def _picture() -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (2, 2)).save(stream, "PNG")
    stream.seek(0)
    return stream


def _post(visitor: Visitor, url: str, body: bytes) -> tuple[int, str]:
    answer = visitor.post(url, data=body, content_type=FORM)
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "url", ["/accounts/sign-in", "/accounts/sign-out", "/no/such/page", "/static/css/app.css"]
)
def test_a_stranger_sends_no_more_than_64_kb(
    client: Visitor, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("werkzeug.formparser.parse_qsl", lambda *_, **__: pytest.fail("parsed"))
    status, text = _post(client, url, b"a=1&" * 20_000)
    assert status in (404, 405, 413)
    if status == 413:
        assert "64 KB" in text


def test_forty_items_of_chinese_text_pass_and_nine_megabytes_do_not(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = sign_in("handler")
    token = _token(handler)
    items = {f"text_{number}": "整改措施" * 195 for number in range(40)}  # 281 KB as it is sent
    answer = handler.post("/drafts/keep?path=/clues/new", data={"csrf_token": token, **items})
    assert answer.status_code == 200
    monkeypatch.setattr("werkzeug.formparser.parse_qsl", lambda *_, **__: pytest.fail("parsed"))
    for length in (240_000, 1_000_000):  # 2.2 MB and 9 MB as they are sent
        with_more = {"csrf_token": token, "text": "改" * length}
        refused = handler.post("/clues/new", data=with_more)
        assert refused.status_code == 413
    said = refused.get_data(as_text=True)
    assert "2 MB" in said
    assert 'href="/clues/new"' in said, "where what was kept on the way is offered again"
    assert "恢复它" in handler.get("/clues/new").get_data(as_text=True)


def test_five_thousand_fields_are_refused_unread(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = sign_in("handler")
    monkeypatch.setattr("werkzeug.formparser.parse_qsl", lambda *_, **__: pytest.fail("parsed"))
    status, text = _post(handler, "/clues/new", b"a=1&" * 5_001)
    assert status == 413
    assert "5000" in text


def test_a_form_of_many_parts_is_refused(sign_in: SignIn) -> None:
    handler = sign_in("handler")
    parts = [f'--x\r\nContent-Disposition: form-data; name="a{n}"\r\n\r\n1' for n in range(5_001)]
    body = "\r\n".join([*parts, "--x--", ""]).encode()
    answer = handler.post("/clues/new", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413


def test_what_a_session_that_expired_was_sending_is_still_kept(
    sign_in: SignIn, inside: Inside, clock: Clock
) -> None:
    clock("2026-03-02 09:00")
    handler = sign_in("handler")
    token = _token(handler)
    clock("2026-03-02 14:00")
    answer = handler.post("/clues/new", data={"csrf_token": token, "facts": "甲" * 30_000})
    assert answer.status_code == 302
    with inside() as own:
        assert len(own.scalars(sa.select(FormDraft)).one().data["facts"][0]) == 30_000


def test_files_are_kept_only_where_a_view_takes_them(sign_in: SignIn, inside: Inside) -> None:
    handler = sign_in("handler")
    data = {"csrf_token": _token(handler), "file": (_picture(), "a.png")}
    answer = handler.post("/accounts/large-type", data=data)
    assert answer.status_code == 302
    with inside() as own:
        assert own.scalars(sa.select(StoredFile)).all() == []


def test_a_form_too_large_for_a_page_without_files(sign_in: SignIn) -> None:
    handler = sign_in("handler")
    kind = "multipart/form-data; boundary=x"
    answer = handler.post("/accounts/large-type", data=bytes(3 * MEGABYTE), content_type=kind)
    assert answer.status_code == 413
    assert "没有保存" in answer.get_data(as_text=True)


def _upload(visitor: Visitor) -> str:
    data = {"csrf_token": _token(visitor, "/clues/new"), "files": (_picture(), "照片.png")}
    return visitor.post("/clues/new", data=data).get_data(as_text=True)


def test_a_persons_share_of_files_that_hang_on_nothing(
    make_app: MakeApp, sign_in: SignIn, inside: Inside, app: Flask, clock: Clock
) -> None:
    clock("2026-03-02 09:00")
    app.config["UPLOADS_LYING"] = 3 * len(_picture().getvalue())
    handler = sign_in("handler")
    for _ in range(3):
        assert "没有提交的文件" not in _upload(handler)
    assert "没有提交的文件合计将超过" in _upload(handler)
    assert "没有提交的文件" not in _upload(sign_in("second"))
    clock("2026-03-10 09:00")
    with inside():
        assert sweep() >= 4
    assert "没有提交的文件" not in _upload(sign_in("handler"))


def test_a_persons_uploads_of_a_day_are_bounded(sign_in: SignIn, app: Flask) -> None:
    app.config["UPLOADS_A_DAY"] = 1
    assert "请明日再传" in _upload(sign_in("handler"))


@pytest.mark.parametrize(
    "path",
    ["/no/such/page/1", "/clues", "/accounts/sign-in", "/accounts/new", "/static/x", "//evil/x"],
)
def test_drafts_are_kept_only_of_pages_that_take_a_form(
    sign_in: SignIn, inside: Inside, path: str
) -> None:
    handler = sign_in("handler")
    data = {"csrf_token": _token(handler), "text": "甲"}
    answer = handler.post("/drafts/keep", query_string={"path": path}, data=data)
    assert answer.status_code == 404
    with inside() as own:
        assert own.scalar(sa.select(sa.func.count(FormDraft.id))) == 0


def test_the_drafts_of_one_person_are_bounded(
    sign_in: SignIn, inside: Inside, clock: Clock
) -> None:
    clock("2026-03-02 08:59")
    handler = sign_in("handler")
    token = _token(handler)
    for number in range(MOST + 3):
        clock(f"2026-03-02 09:{number:02}")
        data = {"csrf_token": token, "text": "甲"}
        path = f"/clues/{number + 1}/amend"
        answer = handler.post("/drafts/keep", query_string={"path": path}, data=data)
        assert answer.status_code == 200
    with inside() as own:
        paths = own.scalars(sa.select(FormDraft.path)).all()
        assert len(paths) == MOST
        assert "/clues/1/amend" not in paths
        assert f"/clues/{MOST + 3}/amend" in paths


def test_addresses_never_come_from_the_host_that_was_asked(sign_in: SignIn) -> None:
    handler = sign_in("handler")
    answer = handler.submit("/reminders/feed", {}, form="//form[contains(@action, '/feed')]")
    assert "/reminders/" in answer.get_data(as_text=True)
    for module in modules("supervision/**/*.py"):
        place, text = module.name, module.text
        for word in ("_external", "host_url", "url_root", "request.host"):
            assert word not in text or place.endswith("addresses.py"), f"{place}: {word}"


def test_the_cookie_belongs_to_this_host_alone_under_https(make_app: MakeApp) -> None:
    secure = make_app(HTTPS=True).test_client()
    answer = secure.get("/accounts/sign-in", base_url="https://localhost")
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
    wanted = "max-age=31536000; includeSubDomains"
    assert answer.headers["Strict-Transport-Security"] == wanted


def test_every_view_that_takes_files_says_so(app: Flask) -> None:
    """Who shows a form with files without saying so fails at once; here those that say so for nothing."""
    declared = {
        name for name, view in app.view_functions.items() if getattr(view, "takes_files", False)
    }
    assert len(declared) >= 25
    for name in declared:
        methods = {method for rule in app.url_map.iter_rules(name) for method in rule.methods or ()}
        assert "POST" in methods, name
        assert inspect.unwrap(app.view_functions[name]).__module__.startswith("supervision."), name
