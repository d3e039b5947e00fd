"""补录: clues of earlier years with their true numbers and days, in the state they had reached; 更正."""

from dataclasses import dataclass, replace
from datetime import date

from supervision.clues import identity
from supervision.clues.models import FLOW, Clue
from supervision.clues.service import (
    ClueFacts,
    Outcome,
    apply,
    check_outcome,
    enter,
    follow_due_date,
)
from supervision.clues.states import ClueStatus
from supervision.core import duedates
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.corrections import begun, correctable, correcting, entered
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.errors import DomainError
from supervision.core.eventdays import check_day
from supervision.core.facts import Facts
from supervision.core.files import attach


@dataclass(frozen=True)
class Past(Facts[Clue]):
    """What had happened by the time of entry; each day is that of the event."""

    accepted_on: date
    passed_on_on: date | None = None
    closed_on: date | None = None
    outcome: Outcome | None = None
    reported_on: date | None = None
    report_number: str = ""


def back_enter(facts: ClueFacts, past: Past, *, actor: Principal) -> Clue:
    """Enter a clue of the past with its true days; it is marked 补录."""
    actor.require(Permission.CLUE_RECORD)
    check(facts, past)
    clue = begun(Clue, _reached(past), actor)
    _write(clue, past)
    enter(clue, facts, actor=actor)
    _end_due_date(clue)
    entered(clue, actor=actor)
    return clue


def restate(clue: Clue, facts: ClueFacts, past: Past, *, actor: Principal) -> None:
    """The draft says what is typed; who informs is sealed at once, which the reviewer never sees."""
    apply(clue, replace(facts, due_on=None))
    session.add(clue)
    session.flush()
    keep_beside(clue, facts, past, actor=actor)


def keep_beside(clue: Clue, facts: ClueFacts, _past: Past, *, actor: Principal) -> None:
    """What is not looked at: who informs, and files."""
    identity.keep(clue, facts.informant, actor=actor)
    for stored in facts.files:
        attach(stored, clue, actor=actor, event_date=facts.received_on)


def live(clue: Clue, facts: ClueFacts, past: Past, *, actor: Principal) -> None:
    """The draft becomes what the clue was, on its true days."""
    apply(clue, facts)
    _write(clue, past)
    FLOW.settle(clue, _reached(past), actor=actor, because="补录")
    session.flush()
    follow_due_date(clue, actor=actor)
    _end_due_date(clue)
    entered(clue, actor=actor)


def correct(clue: Clue, facts: ClueFacts, past: Past, *, reason: str, actor: Principal) -> None:
    """更正补录: the whole entry again, checked as the first time; old and new stay on the trail."""
    actor.require(Permission.CLUE_RECORD)
    with correcting(clue, reason=reason, actor=actor):
        check(facts, past)
        apply(clue, facts)
        _write(clue, past)
        FLOW.settle(clue, _reached(past), actor=actor, because=reason)
        session.flush()
        duedates.drop(clue, DueKind.CLUE)
        follow_due_date(clue, actor=actor)
        _end_due_date(clue)
        keep_beside(clue, facts, past, actor=actor)


def may_correct(clue: Clue, actor: Principal) -> bool:
    """Whether `actor` may correct the entry now."""
    return actor.can(Permission.CLUE_RECORD) and correctable(clue, actor)


def check(facts: ClueFacts, past: Past) -> None:
    check_day(past.accepted_on, facts.received_on, word="受理日期", field="accepted_on")
    if past.passed_on_on is not None:
        check_day(past.passed_on_on, past.accepted_on, word="转办日期", field="passed_on_on")
    if past.closed_on is not None:
        check_day(
            past.closed_on, past.accepted_on, past.passed_on_on, word="办结日期", field="closed_on"
        )
    if (past.closed_on is None) != (past.outcome is None):
        raise DomainError("办结日期和核查结果须同时填写", field="closed_on")
    if past.outcome is not None:
        check_outcome(past.outcome)
    if past.reported_on is not None:
        if past.closed_on is None:
            raise DomainError("填写回告日期须先填写办结日期", field="closed_on")
        check_day(past.reported_on, past.closed_on, word="回告日期", field="reported_on")


def _reached(past: Past) -> ClueStatus:
    if past.reported_on is not None:
        return ClueStatus.REPORTED
    if past.closed_on is not None:
        return ClueStatus.CLOSED
    return ClueStatus.ACCEPTED if past.passed_on_on is None else ClueStatus.PASSED_ON


def _write(clue: Clue, past: Past) -> None:
    clue.accepted_on, clue.passed_on_on = past.accepted_on, past.passed_on_on
    clue.closed_on, clue.reported_on = past.closed_on, past.reported_on
    clue.report_number = past.report_number
    outcome = past.outcome
    clue.finding = outcome.finding if outcome else None
    clue.result = outcome.result if outcome else ""
    clue.dealt_with = bool(outcome and outcome.dealt_with)
    clue.handling = outcome.handling if outcome else ""


def _end_due_date(clue: Clue) -> None:
    ended = clue.reported_on or (None if clue.report_wanted else clue.closed_on)
    if ended is not None:
        duedates.end(clue, DueKind.CLUE, on=ended)
