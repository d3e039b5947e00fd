"""A real mail server and a real robot: one digest a person a day, retried, never twice by intent."""

import datetime as dt
import email
import email.policy
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller

from supervision.accounts.models import User
from supervision.core import duedates
from supervision.core.access import EVERYTHING, seeing
from supervision.core.db import session, unit_of_work
from supervision.core.outgoing import Undelivered, post_webhook
from supervision.reminders import outbox, sending
from supervision.reminders.models import Dispatch, DispatchState
from supervision.reminders.sweep import sweep
from tests.make.dues import due_on

FRIDAY = dt.date(2026, 3, 13)


class Post:
    """What the mail server received, and what it answers to each recipient."""

    def __init__(self) -> None:
        self.letters: list[email.message.EmailMessage] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def post() -> Iterator[Post]:
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=0)
    # aiosmtpd asks for a port before it listens, so one is taken and given back.
    controller.port = _free_port()
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


def _free_port() -> int:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    port = server.server_address[1]
    server.server_close()
    return port


@pytest.fixture
def app(make_app, post):
    return make_app(
        SMTP_HOST="127.0.0.1",
        SMTP_PORT=post.port,
        SMTP_TLS="none",
        SMTP_FROM="mingdu@example.test",
        PUBLIC_URL="https://mingdu.example.test",
    )


@pytest.fixture
def due_today(work, made, clock) -> None:
    clock("2026-03-13 09:00")
    with work():
        due_on(made, FRIDAY, title="示司意见〔2026〕9号")
        due_on(made, FRIDAY, title="示司意见〔2026〕10号", unit=1)
        sweep()


def _send(app) -> str:
    with app.app_context(), seeing(EVERYTHING):
        return sending.send_waiting()


def _dispatches(work) -> list[Dispatch]:
    with work():
        rows = list(session.scalars(sa.select(Dispatch).order_by(Dispatch.id)))
        session.expunge_all()
    return rows


def test_the_digest_says_how_many_and_where_and_nothing_else(app, work, due_today, post) -> None:
    assert _send(app) == "发出3件，未成0件"
    assert _send(app) == "发出0件，未成0件"
    letter = next(one for one in post.letters if one["To"] == "handler@example.test")
    assert letter["Subject"] == "【明督】您有2件待办"
    assert letter["Message-ID"].endswith("@example.test>")
    plain, html = (part.get_content() for part in letter.iter_parts())
    for text in (plain, html):
        assert "您有2件待办" in text
        assert "https://mingdu.example.test/reminders/" in text
        assert "示司意见" not in text
    assert {row.state for row in _dispatches(work)} == {DispatchState.SENT}


def test_one_a_day_though_more_comes_later(app, work, made, due_today, post, clock) -> None:
    _send(app)
    clock("2026-03-13 14:00")
    with work():
        due_on(made, FRIDAY)
        assert "待发0件" in sweep()
    assert _send(app) == "发出0件，未成0件"
    clock("2026-03-16 09:00")
    with work():
        sweep()
    _send(app)
    said = [one["Subject"] for one in post.letters if one["To"] == "handler@example.test"]
    assert said == ["【明督】您有2件待办", "【明督】您有3件待办"]


def test_what_was_done_before_sending_is_not_sent(app, work, due_today, post) -> None:
    with work():
        for row in session.scalars(sa.select(duedates.DueDate)):
            duedates.close(row, on=FRIDAY)
    assert _send(app) == "发出0件，未成0件"
    assert post.letters == []
    assert {row.state for row in _dispatches(work)} == {DispatchState.DROPPED}


@pytest.mark.parametrize("moment", ["2026-03-13 17:30", "2026-03-14 10:00", "2026-03-16 08:29"])
def test_nothing_leaves_out_of_hours(app, work, due_today, post, clock, moment) -> None:
    clock(moment)
    assert _send(app) == "发出0件，未成0件"
    assert post.letters == []


def test_a_dead_server_is_tried_again_later_and_nothing_is_lost(
    make_app, app, work, due_today, post, clock
) -> None:
    broken = make_app(
        SMTP_HOST="127.0.0.1", SMTP_PORT=_free_port(), SMTP_TLS="none", SMTP_FROM="m@example.test"
    )
    for minute in (0, 5, 10, 30, 45):
        clock(f"2026-03-13 09:{minute:02}")
        assert _send(broken).endswith("未成1件"), "the others do not wait for a dead server too"
    failed = [row for row in _dispatches(work) if row.error]
    assert failed
    assert "无法连接" in failed[0].error
    clock("2026-03-16 10:00")
    with work():
        sweep()
    assert _send(app) == "发出3件，未成0件"
    assert len(post.letters) == 3


