"""A running term stood still from one day to another, by decision of the section head."""

from dataclasses import dataclass
from datetime import date

from supervision.core import clock, duedates
from supervision.core.access.principal import Principal
from supervision.core.deadlines import Result, resume
from supervision.core.duedates import UNIT_KINDS, DueDate, calendar_of
from supervision.core.errors import DomainError, WrongState
from supervision.core.words import Word
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument


class PauseReason(Word):
    """Why a term stands still; a review of an objection stops it by its own decision."""

    SUPPLEMENT = "补正材料"
    FORCE_MAJEURE = "不可抗力"
    OBJECTION = "异议复查"
    OTHER = "其他原因"


@dataclass(frozen=True)
class PauseFacts:
    """From the first day that does not count to the day on which the term resumes, itself not counted."""

    reason: PauseReason
    stopped: date
    resumed: date
    basis: str


def pause(paper: Instrument, facts: PauseFacts, *, actor: Principal) -> DueDate:
    """中止: what was left of the term runs on from the day after; the day before stays on file."""
    FLOW.check(paper, "pause_term", actor=actor)
    row = duedates.open_of(paper, *UNIT_KINDS)
    if row is None:
        raise WrongState("此件没有正在计算的反馈期限")
    if not facts.basis.strip():
        raise DomainError("请写明中止的事实和依据", field="basis")
    if facts.resumed > clock.today():
        raise DomainError("恢复日不得晚于今天：中止结束后再登记", field="resumed")
    moved = _moved(row, facts)
    said = f"{clock.chinese_date(facts.stopped)}至{clock.chinese_date(facts.resumed)}因{facts.reason.label}"
    FLOW.fire(
        paper, "pause_term", actor=actor, reason=facts.basis.strip(),
        note=f"中止期限：{said}，到期日由{clock.chinese_date(row.due)}改为{clock.chinese_date(moved.due)}",
    )  # fmt: skip
    duedates.move(row, moved, reason=f"{said}中止计算：{facts.basis.strip()}", actor=actor)
    return row


def _moved(row: DueDate, facts: PauseFacts) -> Result:
    try:
        return resume(
            duedates.result_of(row), stopped=facts.stopped, resumed=facts.resumed,
            calendar=calendar_of(row.body_id), reason=facts.reason.label, basis=facts.basis.strip(),
        )  # fmt: skip
    except DomainError as refusal:
        at_end = "恢复日" in refusal.message
        raise DomainError(refusal.message, field="resumed" if at_end else "stopped") from None
