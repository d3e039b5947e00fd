"""补录 and 更正补录 of interviews: the reviewer's look."""

from dataclasses import replace

from supervision.accounts.looking import PastEntry
from supervision.core.access.policy import Permission
from supervision.interviews import history
from supervision.interviews.history import Past
from supervision.interviews.models import FLOW, Interview
from supervision.interviews.service import InterviewFacts
from supervision.interviews.states import InterviewStatus


def _bare(facts: InterviewFacts, past: Past) -> tuple[InterviewFacts, Past]:
    return facts, replace(past, record=replace(past.record, files=()))


ENTRY = PastEntry(
    name="interview",
    title="约谈",
    model=Interview,
    flow=FLOW,
    draft=InterviewStatus.DRAFTED,
    facts=InterviewFacts,
    past=Past,
    proposes=Permission.INTERVIEW_RECORD,
    called=lambda interview: str(interview.reason),
    check=lambda _facts, past, _actor: history.check(past),
    check_number=history.check_number,
    restate=history.restate,
    keep_beside=history.keep_beside,
    bare=_bare,
    live=history.live,
    correct=history.correct,
    may_correct=history.may_correct,
    labels={
        "interviewees": "约谈对象", "interviewers": "约谈人", "recorder": "记录人", "own": "分别承诺",
        "problems": "所涉问题", "papers": "所涉文书", "action_id": "", "planned_on": "",
        "planned_at": "",
    },
)  # fmt: skip
