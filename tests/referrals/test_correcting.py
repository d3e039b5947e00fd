"""更正补录 of referrals: by the handler only, a letter's number used once in the body."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from supervision.core import duedates
from supervision.core.access.scope import scope_of
from supervision.core.audit import timeline
from supervision.core.corrections import CORRECTED
from supervision.core.db import session
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.referrals import history, service
from supervision.referrals.history import Past
from supervision.referrals.models import Referral
from supervision.referrals.states import ReferralStatus
from tests.make import people
from tests.make import referrals as make
from tests.make.second_person import says_yes
from tests.support import pages
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
PAST = Past(
    sent_on=date(2023, 9, 1), letter_number="示司监移函〔2023〕1号", received_on=date(2023, 9, 4)
)


def _entered(inside: Inside, past: Past = PAST, **facts: Any) -> int:
    with inside():
        return history.back_enter(make.facts(**facts), past, actor=people.principal("handler")).id


def _correct(key: int, past: Past, *, by: str = "handler", **facts: Any) -> Referral:
    referral = session.get_one(Referral, key)
    history.correct(referral, make.facts(**facts), past, reason="录错", actor=people.principal(by))
    return referral


def test_number_answer_and_circle_are_put_right_and_told(inside: Inside) -> None:
    key = _entered(inside)
    with inside():
        answered = replace(PAST, letter_number="示司监移函〔2023〕2号", answered_on=date(2023, 9, 12),
                           result="已处理")  # fmt: skip
        referral = _correct(key, answered, viewers=[make.account("reviewer")])
        assert (referral.status, referral.letter_number) == (
            ReferralStatus.ANSWERED, "示司监移函〔2023〕2号",
        )  # fmt: skip
        assert duedates.open_of(referral) is None
    with inside():
        told = timeline(session.get_one(Referral, key))[0]
        assert (told.action, told.reason) == (CORRECTED, "录错")
        changes = {label: (old, new) for label, old, new in told.changes}
        assert changes["函号"] == ("示司监移函〔2023〕1号", "示司监移函〔2023〕2号")
        assert changes["知悉人员"] == ("", "示例reviewer")
        reopened = _correct(key, PAST, term_number=20)
        assert duedates.open_of(reopened) is not None
        assert reopened.due_on == date(2023, 10, 7)


def test_only_its_handler_corrects_it_and_only_while_nothing_followed(inside: Inside) -> None:
    key = _entered(inside, viewers=())
    with pytest.raises(Forbidden), inside():
        _correct(key, PAST, by="second")
    with inside():
        service.process(
            session.get_one(Referral, key), on=date(2023, 9, 5), actor=people.principal("handler")
        )
    with pytest.raises(WrongState, match="已在系统内办理"), inside():
        _correct(key, PAST)


def test_a_letters_number_is_used_once_though_the_other_is_not_seen(inside: Inside) -> None:
    _entered(inside)
    with inside():
        other = people.principal("second")
    with pytest.raises(DomainError, match="已被使用") as refusal, inside(scope_of(other)):
        history.back_enter(make.facts(), PAST, actor=other)
    assert refusal.value.field == "letter_number"
    assert "巡察" not in refusal.value.message


def test_it_is_put_right_on_its_page_by_whom_it_concerns(inside: Inside, sign_in: SignIn) -> None:
    with inside():
        viewers = [make.account("second"), make.account("reviewer")]
        facts = make.facts([], viewers=viewers)
        key = history.back_enter(facts, PAST, actor=people.principal("handler")).id
    path = f"/referrals/{key}"
    handler, viewer = sign_in("handler"), sign_in("second")
    assert pages.check(handler.get(path)).find(f"//a[@href='{path}/correct']")
    assert not pages.check(viewer.get(path)).find(f"//a[@href='{path}/correct']")
    assert viewer.get(f"{path}/correct").status_code == 403
    typed = {"letter_number": "示司监移函〔2023〕5号", "why": "函号录错"}
    answer = handler.submit(f"{path}/correct", typed, form="//main//form[@method='post']")
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert "示司监移函〔2023〕5号" not in pages.check(handler.get(path)).text  # not looked at yet
    says_yes(inside, sign_in("reviewer"))
    shown = pages.check(handler.get(path)).text
    assert "示司监移函〔2023〕5号" in shown
    assert "函号录错" in shown
    assert pages.check(viewer.get(path)).text  # still in the circle
    for place in ("/referrals/", "/referrals/back-entry"):
        assert pages.check(handler.get(place)).find("//a[@href='/imports/?kind=referrals']")
