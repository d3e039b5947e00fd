"""What four people get by mail in one bad week: played, sent, and printed into docs/messages.md.

`MESSAGES=write` in the environment of pytest writes the file anew.
"""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.core import pending
from supervision.core.access import EVERYTHING, seeing
from supervision.core.access.principal import Principal, acting
from supervision.core.access.scope import scope_of
from supervision.core.clock import chinese_date
from supervision.core.db import session
from supervision.core.outgoing import Letter
from supervision.instruments.drafting import service as drafting
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.service import ExtensionFacts
from supervision.instruments.signing import service as signing
from supervision.reminders import sending
from supervision.reminders.sweep import sweep
from tests.make import case_files as papers

PRINTED = Path(__file__).parents[2] / "docs" / "messages.md"
MONDAY = dt.date(2026, 3, 30)
READERS = {"handler": "承办人", "reviewer": "审核人", "signatory": "签发人", "liaison": "联络员"}
WEEKDAYS = "一二三四五"
HEAD = """# 坏的一周：四个人收到的邮件

由 `tests/reminders/test_messages.py` 实际演一遍后写出；测试比对，改动即见（`MESSAGES=write` 重写）。

这一周：意见书甲3月30日到期，单位没有反馈，一直拖到周末；意见书乙4月1日到期，单位在31日申请延期，审核人次日批准；
意见书丙周一提交审核，周二审核通过，周四签发。每人每天最多一封；括号里是其中逾期、今天到期、本周到期和上一封之后新到的件数，
同一件可以既逾期又是新的。事项的名称、单位、文号一概不出系统。

| 日期 | 承办人 | 审核人 | 签发人 | 联络员 |
| --- | --- | --- | --- | --- |
"""


@pytest.fixture
def app(make_app):
    return make_app(
        SMTP_HOST="127.0.0.1", SMTP_FROM="mingdu@example.test", PUBLIC_URL="https://mingdu.example"
    )


@contextmanager
def _acts(username: str) -> Iterator[Principal]:
    person = principal_of(session.scalars(sa.select(User).filter_by(username=username)).one())
    with acting(person):
        yield person


class Week:
    """The papers, and what happens on each day after the morning's messages."""

    def __init__(self) -> None:
        place = papers.office()
        for user in session.scalars(sa.select(User)):
            user.email = f"{user.username}@example.test"
        self.late = papers.delivered(place, day=dt.date(2026, 2, 26))
        self.extended = papers.delivered(place, day=dt.date(2026, 3, 2))
        self.fresh = papers.draft(place)

    def monday(self) -> None:
        with _acts("handler") as handler:
            drafting.submit(self.fresh, actor=handler)

    def tuesday(self) -> None:
        with _acts("reviewer") as reviewer:
            drafting.pass_review(self.fresh, actor=reviewer)
        with _acts("liaison") as liaison:
            facts = ExtensionFacts("修订制度", dt.date(2026, 4, 20))
            self.asked = extending.ask(self.extended, facts, actor=liaison)

    def wednesday(self) -> None:
        with _acts("reviewer") as reviewer:
            extending.grant(self.asked, new_due=dt.date(2026, 4, 20), actor=reviewer)

    def thursday(self) -> None:
        with _acts("signatory") as leader:
            signing.sign(self.fresh, actor=leader)

    def friday(self) -> None:
        """Nothing more happens."""


def test_the_mail_of_a_bad_week(inside, app, clock, monkeypatch) -> None:
    letters: list[Letter] = []
    monkeypatch.setattr(sending, "send_mail", letters.append)
    clock("2026-03-28 09:00")
    with inside():
        week = Week()
    lines, whole = [], ""
    for number, happens in enumerate(
        (week.monday, week.tuesday, week.wednesday, week.thursday, week.friday)
    ):
        day = MONDAY + dt.timedelta(days=number)
        clock(f"{day} 09:00")
        said = _morning(inside, app, letters)
        whole = said.get("handler", whole)
        cells = [_first_line(said.get(name, "")) for name in READERS]
        lines.append(f"| {day.month}月{day.day}日（周{WEEKDAYS[number]}） | {' | '.join(cells)} |")
        clock(f"{day} 10:00")
        with inside() as store:
            _again(store, week)
            happens()
    example = f"\n一封的全文（{chinese_date(day)}，承办人）：\n\n```\n{whole.strip()}\n```\n"
    text = HEAD + "\n".join(lines) + "\n" + example
    if os.environ.get("MESSAGES") == "write":
        PRINTED.write_text(text, encoding="utf-8")
    assert PRINTED.read_text(encoding="utf-8") == text


def _again(store, week: Week) -> None:
    """The same records in this transaction."""
    for name in ("late", "extended", "fresh", "asked"):
        held = getattr(week, name, None)
        if held is not None:
            setattr(week, name, store.get_one(type(held), sa.inspect(held).identity))


def _morning(inside, app, letters: list[Letter]) -> dict[str, str]:
    """One sweep and what it sends, by reader; each N is the queue's number at that moment."""
    letters.clear()
    with inside():
        sweep()
        queues = {
            user.username: _waits(user)
            for user in session.scalars(sa.select(User).where(User.username.in_(READERS)))
        }
    with app.app_context(), seeing(EVERYTHING):
        sending.send_waiting()
    said = {one.to.partition("@")[0]: one.text for one in letters}
    assert len(said) == len(letters), "nobody gets two"
    for name in READERS.keys() & said.keys():
        assert f"您有{queues[name]}件待办" in said[name]
    return said


def _waits(user: User) -> int:
    me = principal_of(user)
    with seeing(scope_of(me)):
        return pending.number(me)


def _first_line(text: str) -> str:
    return text.split("\n\n")[1].partition("。")[0] if text else "—"
