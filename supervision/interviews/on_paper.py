"""登记线下批准 of 约谈: by the leader where a 部门负责人 is interviewed, by the section head otherwise."""

import sqlalchemy as sa

from supervision.accounts.signing.approving import PaperApproval
from supervision.accounts.signing.on_paper import Sought, hands_of
from supervision.core.access.policy import Permission, Role
from supervision.core.db import session
from supervision.interviews.models import FLOW, Interview, InterviewProblem
from supervision.problems.models import Problem


def sought(interview: Interview) -> Sought:
    """Who may have approved it on paper; what the section head approves nobody reviews before."""
    hands = hands_of(interview.created_by_id, interview.handler_id)
    role = Role.SIGNATORY if interview.of_heads else Role.REVIEWER
    return Sought(
        body_id=interview.body_id, authors=hands, what="约谈", signs="批准人", drafts="拟定人",
        role=role, review=interview.of_heads,
    )  # fmt: skip


def _problems(interview: Interview) -> list[str]:
    own = (InterviewProblem.problem_id == Problem.id, InterviewProblem.interview_id == interview.id)
    listed = sa.select(Problem.title).join(InterviewProblem, sa.and_(*own))
    return list(session.scalars(listed.order_by(InterviewProblem.id)))


def _lines(interview: Interview) -> list[tuple[str, str]]:
    heads = (f"{one.name}（{one.unit.name}）" for one in interview.interviewees)
    return [
        ("约谈事由", interview.reason),
        ("约谈日期", f"{interview.planned_on} {interview.planned_at}".strip()),
        ("地点", interview.place),
        ("约谈对象", "、".join(heads)),
        ("约谈人和记录人", "、".join(f"{one.name}（{one.seat.label}）" for one in interview.seats)),
        ("约谈提纲", interview.content),
        ("所涉问题", "；".join(_problems(interview))),
    ]


def untouched() -> tuple[sa.ColumnElement[bool], ...]:
    """Not entered as past: that has its reviewer's look."""
    return (Interview.back_entered.is_(False),)


APPROVAL = PaperApproval(
    act="interview.approval",
    title="登记线下批准约谈",
    model=Interview,
    flow=FLOW,
    proposes=Permission.INTERVIEW_RECORD,
    sought=sought,
    called=lambda interview: str(interview.reason),
    lines=_lines,
    authors=(Interview.created_by_id, Interview.handler_id),
    ended_by=("approve", "approve_heads", "cancel"),
    untouched=untouched,
)
