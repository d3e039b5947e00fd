"""Heads of one interview share a promise or make own ones: entered, followed, kept one by one, printed."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core import duedates
from supervision.core.db import session
from supervision.core.duedates import DueKind, DueState
from supervision.interviews import documents
from supervision.interviews.models import Interview
from supervision.interviews.states import InterviewStatus as S
from tests.make import interviews as make
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
NINE = range(9)
MAIN = "//main//form[@method='post']"
# By hand: the first three promise for themselves, the third soonest; the others promise nothing.
OWN = {
    "attendance-0-promise": "补齐案卷", "attendance-0-promise_due": "2026-04-10",
    "attendance-1-promise": "重新培训", "attendance-1-promise_due": "2026-04-20",
    "attendance-2-promise": "公示结果", "attendance-2-promise_due": "2026-03-20",
}  # fmt: skip


@pytest.fixture
def handler(clock: Clock, sign_in: SignIn) -> Visitor:
    clock("2026-03-10 09:00")
    return sign_in("handler")


@pytest.fixture
def nine(handler: Visitor, inside: Inside) -> str:
    """Where an interview of nine heads stands, who have been told of it."""
    with inside():
        return f"/interviews/{make.interview(S.NOTIFIED, interviewees=make.heads(9, 0)).id}"


def _held(handler: Visitor, nine: str, **typed: str) -> None:
    told = {"minutes": "通报情况。", "promising": "each"} | OWN | typed
    answer = handler.submit(f"{nine}/step/hold", told, form=MAIN)
    assert answer.status_code == 302, answer.get_data(as_text=True)


def _stands(inside: Inside) -> tuple[S, date | None, list[tuple[str, date, DueState]]]:
    """State, the day shown, and the due dates of what was promised."""
    with inside():
        made = session.scalars(sa.select(Interview)).one()
        rows = [
            (owner.name if owner is not made else "", row.due, row.state)
            for owner in (made, *made.interviewees)
            for row in duedates.of_owner(owner, DueKind.PROMISE)
        ]
        return made.status, made.promise_due, rows


def _keep(handler: Visitor, nine: str, *places: int) -> None:
    """The heads at these places of those that are left have kept theirs."""
    told = {f"heads-{one}-kept": "y" for one in places}
    told |= {f"heads-{one}-result": f"已落实{one}" for one in places}
    answer = handler.submit(f"{nine}/step/keep", told, form=MAIN)
    assert answer.status_code == 302, answer.get_data(as_text=True)


def test_nine_heads_split_their_promises_and_keep_them_one_by_one(
    app: Flask, handler: Visitor, nine: str, inside: Inside, page: PageCheck
) -> None:
    _held(handler, nine)
    names = [f"示例负责人{one}" for one in NINE]
    days = [date(2026, 4, 10), date(2026, 4, 20), date(2026, 3, 20)]
    rows = [(name, day, DueState.OPEN) for name, day in zip(names, days, strict=False)]
    assert _stands(inside) == (S.TRACKING, date(2026, 3, 20), rows)
    shown = page(handler.get(nine))
    primary = shown.find("//*[@class='page-actions']//*[contains(@class, 'btn-primary')]")
    assert [one.text_content().strip() for one in primary] == ["登记落实"]
    rows_shown = shown.find("//table[caption='分别承诺']//tbody/tr")
    told = [[cell.text_content().strip() for cell in row.xpath("td")][1:3] for row in rows_shown]
    assert told == [
        ["补齐案卷", "2026-04-10"], ["重新培训", "2026-04-20"], ["公示结果", "2026-03-20"],
    ]  # fmt: skip
    assert "2026-03-20" in page(handler.get("/interviews/?tab=promise")).text
    _keep(handler, nine, 2)  # the soonest is kept: the next one is shown
    state, day, rows = _stands(inside)
    assert (state, day) == (S.TRACKING, date(2026, 4, 10))
    assert [row[2] for row in rows] == [DueState.OPEN, DueState.OPEN, DueState.MET]
    _keep(handler, nine, 0, 1)
    state, day, rows = _stands(inside)
    assert (state, {row[2] for row in rows}) == (S.HELD, {DueState.MET})
    assert "已落实1" in page(handler.get(nine)).text
    assert "登记落实" not in {
        one.text_content().strip() for one in page(handler.get(nine)).find("//main//a")
    }
    answer = handler.submit(f"{nine}/step/close", {}, form=MAIN)
    assert answer.status_code == 302, "each has said what came of it"
    assert _stands(inside)[0] is S.CLOSED
    verified = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert verified.exit_code == 0, verified.output


def test_nine_heads_share_one_promise(
    handler: Visitor, nine: str, inside: Inside, page: PageCheck
) -> None:
    told = {"minutes": "通报情况。", "promise": "一个月内完成", "promise_due": "2026-04-10"}
    assert handler.submit(f"{nine}/step/hold", told, form=MAIN).status_code == 302
    assert _stands(inside) == (
        S.TRACKING,
        date(2026, 4, 10),
        [("", date(2026, 4, 10), DueState.OPEN)],
    )
    shown = page(handler.get(nine))
    assert not shown.find("//table[caption='分别承诺']")
    assert "登记落实" not in shown.text, "a shared promise is told of at the end"


def test_who_has_not_kept_it_is_named_when_the_interview_is_closed(
    handler: Visitor, nine: str, inside: Inside, page: PageCheck
) -> None:
    _held(handler, nine)
    _keep(handler, nine, 0)
    refused = page(handler.submit(f"{nine}/step/close", {}, form=MAIN), status=422)
    assert "示例负责人1、示例负责人2没有登记落实" in refused.text
    told = {"result": "其余两人调离，由单位继续落实。"}
    assert handler.submit(f"{nine}/step/close", told, form=MAIN).status_code == 302
    assert {row[2] for row in _stands(inside)[2]} == {DueState.MET}


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"promising": "together"}, "却另填了示例负责人0、示例负责人1、示例负责人2的承诺"),
        ({"promise": "都完成"}, "选的是分别承诺，共同承诺不填"),
        ({"attendance-1-promise_due": ""}, "示例负责人1：整改承诺和承诺期限须同时填写"),
        ({"attendance-1-promise": ""}, "示例负责人1：整改承诺和承诺期限须同时填写"),
        ({"attendance-1-promise_due": "2026-03-09"}, "示例负责人1：承诺期限不得早于实施日期"),
        ({"attendance-1-absent": "y", "attendance-1-note": "出差"}, "示例负责人1缺席，没有承诺"),
        ({"attendance-1-promise_due": "4月31日"}, "“4月31日”"),
        (dict.fromkeys(OWN, ""), "请至少填写一人的承诺和期限"),
    ],
)  # fmt: skip
def test_promises_that_cannot_be_are_refused_and_kept_in_the_form(
    handler: Visitor, nine: str, inside: Inside, page: PageCheck, typed: dict[str, str], why: str
) -> None:
    said = {"minutes": "通报情况。", "promising": "each"} | OWN | typed
    shown = page(handler.submit(f"{nine}/step/hold", said, form=MAIN), status=422)
    assert why in shown.text
    kept = shown.find(f"{MAIN}[.//textarea[@name='minutes']]")[0].fields
    assert {name: (kept[name] or "").strip() for name in said} == said
    assert _stands(inside)[0] is S.NOTIFIED


def test_the_record_prints_each_promise_with_its_day(
    handler: Visitor, nine: str, inside: Inside
) -> None:
    _held(handler, nine)
    with inside():
        form = documents.record_form(session.scalars(sa.select(Interview)).one())
    assert (
        "示例负责人0：补齐案卷（2026年4月10日前，含当日）\n示例负责人1：重新培训（2026年4月20日前，含当日）\n"
        "示例负责人2：公示结果（2026年3月20日前，含当日）"
    ) in str(form).replace("\\n", "\n")


def test_nothing_is_kept_without_saying_what_came_of_it(
    handler: Visitor, nine: str, inside: Inside, page: PageCheck
) -> None:
    _held(handler, nine)
    for told, why in (
        ({}, "请勾选已经落实的人"),
        ({"heads-1-kept": "y"}, "请填写示例负责人1的落实情况"),
        ({"heads-1-kept": "y", "heads-1-result": "已办", "on": "2026-03-11"}, "不得晚于今天"),
    ):
        assert why in page(handler.submit(f"{nine}/step/keep", told, form=MAIN), status=422).text
    assert [row[2] for row in _stands(inside)[2]] == [DueState.OPEN] * 3
