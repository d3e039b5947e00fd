"""更正补录 of interviews: who sat there is told with old and new; a notice's number is used once."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from supervision.core import duedates
from supervision.core.audit import timeline
from supervision.core.corrections import CORRECTED
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.errors import DomainError, WrongState
from supervision.interviews import history, service
from supervision.interviews.history import Past
from supervision.interviews.models import Interview
from supervision.interviews.people import IntervieweeFacts
from supervision.interviews.service import Record
from supervision.interviews.states import InterviewStatus
from tests.make import interviews as make
from tests.make import people
from tests.make.clues import the_unit
from tests.make.second_person import says_yes
from tests.support import pages
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
HELD = date(2023, 6, 6)
PAST = Past(
    held_on=HELD, notice_number="示司监约〔2023〕2号",
    record=Record("要点", promise="限期整改", promise_due=date(2023, 7, 6)),
)  # fmt: skip


def _entered(inside: Inside, past: Past = PAST) -> int:
    with inside():
        facts = make.facts(planned_on=HELD)
        return history.back_enter(facts, past, actor=people.principal("handler")).id


def _correct(key: int, past: Past, *, why: str = "录错", **facts: Any) -> Interview:
    interview = session.get_one(Interview, key)
    stated = make.facts(**{"planned_on": past.held_on, **facts})
    history.correct(interview, stated, past, reason=why, actor=people.principal("second"))
    return interview


def test_day_people_and_state_are_put_right_and_told(inside: Inside) -> None:
    key = _entered(inside)
    closed = replace(
        PAST, held_on=date(2023, 6, 8), closed_on=date(2023, 7, 5), promise_result="已落实"
    )
    with inside():
        heads = [IntervieweeFacts("示例某丁", the_unit(), post="局长", in_leadership=True)]
        interview = _correct(key, closed, interviewees=heads)
        assert (interview.status, interview.held_on) == (InterviewStatus.CLOSED, date(2023, 6, 8))
        assert [one.name for one in interview.interviewees] == ["示例某丁"]
        assert duedates.open_of(interview, DueKind.PROMISE) is None
    with inside():
        told = timeline(session.get_one(Interview, key))[0]
        assert (told.action, told.reason) == (CORRECTED, "录错")
        changes = {label: (old, new) for label, old, new in told.changes}
        assert changes["实施日期"] == ("2023-06-06", "2023-06-08")
        assert "示例负责人0，副局长" in changes["约谈对象"][0]
        assert changes["约谈对象"][1] == "示例某丁，局长，部门负责人"
        assert "记录人" not in changes


def test_a_notice_calls_to_one_interview(inside: Inside) -> None:
    key = _entered(inside, replace(PAST, notice_number="示司监约〔2023〕3号"))
    _entered(inside)
    with pytest.raises(DomainError, match="已用于约谈") as refusal, inside():
        _correct(key, PAST)
    assert refusal.value.field == "notice_number"
    with pytest.raises(DomainError, match="已用于约谈"):
        _entered(inside)


def test_not_once_it_went_on_here(inside: Inside) -> None:
    key = _entered(inside)
    with inside():
        held = session.get_one(Interview, key)
        service.close(held, on=date(2023, 7, 5), result="已落实", actor=people.principal("handler"))
    with pytest.raises(WrongState, match="已在系统内办理"), inside():
        _correct(key, PAST)


def test_it_is_put_right_on_its_page(inside: Inside, sign_in: SignIn) -> None:
    key = _entered(inside)
    handler = sign_in("handler")
    path = f"/interviews/{key}"
    assert pages.check(handler.get(path)).find(f"//a[@href='{path}/correct']")
    typed = {"heads-0-who": "示例负责人零", "why": "姓名录错"}
    answer = handler.submit(f"{path}/correct", typed, form="//main//form[@method='post']")
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert "示例负责人零" not in pages.check(handler.get(path)).text  # not looked at yet
    says_yes(inside, sign_in("reviewer"))
    shown = pages.check(handler.get(path)).text
    assert "姓名录错" in shown
    with inside():
        held = session.scalars(sa.select(Interview)).one()
        assert [one.name for one in held.interviewees] == ["示例负责人零", "示例执法员0"]
        assert (held.held_on, held.minutes, held.promise_due) == (HELD, "要点", date(2023, 7, 6))
    for place in ("/interviews/", "/interviews/back-entry"):
        assert pages.check(handler.get(place)).find("//a[@href='/imports/?kind=interviews']")
