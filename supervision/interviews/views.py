"""What the page of an interview shows beside its record."""

from datetime import date

from supervision.core.duedates import DueKind, Lamp, ShownLight
from supervision.core.duedates.shown import ShownDue, shown_due
from supervision.core.stages import Drawn, Stage, progress
from supervision.interviews.models import Interview
from supervision.interviews.promising import unkept
from supervision.interviews.states import InterviewStatus as S

# The stage that comes next; of what was held without a promise, or with all of them kept, the end.
_REACHED = {S.DRAFTED: 1, S.APPROVED: 2, S.NOTIFIED: 3, S.ABSENT: 3, S.TRACKING: 4, S.HELD: 5}


def steps(interview: Interview) -> list[Drawn]:
    """拟定 to 办结 with the day of each."""
    if interview.status is S.CANCELLED:
        stages = [Stage("拟定"), Stage("取消", interview.cancelled_on)]
        return progress(stages, reached=2)
    over = interview.held_on is not None
    stages = [
        Stage("拟定"),
        Stage("批准", interview.approved_on, interview.signed_how),
        Stage("通知", interview.notified_on, "缺席" if interview.status is S.ABSENT else ""),
        Stage("实施", interview.held_on),
        Stage("承诺跟踪", interview.promise_due, "到期" if interview.promise_due else "",
              skipped=over and interview.promise_due is None),
        Stage("办结", interview.closed_on),
    ]  # fmt: skip
    return progress(stages, reached=_REACHED.get(interview.status, len(stages)))


def due_of(interview: Interview) -> ShownDue | None:
    """The promise's due date, if something was promised; of own promises the first not kept yet."""
    left = unkept(interview) or interview.promising_heads[-1:]
    first = min(left, key=lambda head: (head.promise_due or date.max, head.seq), default=None)
    return shown_due(first or interview, DueKind.PROMISE)


def own_lights(interview: Interview) -> dict[int, ShownLight | None]:
    """The light of each head's own promise that is not kept yet."""
    left = [head.id for head in unkept(interview)]
    return Lamp().of_owners("interviewee", left, [DueKind.PROMISE]) if left else {}


def heads_line(interview: Interview) -> str:
    """部门负责人 2 人、执法人员 7 人: the measure word of people is 人."""
    leaders = sum(head.in_leadership for head in interview.interviewees)
    others = len(interview.interviewees) - leaders
    parts = [f"部门负责人 {leaders} 人"] if leaders else []
    parts += [f"执法人员 {others} 人"] if others else []
    return "、".join(parts)
