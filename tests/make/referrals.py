"""Referrals in any state of their life, made through the services by the `bureau` fixture's people."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.core import clock
from supervision.core.db import session
from supervision.problems.models import Problem
from supervision.referrals import service
from supervision.referrals.models import Referral
from supervision.referrals.service import Answer, ReferralFacts
from supervision.referrals.states import ReferralStatus, Way
from tests.make import people

S = ReferralStatus
_WAY = {
    S.DRAFT: (),
    S.REVIEWING: ("submit",),
    S.SENT: ("submit", "approve", "send"),
    S.RECEIVED: ("submit", "approve", "send", "receive"),
    S.RETURNED: ("submit", "approve", "send", "send_back"),
    S.PROCESSING: ("submit", "approve", "send", "receive", "process"),
    S.ANSWERED: ("submit", "approve", "send", "receive", "answer"),
    S.ARCHIVED: ("submit", "approve", "send", "receive", "answer", "archive"),
}


def account(username: str) -> User:
    """The account of a seat."""
    return session.scalars(sa.select(User).where(User.username == username)).one()


def facts(problems: Sequence[Problem] = (), **changed: Any) -> ReferralFacts:
    """A 移交 to 示例市委巡察办, approved by `signatory`, nobody else named."""
    given: dict[str, Any] = {
        "way": Way.MECHANISM,
        "recipient": "示例市委巡察办",
        "subject": "专项监督中发现的有关问题",
        "term_number": 10,
        "problems": problems,
        "approver": account("signatory"),
    }
    return ReferralFacts(**{**given, **changed})


def referral(
    state: ReferralStatus = S.DRAFT,
    *,
    on: date | None = None,
    problems: Sequence[Problem] = (),
    **changed: Any,
) -> Referral:
    """A referral of `handler` in `state`, every step taken on `on` (default: today)."""
    made = service.draft(facts(problems, **changed), actor=people.principal("handler"))
    for verb in _WAY[state]:
        _take(made, verb, on or clock.today())
    return made


def _take(made: Referral, verb: str, day: date) -> None:
    handler = people.principal("handler")
    if verb == "approve":
        service.approve(made, on=day, actor=people.principal("signatory"))
    elif verb == "send_back":
        service.send_back(made, on=day, reason="不属于本机关职责", actor=handler)
    elif verb == "answer":
        service.answer(made, Answer("已处理。"), on=day, actor=handler)
    else:
        getattr(service, verb)(made, on=day, actor=handler)
