"""补录 of interviews at which each promised for himself: by form, sent back, corrected; nothing typed is lost."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core import duedates
from supervision.core.audit import timeline
from supervision.core.corrections import CORRECTED
from supervision.core.db import session
from supervision.core.duedates import DueKind, DueState
from supervision.interviews.models import Interview
from supervision.interviews.states import InterviewStatus as S
from tests.make import people
from tests.support import second
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
MAIN = "//main//form[@method='post']"
PATH = "/interviews/back-entry"
UNIT = "示例市甲局"
D = date
# By hand: three came; the first kept it, the third is to keep it until 20 March 2026, the second promised nothing.
OWN = {
    "promising": "each",
    "own-0-promise": "补齐案卷", "own-0-promise_due": "2023-07-06", "own-0-kept_on": "2023-07-05", "own-0-result": "已补齐",
    "own-2-promise": "重新培训", "own-2-promise_due": "2026-03-20",
}  # fmt: skip
HEADS = {
    "heads-0-who": "示例某甲", "heads-0-unit": UNIT, "heads-1-who": "示例某乙", "heads-1-unit": UNIT,
    "heads-2-who": "示例某丙", "heads-2-unit": UNIT,
}  # fmt: skip


@pytest.fixture
def handler(clock: Clock, sign_in: SignIn) -> Visitor:
    clock("2026-03-10 09:00")
    return sign_in("handler")


@pytest.fixture
def typed(inside: Inside) -> dict[str, str]:
    with inside():
        keys = [f"u{people.principal(seat).user_id}" for seat in ("handler", "second", "reviewer")]
    seats = dict(zip(("interviewers-0", "interviewers-1", "recorder"), keys, strict=True))
    return {
        "reason": "整改不力",
        "planned_on": "2023-06-06",
        "minutes": "要点",
        **seats,
        **HEADS,
        **OWN,
    }


def _entered(handler: Visitor, reviewer: Visitor, typed: dict[str, str]) -> str:
    answer = handler.submit(PATH, typed, form=MAIN)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert second.confirm(reviewer).status_code == 302
    return str(answer.location)


def _stands(
    inside: Inside,
) -> tuple[S, date | None, list[tuple[str, date | None, date | None, str]]]:
    with inside():
        made = session.scalars(sa.select(Interview)).one()
        heads = [
            (one.promise, one.promise_due, one.kept_on, one.promise_result)
            for one in made.interviewees
        ]
        return made.status, made.promise_due, heads


def _due(inside: Inside) -> list[tuple[str, date, DueState]]:
    with inside():
        made = session.scalars(sa.select(Interview)).one()
        return [
            (one.name if one is not made else "", row.due, row.state)
            for one in (made, *made.interviewees)
            for row in duedates.of_owner(one, DueKind.PROMISE)
        ]


KEPT = ("补齐案卷", D(2023, 7, 6), D(2023, 7, 5), "已补齐")
NONE = ("", None, None, "")
LEFT = ("重新培训", D(2026, 3, 20), None, "")


def test_own_promises_of_a_past_interview_are_entered_looked_at_and_followed(
    app: Flask, handler: Visitor, sign_in: SignIn, typed: dict[str, str], inside: Inside, page: PageCheck
) -> None:  # fmt: skip
    answer = handler.submit(PATH, typed, form=MAIN)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    reviewer = sign_in("reviewer")
    looked = page(reviewer.get(second.waiting(reviewer)[0])).text
    assert "示例某甲：补齐案卷（2023-07-06前，2023-07-05落实：已补齐）" in looked
    assert "示例某丙：重新培训（2026-03-20前）" in looked
    assert second.confirm(reviewer).status_code == 302
    assert _stands(inside) == (S.TRACKING, D(2026, 3, 20), [KEPT, NONE, LEFT])
    assert _due(inside) == [("示例某丙", D(2026, 3, 20), DueState.OPEN)]
    shown = page(handler.get(answer.location))
    names = shown.find("//table[caption='分别承诺']//tbody/tr/td[1]/text()")
    assert [str(one).strip() for one in names if str(one).strip()] == ["示例某甲", "示例某丙"]
    told = {"heads-0-kept": "y", "heads-0-result": "已培训"}
    assert handler.submit(f"{answer.location}/step/keep", told, form=MAIN).status_code == 302
    assert _stands(inside)[0] is S.HELD
    verified = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert verified.exit_code == 0, verified.output


def test_all_kept_and_closed_it_is_over(
    handler: Visitor, sign_in: SignIn, typed: dict[str, str], inside: Inside
) -> None:
    over = {
        "own-2-kept_on": "2023-08-01",
        "own-2-result": "已培训",
        "own-2-promise_due": "2023-08-06",
    }
    _entered(handler, sign_in("reviewer"), typed | over | {"closed_on": "2023-08-02"})
    assert _stands(inside)[0] is S.CLOSED
    assert _due(inside) == []


@pytest.mark.parametrize(
    ("otherwise", "why"),
    [
        ({"promise": "都完成"}, "选的是分别承诺，共同承诺不填"),
        ({"promising": "together"}, "却另填了示例某甲、示例某丙的承诺"),
        ({"own-2-promise_due": ""}, "示例某丙：整改承诺和承诺期限须同时填写"),
        ({"own-2-promise_due": "2023-06-05"}, "示例某丙：承诺期限不得早于实施日期"),
        ({"own-2-promise_due": "4月31日"}, "“4月31日”"),
        ({"own-0-result": ""}, "示例某甲：落实日期和落实情况须同时填写"),
        ({"own-0-kept_on": "2023-06-05"}, "示例某甲：落实日期不得早于上一步的2023年6月6日"),
        ({"own-0-kept_on": "2026-03-11"}, "示例某甲：落实日期不得晚于今天"),
        ({"own-1-kept_on": "2023-07-01", "own-1-result": "已办"}, "示例某乙：填写了落实情况，请填写本人承诺和期限"),
        ({"own-5-promise": "完成", "own-5-promise_due": "2023-07-06"}, "第6行没有约谈对象，却填了承诺"),
        ({"closed_on": "2023-08-02"}, "请填写承诺落实情况（示例某丙没有填写落实日期）"),
        (dict.fromkeys(OWN, "") | {"promising": "each"}, "请至少填写一人的承诺和期限"),
        ({"promising": "together", "promise": "都完成"} | dict.fromkeys(list(OWN)[1:], ""), "须同时填写"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_once_and_stays_in_the_form(
    handler: Visitor, typed: dict[str, str], inside: Inside, page: PageCheck, otherwise: dict[str, str], why: str
) -> None:  # fmt: skip
    said = typed | otherwise
    shown = page(handler.submit(PATH, said, form=MAIN), status=422)
    assert why in shown.text
    kept = shown.find(MAIN)[0].fields
    assert {name: (kept[name] or "").strip() for name in said} == said
    with inside():
        assert not session.scalars(sa.select(Interview)).all()


def test_an_entry_that_came_back_and_a_corrected_one_show_what_was_typed(
    handler: Visitor, sign_in: SignIn, typed: dict[str, str], inside: Inside, page: PageCheck
) -> None:
    answer = handler.submit(PATH, typed, form=MAIN)
    reviewer = sign_in("reviewer")
    assert second.refuse(reviewer, "核对原件").status_code == 302
    again = f"{answer.location}/correct"

    def shown() -> dict[str, Any]:
        fields = page(handler.get(again)).find(MAIN)[0].fields
        return {name: (fields[name] or "").strip() for name in OWN}

    assert shown() == OWN
    assert handler.submit(again, {"own-2-promise": "全员培训"}, form=MAIN).status_code == 302
    assert second.confirm(reviewer).status_code == 302
    assert _stands(inside)[2][2][0] == "全员培训"
    assert shown() == OWN | {"own-2-promise": "全员培训"}
    assert page(handler.get(again)).find(MAIN)[0].fields["promise_due"] == ""
    told = {"own-2-promise_due": "2026-04-20", "why": "看错日期"}
    assert handler.submit(again, told, form=MAIN).status_code == 302
    assert second.confirm(reviewer).status_code == 302
    assert _due(inside) == [
        ("示例某丙", D(2026, 3, 20), DueState.ENDED), ("示例某丙", D(2026, 4, 20), DueState.OPEN),
    ]  # fmt: skip
    with inside():
        told_of = timeline(session.scalars(sa.select(Interview)).one())
        event = next(one for one in told_of if one.action == CORRECTED)
        changes = {label: (old, new) for label, old, new in event.changes}
        assert "2026-03-20前" in changes["分别承诺"][0]
        assert "2026-04-20前" in changes["分别承诺"][1]


def test_a_head_taken_out_takes_the_promise_along(
    handler: Visitor, sign_in: SignIn, typed: dict[str, str], inside: Inside
) -> None:
    """The line before is cleared: the promise stays beside the one who made it, by its number."""
    where = _entered(handler, sign_in("reviewer"), typed)
    told = dict.fromkeys(("heads-1-who", "heads-1-unit"), "") | {"why": "没有参加"}
    assert handler.submit(f"{where}/correct", told, form=MAIN).status_code == 302
    assert second.confirm(sign_in("reviewer")).status_code == 302
    assert _stands(inside)[2] == [KEPT, LEFT]
