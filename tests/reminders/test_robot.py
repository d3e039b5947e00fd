"""A real robot: spoken to in its language, guarded, tried again when it fails or hangs."""

import base64
import datetime as dt
import hmac
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.core.access import EVERYTHING, seeing
from supervision.core.db import session, unit_of_work
from supervision.core.outgoing import Undelivered, post_webhook
from supervision.reminders import sending
from supervision.reminders.models import Dispatch, DispatchState
from supervision.reminders.sweep import sweep
from tests.make.dues import due_on
from tests.reminders.robot import listening

FRIDAY = dt.date(2026, 3, 13)


def _send(app) -> str:
    with app.app_context(), seeing(EVERYTHING):
        return sending.send_waiting()


@pytest.fixture
def robot() -> Iterator[Any]:
    with listening() as server:
        yield server


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
        post_webhook("您有1件待办", mobile="13900000000", message_id="<m-1@example.test>")
    assert robot.said == [said]
    assert robot.numbers == ["<m-1@example.test>"]


def test_a_robot_with_a_secret_is_spoken_to_under_a_signature(with_robot, robot, clock) -> None:
    """钉钉: HMAC-SHA256 of the time in milliseconds and the secret, by the secret."""
    clock("2026-03-13 09:00")
    with with_robot(WEBHOOK_KIND="dingtalk", WEBHOOK_SECRET="SEC-example").app_context():
        post_webhook("您有1件待办", mobile="13900000000", message_id="<m-1@example.test>")
    query = dict(parse_qsl(urlsplit(robot.paths[0]).query))
    stamp = str(int(dt.datetime(2026, 3, 13, 1, tzinfo=dt.UTC).timestamp() * 1000))
    mac = hmac.digest(b"SEC-example", f"{stamp}\nSEC-example".encode(), "sha256")
    assert query == {"key": "k", "timestamp": stamp, "sign": base64.b64encode(mac).decode()}


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
        post_webhook("您有1件待办", mobile="13900000000", message_id="<m-1@example.test>")
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
        post_webhook("您有1件待办", mobile="13900000000", message_id="<m-1@example.test>")
    assert refusal.value.permanent
    assert robot.said == []


@pytest.mark.store
def test_the_robot_mentions_those_who_have_a_mobile(with_robot, robot, work, made, clock) -> None:
    clock("2026-03-13 09:00")
    app = with_robot()
    with work():
        session.get(User, made.id_of("handler")).telephone = "13900000000"
        due_on(made, FRIDAY)
    with app.app_context(), unit_of_work(), seeing(EVERYTHING):
        assert "待发1件" in sweep()
    assert _send(app) == "发出1件，未成0件"
    assert robot.said[0]["text"]["content"].startswith("您有1件待办（今天到期1件，新1件）：")


@pytest.mark.parametrize(
    ("trouble", "said"), [({"status": 500}, "HTTP 500"), ({"hangs": True}, "没有应答")]
)
def test_what_a_failing_robot_was_not_told_is_told_later(
    with_robot, robot, work, made, clock, trouble, said
) -> None:
    clock("2026-03-13 09:00")
    app = with_robot()
    with work():
        session.get(User, made.id_of("handler")).telephone = "13900000000"
        due_on(made, FRIDAY)
    with app.app_context(), unit_of_work(), seeing(EVERYTHING):
        sweep()
    for name, value in trouble.items():
        setattr(robot, name, value)
    assert _send(app) == "发出0件，未成1件"
    with work():
        row = session.scalar(sa.select(Dispatch))
        assert row.state is DispatchState.WAITING
        assert said in row.error
    assert _send(app) == "发出0件，未成0件", "it is left in peace for a while"
    robot.status, robot.hangs = 200, False
    clock("2026-03-13 09:03")
    assert _send(app) == "发出1件，未成0件"
    assert len(robot.said) == 2
    first, second = (one["text"]["content"] for one in robot.said)
    assert first == second, "the copy carries the number of the first"
