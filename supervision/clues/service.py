"""Business verbs on clues, in the order of their life."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supervision.accounts.models import User
from supervision.agencies import succession
from supervision.agencies.models import Unit
from supervision.clues import identity
from supervision.clues.identity import NOBODY, Informant
from supervision.clues.models import FLOW, Clue
from supervision.clues.states import OPEN, UNDER_WAY, ClueStatus, Finding, Source
from supervision.clues.telling import TOLD
from supervision.core import bulk, clock, duedates
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.audit import record as put_on_record
from supervision.core.db import session
from supervision.core.duedates import Begun, DueKind
from supervision.core.errors import DomainError, WrongState, answer
from supervision.core.eventdays import check_day, fire_on
from supervision.core.facts import Facts
from supervision.core.files import StoredFile, attach


@dataclass(frozen=True)
class ClueFacts(Facts[Clue]):
    """What is recorded of a clue; `informant` empty: unknown, or (when amending) unchanged."""

    source: Source
    subject: str
    received_on: date
    source_organ: str = ""
    source_number: str = ""
    due_on: date | None = None
    report_wanted: bool = True
    unit: Unit | None = None
    content: str = ""
    place: str = ""
    informant: Informant = NOBODY
    files: Sequence[StoredFile] = ()


@dataclass(frozen=True)
class Outcome(Facts[Clue]):
    """How a clue ended."""

    finding: Finding
    result: str = ""
    dealt_with: bool = False
    handling: str = ""


def register(facts: ClueFacts, *, actor: Principal) -> Clue:
    """Enter a clue that came in; whoever enters it handles it until it is passed to another."""
    actor.require(Permission.CLUE_RECORD)
    clue = Clue(body_id=actor.body_id, handler_id=actor.user_id, created_by_id=actor.user_id)
    enter(clue, facts, actor=actor)
    return clue


def register_many(given: Sequence[ClueFacts], *, actor: Principal) -> list[Clue | DomainError]:
    """As `register`, for many without informant and files by few statements; for each the clue, which is
    not the session's, or the refusal."""
    actor.require(Permission.CLUE_RECORD)

    def made(facts: ClueFacts) -> Clue:
        clue = Clue(body_id=actor.body_id, handler_id=actor.user_id, created_by_id=actor.user_id)
        apply(clue, facts)
        return clue

    answers = bulk.enter(Clue, [answer(made, facts) for facts in given])
    begun = [
        Begun(one, DueKind.CLUE, one.due_on, *_said_of_due(one), holder_id=one.handler_id)
        for one in answers
        if isinstance(one, Clue) and one.due_on is not None
    ]
    duedates.start_many(begun, actor=actor)
    return answers


def enter(clue: Clue, facts: ClueFacts, *, actor: Principal) -> None:
    """Put a new clue with its due date, informant and files into the store."""
    apply(clue, facts)
    session.add(clue)
    session.flush()
    if clue.due_on is not None:  # a new record has no due date that could end
        follow_due_date(clue, actor=actor)
    identity.keep(clue, facts.informant, actor=actor)
    for stored in facts.files:
        attach(stored, clue, actor=actor, event_date=facts.received_on)


def amend(clue: Clue, facts: ClueFacts, *, actor: Principal) -> None:
    """Correct a clue that is not finished."""
    actor.require(Permission.CLUE_RECORD)
    if clue.status not in OPEN:
        raise WrongState(f"线索已“{clue.status.label}”，不能再修改")
    if clue.unlooked:
        raise WrongState("补录待审核人核对，不能在此修改")
    first = min((day for day in clue.days[1:] if day is not None), default=facts.received_on)
    if facts.received_on > first:
        word = f"收件日期不得晚于{clock.chinese_date(first)}（当日已有办理记录）"
        raise DomainError(word, field="received_on")
    apply(clue, facts)
    session.flush()
    follow_due_date(clue, actor=actor)
    identity.keep(clue, facts.informant, actor=actor)
    for stored in facts.files:
        attach(stored, clue, actor=actor, event_date=facts.received_on)


def apply(clue: Clue, facts: ClueFacts) -> None:
    """Write `facts` into the record; DomainError when its days make no sense."""
    check_day(facts.received_on, word="收件日期", field="received_on")
    if facts.due_on is not None and facts.due_on < facts.received_on:
        raise DomainError("要求办结日期不得早于收件日期", field="due_on")
    if facts.unit is not None and facts.unit.body_id != clue.body_id:
        raise DomainError("涉及单位须是本机关监督的单位", field="unit_id")
    if facts.unit is not None and facts.unit.id != clue.unit_id:
        succession.refuse_gone(facts.unit, facts.received_on, field="unit_id")
    facts.into(clue, unit_id=facts.unit.id if facts.unit else None)


def follow_due_date(clue: Clue, *, actor: Principal) -> None:
    """Let the due date in the common table say what the clue says."""
    title, basis = _said_of_due(clue)
    duedates.follow(
        clue, DueKind.CLUE, clue.due_on, title=title, basis=basis, moved="来件要求的日期更正",
        actor=actor, holder_id=clue.handler_id,
    )  # fmt: skip


def _said_of_due(clue: Clue) -> tuple[str, str]:
    """Title and basis of its term."""
    title = f"{clue.source.label}：{clue.subject}"[:200]
    return title, f"{clue.source_organ or clue.source.label}要求"


