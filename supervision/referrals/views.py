"""What the page of a referral shows beside its record, and what it adds to a problem's page."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from supervision.core.access.principal import Principal
from supervision.core.audit import Entry
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.duedates.shown import ShownDue, shown_due
from supervision.core.related import Panel
from supervision.core.stages import Drawn, Stage, progress
from supervision.core.staying import said
from supervision.core.turns import Turn, turn
from supervision.core.verbs import Button
from supervision.core.words import Word
from supervision.problems.models import Problem
from supervision.referrals.models import FLOW, Referral, ReferralProblem
from supervision.referrals.on_paper import RETURN
from supervision.referrals.states import ReferralStatus as S

_REACHED = {S.DRAFT: 0, S.REVIEWING: 1, S.SENT: 3, S.RECEIVED: 4, S.PROCESSING: 5, S.ANSWERED: 6}


_SENT_BACK = ("refuse", RETURN.step)


def sent_back(referral: Referral, entries: Iterable[Entry]) -> str:
    """Why the leader sent a draft back, by whom and when; empty where that was not what happened last."""
    back = next((one for one in entries if one.action in (*_SENT_BACK, "submit")), None)
    if referral.status is not S.DRAFT or back is None or back.action not in _SENT_BACK:
        return ""
    if back.action == RETURN.step:  # its words name who decided when
        return f"{back.text}：{back.reason}"
    return f"{back.actor} {back.at:%m-%d %H:%M} 退回修改：{back.reason}"


def steps(referral: Referral) -> list[Drawn]:
    """拟稿 to 归档 with the day of each, in the word of its way."""
    if referral.returned_on is not None:
        stages = [
            Stage("拟稿"),
            Stage("审批", referral.approved_on, referral.signed_how),
            Stage(referral.way.label, referral.sent_on),
            Stage("退回", referral.returned_on),
            Stage("归档", referral.archived_on),
        ]
        return progress(stages, reached=5 if referral.archived_on else 4)
    unanswered = not referral.answer_wanted
    stages = [
        Stage("拟稿"),
        Stage("审批", referral.approved_on, referral.signed_how),
        Stage(referral.way.label, referral.sent_on),
        Stage("接收", referral.received_on, referral.received_by),
        Stage("处理", referral.processing_on, skipped=unanswered),
        Stage("回告", referral.answered_on, skipped=unanswered and referral.answered_on is None),
        Stage("归档", referral.archived_on),
    ]
    reached = _REACHED.get(referral.status, len(stages))
    if referral.status is S.REVIEWING and referral.approved_on is not None:
        reached = 2
    if referral.status is S.RECEIVED and unanswered:
        reached = 6
    return progress(stages, reached=reached)


def due_of(referral: Referral) -> ShownDue | None:
    """The term for the answer, if one runs or ran."""
    return shown_due(referral, DueKind.REFERRAL)


def of_problem(problem: Problem) -> Mapping[str, object]:
    """The referrals of a problem that the present person may see."""
    statement = (
        sa.select(Referral)
        .join(ReferralProblem, ReferralProblem.referral_id == Referral.id)
        .where(ReferralProblem.problem_id == problem.id)
        .order_by(Referral.id)
    )
    return {"referrals": list(session.scalars(statement))}


def turn_of(referral: Referral, actor: Principal, offered: Iterable[Button]) -> Turn | None:
    """Whose turn it is, and how long the leader has had it."""
    waits = referral.status is S.REVIEWING and referral.approved_on is None
    since = referral.submitted_on if waits else None
    return said(turn(FLOW, referral, offered, otherwise=OTHERWISE), referral, actor, since=since)


OTHERWISE: dict[Word, tuple[str, str]] = {
    S.SENT: ("接收机关", "接收"),
    S.RECEIVED: ("接收机关", "处理并回告"),
    S.PROCESSING: ("接收机关", "处理并回告"),
}
PANEL = Panel("problem", "referrals/of_problem.html", of_problem)
