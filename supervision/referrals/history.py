"""补录: referrals of earlier years with their true numbers and days; 更正."""

from dataclasses import dataclass
from datetime import date
from functools import partial

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.core import duedates
from supervision.core.access import EVERYTHING, seeing
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.corrections import begun, correctable, correcting, entered
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.errors import DomainError, Forbidden
from supervision.core.eventdays import check_day
from supervision.core.facts import Facts
from supervision.core.files import attach
from supervision.core.files.models import Purpose
from supervision.problems.models import Problem
from supervision.referrals.models import FLOW, Referral
from supervision.referrals.service import ReferralFacts, apply, begin_term, enter
from supervision.referrals.states import ReferralStatus


@dataclass(frozen=True)
class Past(Facts[Referral]):
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
    check(facts, past, actor)
    referral = begun(Referral, _reached(past), actor)
    check_number(referral, past)
    _write(referral, past)
    enter(referral, facts, actor=actor)
    _follow(referral, past, actor=actor)
    entered(referral, actor=actor)
    return referral


def restate(referral: Referral, facts: ReferralFacts, past: Past, *, actor: Principal) -> None:
    """The draft says what is typed."""
    apply(referral, facts)
    session.add(referral)
    session.flush()
    keep_beside(referral, facts, past, actor=actor)


def keep_beside(referral: Referral, facts: ReferralFacts, _past: Past, *, actor: Principal) -> None:
    """What is handed over with it."""
    for stored in facts.files:
        attach(stored, referral, actor=actor, purpose=Purpose.OTHER)


def live(referral: Referral, facts: ReferralFacts, past: Past, *, actor: Principal) -> None:
    """The draft becomes what the referral was, on its true days."""
    with session.no_autoflush:  # days and state change together
        _write(referral, past)
        apply(referral, facts)
        FLOW.settle(referral, _reached(past), actor=actor, because="补录")
    session.flush()
    _follow(referral, past, actor=actor)
    entered(referral, actor=actor)


def correct(
    referral: Referral, facts: ReferralFacts, past: Past, *, reason: str, actor: Principal
) -> None:
    """更正补录 by its handler: the whole entry again; old and new stay on the trail."""
    actor.require(Permission.REFERRAL_RECORD)
    if referral.handler_id != actor.user_id:
        raise Forbidden("补录的移交、移送由承办人更正")
    with correcting(referral, reason=reason, actor=actor, parts=partial(_parts, referral)):
        check(facts, past, actor)
        check_number(referral, past)
        with session.no_autoflush:  # days and state change together
            _write(referral, past)
            apply(referral, facts)
            FLOW.settle(referral, _reached(past), actor=actor, because=reason)
        session.flush()
        keep_beside(referral, facts, past, actor=actor)
        duedates.drop(referral, DueKind.REFERRAL)
        _follow(referral, past, actor=actor)


def may_correct(referral: Referral, actor: Principal) -> bool:
    """Whether `actor` may correct the entry now."""
    own = referral.handler_id == actor.user_id and actor.can(Permission.REFERRAL_RECORD)
    return own and correctable(referral, actor)


def _parts(referral: Referral) -> dict[str, str]:
    """The problems handed over and the circle of those who know, as the trail tells it."""
    session.flush()
    problems = sa.select(Problem.title).where(
        Problem.id.in_([link.problem_id for link in referral.problem_links])
    )
    viewers = sa.select(User.name).where(User.id.in_([row.user_id for row in referral.viewers]))
    return {
        "问题清单": "；".join(session.scalars(problems.order_by(Problem.id))),
        "知悉人员": "、".join(session.scalars(viewers.order_by(User.id))),
    }


def _write(referral: Referral, past: Past) -> None:
    referral.approved_on, referral.sent_on = past.approved_on, past.sent_on
    referral.letter_number = past.letter_number
    referral.received_on, referral.received_by = past.received_on, past.received_by
    referral.answered_on, referral.answer_number = past.answered_on, past.answer_number
    referral.result, referral.archived_on = past.result, past.archived_on


def _follow(referral: Referral, past: Past, *, actor: Principal) -> None:
    """The term for the answer, as far as it ran."""
    begin_term(referral, actor=actor)
    ended = past.answered_on or past.archived_on
    if ended is not None:
        duedates.end(referral, DueKind.REFERRAL, on=ended)


def check_number(referral: Referral, past: Past) -> None:
    """A letter's number is used once in the body, by whomever: nothing else is told of the other."""
    if not past.letter_number:
        return
    same = sa.select(Referral.id).where(
        Referral.body_id == referral.body_id,
        Referral.letter_number == past.letter_number,
        Referral.id.is_distinct_from(referral.id),
    )
    with seeing(EVERYTHING):
        taken = session.scalar(same.limit(1)) is not None
    if taken:
        raise DomainError(f"函号{past.letter_number}已被使用", field="letter_number")


def check(facts: ReferralFacts, past: Past, actor: Principal) -> None:
    if facts.approver is not None and facts.approver.id == actor.user_id:
        raise DomainError("审批人不得是承办人本人", field="approver_id")
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