def accept(clue: Clue, *, on: date, handler: User | None = None, actor: Principal) -> None:
    """受理; `handler` takes the clue over (needed where nobody has it yet)."""
    FLOW.check(clue, "accept", actor=actor)
    check_day(on, *clue.days)
    if handler is not None:
        _hand_to(clue, handler)
    if clue.handler_id is None:
        raise DomainError("请指定承办人", field="handler_id")
    clue.accepted_on, clue.decided_by_id = on, actor.user_id
    fire_on(FLOW, clue, "accept", on=on, actor=actor)


def decline(clue: Clue, *, on: date, reason: str, actor: Principal) -> None:
    """不予受理 with the reason; nothing remains due."""
    FLOW.check(clue, "decline", actor=actor)
    check_day(on, *clue.days)
    if not reason.strip():
        raise DomainError("不予受理须填写理由", field="reason")
    clue.declined_on, clue.decided_by_id = on, actor.user_id
    clue.decline_reason = reason.strip()
    fire_on(FLOW, clue, "decline", on=on, actor=actor, reason=reason)
    duedates.end(clue, DueKind.CLUE, on=on, met=False)


def check(clue: Clue, *, on: date, actor: Principal) -> None:
    """The check begins."""
    FLOW.check(clue, "check", actor=actor)
    check_day(on, *clue.days)
    clue.checking_on = on
    fire_on(FLOW, clue, "check", on=on, actor=actor)


def pass_on(clue: Clue, *, on: date, actor: Principal) -> None:
    """转办 by other means than a 转办函 of this system."""
    FLOW.check(clue, "pass_on", actor=actor)
    check_day(on, *clue.days)
    clue.passed_on_on = on
    fire_on(FLOW, clue, "pass_on", on=on, actor=actor)


def letter_delivered(clue: Clue, *, number: str, on: date, actor: Principal) -> None:
    """A 转办函 on this clue was delivered: papers call this, whoever signed for the paper."""
    if clue.status not in (ClueStatus.ACCEPTED, ClueStatus.CHECKING):
        return
    clue.passed_on_on = on
    FLOW.settle(clue, ClueStatus.PASSED_ON, actor=actor, because=f"转办函{number}已送达")
    session.flush()


def close(clue: Clue, outcome: Outcome, *, on: date, actor: Principal) -> None:
    """办结 with its finding; the due date ends here unless the result is to be reported back."""
    FLOW.check(clue, "close", actor=actor)
    check_day(on, *clue.days)
    _conclude(clue, outcome, on=on)
    fire_on(FLOW, clue, "close", on=on, actor=actor, came_to=outcome.finding.label)
    if not clue.report_wanted:
        duedates.end(clue, DueKind.CLUE, on=on)


def check_outcome(outcome: Outcome) -> None:
    """DomainError where finding and handling contradict each other."""
    if outcome.dealt_with and outcome.finding is Finding.FALSE:
        raise DomainError("查否的线索没有处理可言，请核对", field="dealt_with")
    if outcome.dealt_with and not outcome.handling.strip():
        raise DomainError("已作处理的，请写明处理情况", field="handling")


def _conclude(clue: Clue, outcome: Outcome, *, on: date) -> None:
    check_outcome(outcome)
    clue.closed_on, clue.finding = on, outcome.finding
    clue.result = outcome.result
    clue.dealt_with, clue.handling = outcome.dealt_with, outcome.handling


def report(clue: Clue, *, on: date, number: str = "", note: str = "", actor: Principal) -> None:
    """回告: a day of its own, never the day of 办结 by default."""
    FLOW.check(clue, "report", actor=actor)
    check_day(on, clue.closed_on)
    clue.reported_on, clue.report_number, clue.report_note = on, number, note
    fire_on(FLOW, clue, "report", on=on, actor=actor)
    duedates.end(clue, DueKind.CLUE, on=on)


def reassign(clue: Clue, to: User, *, reason: str, actor: Principal) -> None:
    """改派: another handler; from now on only that person sees who the informant is."""
    if not actor.can(Permission.CLUE_ACCEPT) and not actor.acts_for(clue.handler_id):
        actor.require(Permission.CLUE_ACCEPT)
    if clue.status not in OPEN and clue.status is not ClueStatus.CLOSED:
        raise WrongState(f"线索已“{clue.status.label}”，不需要改派")
    if to.id == clue.handler_id:
        raise DomainError(f"现在就是{to.name}承办", field="handler_id")
    _hand_to(clue, to)
    put_on_record(clue, action="reassign", label=f"改派给{to.name}", reason=reason, actor=actor)
    TOLD.step(clue, "reassign", actor=actor)
    session.flush()


def _hand_to(clue: Clue, handler: User) -> None:
    fit = handler.active and Role.HANDLER in handler.roles and handler.body_id == clue.body_id
    if not fit:
        raise DomainError("承办人须是本机关在用账号的承办人", field="handler_id")
    clue.handler_id = handler.id
    held = duedates.open_of(clue, DueKind.CLUE)
    if held is not None:
        held.holder_id = handler.id


def may_amend(clue: Clue, actor: Principal) -> bool:
    """Whether `actor` may correct the clue now."""
    own = clue.body_id == actor.body_id
    still_open = clue.status in OPEN and not clue.unlooked
    return own and still_open and actor.can(Permission.CLUE_RECORD)


def may_reassign(clue: Clue, actor: Principal) -> bool:
    """Whether `actor` may give the clue to another handler now."""
    allowed = actor.can(Permission.CLUE_ACCEPT) or actor.acts_for(clue.handler_id)
    unfinished = clue.status in UNDER_WAY or clue.status in (
        ClueStatus.REGISTERED,
        ClueStatus.CLOSED,
    )
    return clue.body_id == actor.body_id and allowed and unfinished
