"""A published figure of different persons differs when persons came or went, not when another record stands for one."""

from datetime import date

import pytest

from supervision.core.db import session
from supervision.interviews.models import Interview
from supervision.interviews.people import IntervieweeFacts
from supervision.interviews.states import InterviewStatus
from supervision.reports import counting, service
from supervision.reports.periods import parse
from supervision.reports.reach import reach
from tests.make import interviews as make
from tests.make import people
from tests.make.clues import the_unit
from tests.make.offices import sign_in
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import check
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
SAID = "发布以后，每个数字对应的记录都没有变化"
HEADS = "约谈行政执法部门负责人"


def _interview(*names: str) -> int:
    unit = the_unit()
    heads = [IntervieweeFacts(name, unit, post="局长", in_leadership=True) for name in names]
    day = date(2026, 3, 2)
    return make.interview(InterviewStatus.HELD, on=day, interviewees=heads).id


@pytest.mark.parametrize(("second", "same"), [("示例甲", True), ("示例乙", False)])
def test_who_is_counted_by_another_interview_has_neither_come_nor_gone(
    client: Visitor, inside: Inside, clock: Clock, second: str, same: bool
) -> None:
    """Of two interviews the first turns out to have been the year before: 示例甲 stays one of the persons."""
    clock("2026-03-02 09:00")
    with inside():
        first = _interview("示例甲")
        _interview("示例甲", "示例丙")
        later = _interview(second)
        session.get_one(Interview, later).held_on = date(2025, 3, 2)
        person = people.principal("reviewer")
        where = reach(person.body_id or 0)
        service.publish(where, counting.count(parse("2026"), where.body_ids), actor=person)
    sign_in(client, person)
    assert SAID in check(client.get("/reports/snapshots/1")).text
    with inside():
        session.get_one(Interview, first).held_on = date(2025, 3, 2)
        if not same:
            session.get_one(Interview, first + 1).held_on = date(2025, 3, 2)
            session.get_one(Interview, later).held_on = date(2026, 3, 2)
    shown = check(client.get("/reports/snapshots/1"))
    told = [row.text_content() for row in shown.find(f"//main//tr[contains(., '{HEADS}')]")]
    moved = [
        words for words in told if "条" in words
    ]  # the records; the figure itself stands below
    assert bool(moved) is not same, told
    assert "此后有更正" in check(client.get("/reports/?year=2026")).text, "人次, 次 did change"
