"""补录: referrals of earlier years with their true numbers and days."""

from dataclasses import dataclass
from datetime import date

from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.eventdays import check_day
from supervision.referrals.models import Referral
from supervision.referrals.service import ReferralFacts, begin_term, end_term, enter
from supervision.referrals.states import ReferralStatus


@dataclass(frozen=True)
class Past:
    """What had happened by the time of entry; each day is that of the event."""

    sent_on: date
    letter_number: str = ""
    approved_on: date | None = None
    received_on: date | None = None
    received_by: str = ""
    answered_on: date | None = None
    answer_number: str = ""
    result: str = ""
    archived_on: date | None = None


def back_enter(facts: ReferralFacts, past: Past, *, actor: Principal) -> Referral:
    """Enter a referral of the past with its true days; it is marked 补录."""
    actor.require(Permission.REFERRAL_RECORD)
    _check(facts, past)
    referral = Referral(
        body_id=actor.body_id,
        handler_id=actor.user_id,
        created_by_id=actor.user_id,
        back_entered=True,
        status=_reached(past),
        approved_on=past.approved_on,
        sent_on=past.sent_on,
        letter_number=past.letter_number,
        received_on=past.received_on,
        received_by=past.received_by,
        answered_on=past.answered_on,
        answer_number=past.answer_number,
        result=past.result,
        archived_on=past.archived_on,
    )
    enter(referral, facts, actor=actor)
    begin_term(referral, actor=actor)
    ended = past.answered_on or past.archived_on
    if ended is not None:
        end_term(referral, on=ended)
    record(referral, action="back_enter", label="补录", actor=actor)
    session.flush()
    return referral


def _check(facts: ReferralFacts, past: Past) -> None:
    if past.approved_on is not None:
        check_day(past.approved_on, word="批准日期", field="approved_on")
    check_day(past.sent_on, past.approved_on, word="移交（移送）日期", field="sent_on")
    if past.received_on is not None:
        check_day(past.received_on, past.sent_on, word="接收日期", field="received_on")
    if past.answered_on is not None:
        if past.received_on is None or not past.result.strip():
            raise DomainError("已回告的，须填写接收日期和处理结果", field="answered_on")
        check_day(past.answered_on, past.received_on, word="回告日期", field="answered_on")
    if past.archived_on is not None:
        done = past.answered_on if facts.answer_wanted else past.received_on
        if done is None:
            raise DomainError("要求回告的回告后、不要求的接收后才能归档", field="archived_on")
        check_day(past.archived_on, done, word="归档日期", field="archived_on")


def _reached(past: Past) -> ReferralStatus:
    if past.archived_on is not None:
        return ReferralStatus.ARCHIVED
    if past.answered_on is not None:
        return ReferralStatus.ANSWERED
    return ReferralStatus.SENT if past.received_on is None else ReferralStatus.RECEIVED