def test_a_refused_address_goes_to_the_dead_letters_and_holds_nobody_up(
    app, work, made, due_today, post
) -> None:
    post.answers["handler@example.test"] = "550 no such user"
    assert _send(app) == "发出2件，未成1件"
    (dead,) = [row for row in _dispatches(work) if row.state is DispatchState.FAILED]
    assert "550" in dead.error
    post.answers.clear()
    with work():
        outbox.retry(session.get(Dispatch, dead.id), actor=made.principal("system_admin"))
    assert _send(app) == "发出1件，未成0件"


def test_killed_between_250_and_commit_the_copy_has_the_same_message_id(
    app, work, due_today, post, clock, monkeypatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_arguments: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_settle", die)
        with pytest.raises(Killed):
            _send(app)
    first = post.letters[0]
    clock("2026-03-13 09:03")
    _send(app)
    assert len(post.letters) == 3, "its lease still runs"
    clock("2026-03-13 09:06")
    _send(app)
    assert len(post.letters) == 4
    assert post.letters[3]["Message-ID"] == first["Message-ID"]
    assert len({one["Message-ID"] for one in post.letters}) == 3


class Robot(BaseHTTPRequestHandler):
    """Answers what the server was told to."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.said.append(json.loads(body))
        if self.server.hangs:
            threading.Event().wait(1.5)
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *_arguments: Any) -> None:
        pass


@pytest.fixture
def robot() -> Iterator[Any]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Robot)
    server.said, server.status, server.answer, server.hangs = [], 200, b'{"errcode": 0}', False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def with_robot(make_app, robot):
    def make(**settings: Any):
        base = {
            "WEBHOOK_URL": f"http://127.0.0.1:{robot.server_address[1]}/cgi-bin/send?key=k",
            "WEBHOOK_HOSTS": ("127.0.0.1",),
            "WEBHOOK_PRIVATE": True,
            "WEBHOOK_TIMEOUT": 0.4,
        }
        return make_app(**{**base, **settings})

    return make


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("wecom", {"msgtype": "text",
                   "text": {"content": "您有1件待办", "mentioned_mobile_list": ["13900000000"]}}),
        ("dingtalk", {"msgtype": "text", "text": {"content": "您有1件待办 @13900000000"},
                      "at": {"atMobiles": ["13900000000"], "isAtAll": False}}),
    ],
)  # fmt: skip
def test_robots_are_spoken_to_in_their_language(with_robot, robot, kind, said) -> None:
    with with_robot(WEBHOOK_KIND=kind).app_context():
        post_webhook("您有1件待办", mobile="13900000000")
    assert robot.said == [said]


@pytest.mark.parametrize(
    ("status", "answer", "hangs", "permanent"),
    [
        (500, b"", False, False),
        (404, b"", False, True),
        (200, b'{"errcode": 45009, "errmsg": "too many"}', False, False),
        (200, b"", True, False),
    ],
)
def test_a_robot_that_fails_or_hangs_is_not_believed(
    with_robot, robot, status, answer, hangs, permanent
) -> None:
    robot.status, robot.answer, robot.hangs = status, answer, hangs
    with with_robot().app_context(), pytest.raises(Undelivered) as refusal:
        post_webhook("您有1件待办", mobile="13900000000")
    assert refusal.value.permanent is permanent


@pytest.mark.parametrize(
    "settings",
    [
        {"WEBHOOK_URL": "http://127.0.0.1/x", "WEBHOOK_PRIVATE": False},
        {"WEBHOOK_URL": "https://127.0.0.1/x", "WEBHOOK_PRIVATE": False},
        {"WEBHOOK_URL": "https://localhost/x", "WEBHOOK_HOSTS": ("localhost",),
         "WEBHOOK_PRIVATE": False},
        {"WEBHOOK_URL": "https://evil.example/x"},
        {"WEBHOOK_URL": "https://127.0.0.1@evil.example/x"},
        {"WEBHOOK_URL": "file:///etc/passwd"},
    ],
)  # fmt: skip
def test_a_robots_address_leads_nowhere_else(with_robot, robot, settings) -> None:
    with with_robot(**settings).app_context(), pytest.raises(Undelivered) as refusal:
        post_webhook("您有1件待办", mobile="13900000000")
    assert refusal.value.permanent
    assert robot.said == []


def test_the_robot_mentions_those_who_have_a_mobile(with_robot, robot, work, made, clock) -> None:
    clock("2026-03-13 09:00")
    app = with_robot()
    with work():
        session.get(User, made.people["handler"].id).telephone = "13900000000"
        due_on(made, FRIDAY)
    with app.app_context(), unit_of_work(), seeing(EVERYTHING):
        assert "待发1件" in sweep()
    assert _send(app) == "发出1件，未成0件"
    assert robot.said[0]["text"]["content"].startswith("您有1件待办：")
