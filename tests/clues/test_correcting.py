"""更正补录 of clues: with a reason, old and new on the trail, while nothing followed."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.clues import history, service
from supervision.clues.history import Past
from supervision.clues.models import Clue
from supervision.clues.service import Outcome
from supervision.clues.states import ClueStatus, Finding
from supervision.core import duedates
from supervision.core.audit import timeline
from supervision.core.corrections import CORRECTED
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.errors import DomainError, WrongState
from tests.make import clues as make
from tests.make import people
from tests.make.second_person import says_yes
from tests.support import pages
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
OUTCOME = Outcome(Finding.TRUE, "属实", True, "已纠正")
CLOSED = Past(accepted_on=date(2023, 4, 4), closed_on=date(2023, 5, 8), outcome=OUTCOME)
OPEN = Past(accepted_on=date(2023, 4, 4))
RECEIVED = {"received_on": date(2023, 4, 3), "due_on": date(2023, 5, 10)}


def _entered(inside: Inside, past: Past = CLOSED) -> int:
    with inside():
        facts = make.facts(**RECEIVED)
        return history.back_enter(facts, past, actor=people.principal("handler")).id


def _correct(
    key: int, past: Past, *, by: str = "second", why: str = "录错", **facts: object
) -> Clue:
    clue = session.get_one(Clue, key)
    stated = make.facts(**{**RECEIVED, **facts})
    history.correct(clue, stated, past, reason=why, actor=people.principal(by))
    return clue


def test_days_and_state_are_put_right_and_told(inside: Inside) -> None:
    key = _entered(inside)
    with inside():
        clue = _correct(key, OPEN, source_number="示例转〔2023〕9号")
        assert (clue.status, clue.closed_on, clue.finding) == (ClueStatus.ACCEPTED, None, None)
        held = duedates.open_of(clue, DueKind.CLUE)
        assert held is not None
        assert held.due == date(2023, 5, 10)
    with inside():
        told = timeline(session.get_one(Clue, key))[0]
        assert (told.action, told.reason) == (CORRECTED, "录错")
        changes = {label: (old, new) for label, old, new in told.changes}
        assert changes["来文编号"] == ("示例转〔2026〕8号", "示例转〔2023〕9号")
        assert changes["办结日期"][0] == "2023-05-08"
        assert "状态" in changes
        again = _correct(key, CLOSED)
        assert again.status is ClueStatus.CLOSED


def test_it_is_checked_as_the_first_time(inside: Inside) -> None:
    key = _entered(inside)
    for past in (
        Past(accepted_on=date(2023, 4, 1)),
        Past(accepted_on=date(2023, 4, 4), closed_on=date(2023, 5, 8)),
        Past(
            date(2023, 4, 4), None, date(2023, 5, 8), Outcome(Finding.FALSE, "不属实", True, "罚")
        ),
    ):
        with pytest.raises(DomainError), inside():
            _correct(key, past)


def test_not_without_a_reason_nor_once_it_went_on_here(inside: Inside) -> None:
    key = _entered(inside, OPEN)
    with pytest.raises(DomainError, match="理由"), inside():
        _correct(key, CLOSED, why=" ")
    with inside():
        service.check(
            session.get_one(Clue, key), on=date(2023, 4, 5), actor=people.principal("handler")
        )
    with pytest.raises(WrongState, match="已在系统内办理"), inside():
        _correct(key, CLOSED)
    with pytest.raises(WrongState, match="不是补录"), inside():
        _correct(make.clue().id, CLOSED)


def test_the_page_offers_it_instead_of_amending(inside: Inside, sign_in: SignIn) -> None:
    key = _entered(inside, OPEN)
    handler = sign_in("handler")
    shown = pages.check(handler.get(f"/clues/{key}"))
    assert shown.find(f"//a[@href='/clues/{key}/correct']")
    assert not shown.find(f"//a[@href='/clues/{key}/amend']")
    typed = {"accepted_on": "2023-04-06", "why": "受理日期录错"}
    answer = handler.submit(f"/clues/{key}/correct", typed, form="//main//form[@method='post']")
    assert answer.status_code == 302, answer.get_data(as_text=True)
    with inside():
        assert session.get_one(Clue, key).accepted_on == date(2023, 4, 4)  # not looked at yet
    says_yes(inside, sign_in("reviewer"))
    assert "受理日期录错" in pages.check(handler.get(answer.location)).text
    with inside():
        clue = session.scalars(sa.select(Clue)).one()
        assert (clue.accepted_on, clue.source_number) == (date(2023, 4, 6), "示例转〔2026〕8号")
    assert pages.check(handler.get("/clues/")).find("//a[@href='/imports/?kind=clues']")
