"""补录 and 更正补录 of interviews: the reviewer's look."""

from dataclasses import replace

from supervision.accounts.looking import PastEntry
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.interviews import history
from supervision.interviews.history import Past
from supervision.interviews.models import Interview
from supervision.interviews.service import InterviewFacts

ENTRY = PastEntry(
    name="interview",
    title="约谈",
    model=Interview,
    facts=InterviewFacts,
    past=Past,
    proposes=Permission.INTERVIEW_RECORD,
    called=lambda interview: str(interview.reason),
    check=lambda _facts, past, _actor: history.check(past),
    live=history.live,
    correct=history.correct,
    may_correct=history.may_correct,
    labels={
        "interviewees": "约谈对象", "interviewers": "约谈人", "recorder": "记录人",
        "problems": "所涉问题", "papers": "所涉文书", "action_id": "", "planned_on": "",
        "planned_at": "",
    },
)  # fmt: skip


def ask(facts: InterviewFacts, past: Past, *, actor: Principal) -> Interview:
    """The registrar's half of 补录."""
    interview = history.begin(facts, past, actor=actor)
    history.check_number(interview, past)
    ENTRY.ask(interview, facts, _looked_at(past), actor=actor)
    return interview


def ask_again(interview: Interview, facts: InterviewFacts, past: Past, *, actor: Principal) -> None:
    """A draft that came back, put right."""
    history.check_number(interview, past)
    history.restate(interview, facts, past, actor=actor)
    ENTRY.ask(interview, facts, _looked_at(past), actor=actor)


def ask_correction(
    interview: Interview, facts: InterviewFacts, past: Past, *, reason: str, actor: Principal
) -> None:
    """The registrar's half of 更正补录; new files are kept at once."""
    history.check_number(interview, past)
    ENTRY.ask_correction(interview, facts, _looked_at(past), reason=reason, actor=actor)
    history.keep_files(interview, past, actor=actor)


def _looked_at(past: Past) -> Past:
    return replace(past, record=replace(past.record, files=()))
