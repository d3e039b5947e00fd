"""Sent, received, answered: referrals and the problems in them, 个 and 项 never summed, 移交 and 移送 apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from supervision.core.db import session
from supervision.problems.models import Problem
from supervision.referrals.models import Referral, ReferralProblem
from supervision.referrals.states import Way


@dataclass(frozen=True)
class Line:
    """One row of the count: what is counted (件 of referrals, or problems by their measure word)."""

    way: Way
    measure: str
    sent: int
    received: int
    answered: int


def lines(since: date, until: date, *, body_ids: Sequence[int]) -> list[Line]:
    """Of what was sent from `since` to `until` (both included): how much was received, answered.

    A problem referred twice the same way counts once. The present scope decides what is seen.
    """
    sent = (
        Referral.body_id.in_(body_ids),
        Referral.sent_on.between(since, until),
    )
    whole = sa.select(Referral.way, sa.literal("件"), *_three(Referral.id)).where(*sent)
    parts = (
        sa.select(Referral.way, Problem.measure, *_three(ReferralProblem.problem_id))
        .join(ReferralProblem, ReferralProblem.referral_id == Referral.id)
        .join(Problem, Problem.id == ReferralProblem.problem_id)
        .where(*sent)
        .group_by(Referral.way, Problem.measure)
    )
    rows = [*session.execute(whole.group_by(Referral.way)), *session.execute(parts)]
    found = [Line(way, str(getattr(word, "value", word)), *counts) for way, word, *counts in rows]
    return sorted(found, key=lambda line: (list(Way).index(line.way), line.measure != "件"))


def _three(
    key: sa.ColumnElement[int] | sa.orm.InstrumentedAttribute[int],
) -> list[sa.Function[int]]:
    def times(criterion: sa.ColumnElement[bool]) -> sa.Function[int]:
        return sa.func.count(sa.distinct(sa.case((criterion, key))))

    return [
        times(Referral.sent_on.is_not(None)),
        times(Referral.received_on.is_not(None)),
        times(Referral.answered_on.is_not(None)),
    ]
