"""A running term stands still from one day on, or stood still to another, by decision of the section head."""

from dataclasses import dataclass
from datetime import date

from supervision.core import clock, duedates
from supervision.core.access.principal import Principal
from supervision.core.deadlines import Result, left_at, recompute, resume
from supervision.core.duedates import UNIT_KINDS, DueDate, calendar_of
from supervision.core.errors import DomainError, WrongState
from supervision.core.words import Word
from supervision.instruments import item_terms
from supervision.instruments.extending import service as extending
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
    """From the first day that does not count to the day on which the term resumes, itself not counted;
    without that day it stands still until it is resumed."""

    reason: PauseReason
    stopped: date
    resumed: date | None
    basis: str


def pause(paper: Instrument, facts: PauseFacts, *, actor: Principal) -> DueDate:
    """中止: what was left of the term runs on from the day after; the day before stays on file."""
    FLOW.check(paper, "pause_term", actor=actor)
    row = duedates.open_of(paper, *UNIT_KINDS)
    if row is None:
        raise WrongState("此件没有正在计算的反馈期限")
    if not facts.basis.strip():
        raise DomainError("请写明中止的事实和依据", field="basis")
    if facts.resumed is None:
        return _stop(paper, row, facts, actor=actor)
    _refuse_to_come(facts.resumed, "resumed", "恢复日不得晚于今天：尚未恢复的不填，恢复后再登记")
    moved = _moved(row, facts)
    said = f"{clock.chinese_date(facts.stopped)}至{clock.chinese_date(facts.resumed)}因{facts.reason.label}"
    FLOW.fire(
        paper, "pause_term", actor=actor, reason=facts.basis.strip(),
        note=f"中止期限：{said}，到期日由{clock.chinese_date(row.due)}改为{clock.chinese_date(moved.due)}",
    )  # fmt: skip
    duedates.move(row, moved, reason=f"{said}中止计算：{facts.basis.strip()}", actor=actor)
    item_terms.follow_paper(paper, actor=actor)
    return row


def _refuse_to_come(day: date, field: str, said: str) -> None:
    if day > clock.today():
        raise DomainError(said, field=field)


def _stop(paper: Instrument, row: DueDate, facts: PauseFacts, *, actor: Principal) -> DueDate:
    """It stands still from now on and has no last day; what asked for it to be extended falls away."""
    _refuse_to_come(facts.stopped, "stopped", "中止日不得晚于今天")
    try:
        left = left_at(duedates.result_of(row), facts.stopped)
    except DomainError as refusal:
        raise DomainError(refusal.message, field="stopped") from None
    said = f"{clock.chinese_date(facts.stopped)}起因{facts.reason.label}"
    FLOW.fire(
        paper, "pause_term", actor=actor, reason=facts.basis.strip(),
        note=f"中止期限：{said}，恢复后续算剩余{left}",
    )  # fmt: skip
    extending.lapse(paper, actor=actor, because="期限已中止")
    duedates.stop(row, on=facts.stopped, reason=facts.reason.label, basis=facts.basis.strip())
    item_terms.follow_paper(paper, actor=actor)
    return row


def resume_term(paper: Instrument, resumed: date, *, actor: Principal) -> DueDate:
    """恢复: what was left of the stopped term runs on from the day after, by the calendar as it is now."""
    FLOW.check(paper, "resume_term", actor=actor)
    row = duedates.stopped_of(paper, *UNIT_KINDS)
    if row is None or row.stopped_on is None:
        raise WrongState("此件没有中止计算的反馈期限")
    _refuse_to_come(resumed, "resumed", "恢复日不得晚于今天")
    reason, basis, was = row.stop_reason, row.stop_basis, row.due
    facts = PauseFacts(PauseReason(reason), row.stopped_on, resumed, basis)
    moved = _moved(row, facts)
    said = f"{clock.chinese_date(facts.stopped)}至{clock.chinese_date(resumed)}因{reason}"
    days = f"到期日由{clock.chinese_date(was)}改为{clock.chinese_date(moved.due)}"
    FLOW.fire(paper, "resume_term", actor=actor, note=f"恢复期限：{said}中止，{days}")
    duedates.go_on(row, moved, reason=f"{said}中止计算：{basis}", actor=actor)
    return row


def _moved(row: DueDate, facts: PauseFacts) -> Result:
    assert facts.resumed is not None  # noqa: S101  (whoever asks has looked)
    calendar = calendar_of(row.body_id)
    held = recompute(duedates.result_of(row), calendar).after
    try:
        return resume(
            held, stopped=facts.stopped, resumed=facts.resumed, calendar=calendar,
            reason=facts.reason.label, basis=facts.basis.strip(),
        )  # fmt: skip
    except DomainError as refusal:
        at_end = "恢复日" in refusal.message
        raise DomainError(refusal.message, field="resumed" if at_end else "stopped") from None
