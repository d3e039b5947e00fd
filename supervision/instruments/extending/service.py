"""延期: asked before expiry, with reason and new date; the first by 审核人, further ones by 签发人 too.

The old and the new last day both stay on file (DueDateChange) and print.
"""

from dataclasses import dataclass, field
from datetime import date

from supervision.agencies import succession
from supervision.core import clock, duedates, pairs
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.deadlines import Result, extend
from supervision.core.duedates import DueDate, DueKind, calendar_of
from supervision.core.errors import DomainError, WrongState
from supervision.core.files import StoredFile, attach
from supervision.core.files.models import Purpose
from supervision.instruments import item_terms
from supervision.instruments.extending import asking
from supervision.instruments.extending.asking import extensions_of
from supervision.instruments.extending.flow import EXTENSION_FLOW
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.states import PENDING_EXTENSION, ExtensionStatus
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument

LAPSED = "lapse"  # no step of the flow: it falls away with the reply or the paper


@dataclass(frozen=True)
class ExtensionFacts:
    """What is asked; `asked_on`, letter and scans only for a request that came on paper."""

    reason: str
    new_due: date
    asked_on: date | None = None
    asked_by: str = ""
    letter_number: str = ""
    scans: tuple[StoredFile, ...] = field(default_factory=tuple)


def ask(paper: Instrument, facts: ExtensionFacts, *, actor: Principal) -> Extension:
    """The unit asks, today."""
    return _ask(paper, facts, "ask_extension", on=clock.today(), by=actor.name, actor=actor)


def register(paper: Instrument, facts: ExtensionFacts, *, actor: Principal) -> Extension:
    """A request that came on paper, by the day it was received; equal in rank."""
    FLOW.check(paper, "register_extension", actor=actor)
    on = facts.asked_on or clock.today()
    if on > clock.today():
        message = "申请日期不得晚于今天"
        raise DomainError(message, field="asked_on")
    what, since = paper.asked_since
    if since and on < since:
        message = f"申请日期不得早于{what}的{clock.chinese_date(since)}"
        raise DomainError(message, field="asked_on")
    by = facts.asked_by or (succession.present(paper.unit).name if paper.unit else paper.addressee)
    extension = _ask(paper, facts, "register_extension", on=on, by=by, actor=actor)
    extension.registered, extension.letter_number = True, facts.letter_number
    for scan in facts.scans:
        attach(scan, extension, actor=actor, purpose=Purpose.REPLY_SCAN, event_date=on,
               unit_id=paper.unit_id)  # fmt: skip
    session.flush()
    return extension


def _ask(
    paper: Instrument, facts: ExtensionFacts, verb: str, *, on: date, by: str, actor: Principal
) -> Extension:
    FLOW.check(paper, verb, actor=actor)
    late = asking.expired(paper, on=on)
    if late is not None:
        raise WrongState(late)
    row = _running(paper)
    calendar = calendar_of(paper.body_id)
    extend(duedates.result_of(row), facts.new_due, asked=on, on=on, calendar=calendar)
    held = extensions_of(paper)
    line = f"申请延期至{clock.chinese_date(facts.new_due)}"
    FLOW.fire(paper, verb, note=line, reason=facts.reason, actor=actor)
    extension = Extension(
        body_id=paper.body_id,
        instrument_id=paper.id,
        due_date_id=row.id,
        number=len(held) + 1,
        further=any(one.status is ExtensionStatus.GRANTED for one in held),
        asked_on=on,
        asked_by=by,
        reason=facts.reason.strip(),
        old_due=row.due,
        asked_due=facts.new_due,
        created_by_id=actor.user_id,
    )
    session.add(extension)
    session.flush()
    return extension


def _running(paper: Instrument) -> DueDate:
    row = duedates.open_of(paper, DueKind.REPLY, DueKind.SUPPLEMENT)
    if row is None:
        message = "此件没有正在计算的反馈期限"
        raise WrongState(message)
    return row


def grant(extension: Extension, *, new_due: date, note: str = "", actor: Principal) -> None:
    """批准延期: the first by the section head, a further one by the signatory; the due date moves."""
    forwarded = extension.status is ExtensionStatus.FORWARDED
    verb = "grant_further_extension" if forwarded else "grant_extension"
    EXTENSION_FLOW.check(extension, verb, actor=actor)
    row, result = _extended(extension, new_due, on=clock.today())
    if forwarded:
        extension.decided_by, extension.decision_note = actor.name, note.strip()
    else:
        _sign_review(extension, note, actor)
    _grant(extension, verb, (row, result), on=clock.today(), actor=actor)


def _extended(extension: Extension, new_due: date, *, on: date) -> tuple[DueDate, Result]:
    """The running term as it would be; DomainError where it may not be extended so."""
    paper = extension.instrument
    row = _running(paper)
    if row.id != extension.due_date_id:
        message = "申请所指的期限已经终止，请单位重新申请"
        raise WrongState(message)
    return row, extend(
        duedates.result_of(row),
        new_due,
        asked=min(extension.asked_on, row.due),  # in time when it was made, whatever moved since
        on=on,
        calendar=calendar_of(paper.body_id),
        reason=extension.reason,
        basis=f"{extension.name}获批",
    )


def _grant(
    extension: Extension,
    verb: str,
    moved: tuple[DueDate, Result],
    *,
    on: date,
    actor: Principal,
) -> None:
    row, result = moved
    new_due = result.due
    extension.old_due = row.due  # also where a calendar or a decision moved it since
    extension.granted_due, extension.decided_on = new_due, on
    said = f"批准{extension.name}，到期日由{clock.chinese_date(row.due)}改为{clock.chinese_date(new_due)}"
    EXTENSION_FLOW.fire(extension, verb, actor=actor, note=said)
    duedates.move(row, result, reason=f"{extension.name}获批：{extension.reason}", actor=actor)
    item_terms.follow_paper(extension.instrument, actor=actor)


@dataclass(frozen=True)
class PaperDecision:
    """What a leader decided on paper about a further extension; `new_due` where it was granted."""

    by: str
    on: date
    new_due: date | None = None
    note: str = ""
    scans: tuple[StoredFile, ...] = field(default_factory=tuple)

    @property
    def verb(self) -> str:
        """The step of the flow that it is."""
        return "register_granted" if self.new_due else "register_refused"


def check_registered(extension: Extension, facts: PaperDecision, *, actor: Principal) -> None:
    """DomainError where a decision on paper cannot have been made so."""
    EXTENSION_FLOW.check(extension, facts.verb, actor=actor)
    if facts.on > clock.today() or facts.on < (extension.reviewed_on or extension.asked_on):
        message = "决定日期须在审核人报批之后、今天之前"
        raise DomainError(message, field="decided_on")
    if facts.new_due:
        _extended(extension, facts.new_due, on=facts.on)
    elif not facts.note.strip():
        message = "不批准的须写明理由"
        raise DomainError(message, field="note")


def write_decided(extension: Extension, facts: PaperDecision, *, actor: Principal) -> None:
    """A decision made on paper, once another person than the registrar confirmed it (`registering`)."""
    check_registered(extension, facts, actor=actor)
    extension.decided_by, extension.decision_note = facts.by[:40], facts.note.strip()
    if facts.new_due:
        moved = _extended(extension, facts.new_due, on=facts.on)
        _grant(extension, facts.verb, moved, on=facts.on, actor=actor)
        return
    extension.decided_on = facts.on
    EXTENSION_FLOW.fire(extension, facts.verb, actor=actor, note=f"不批准{extension.name}")
    session.flush()


def forward(extension: Extension, *, note: str = "", actor: Principal) -> None:
    """The section head agrees to a further extension and passes it on to the signatory."""
    EXTENSION_FLOW.fire(
        extension, "forward_extension", actor=actor, note=f"{extension.name}报签发人批准"
    )
    _sign_review(extension, note, actor)
    session.flush()


def refuse(extension: Extension, *, reason: str, actor: Principal) -> None:
    """不批准, with the reason; the due date stays as it is."""
    forwarded = extension.status is ExtensionStatus.FORWARDED
    verb = "refuse_further_extension" if forwarded else "refuse_extension"
    said = f"不批准{extension.name}"
    EXTENSION_FLOW.fire(extension, verb, actor=actor, reason=reason, note=said)
    extension.decided_on = clock.today()
    if forwarded:
        extension.decided_by, extension.decision_note = actor.name, reason.strip()
    else:
        _sign_review(extension, reason, actor)
    session.flush()


def withdraw(extension: Extension, *, actor: Principal) -> None:
    """The unit no longer asks."""
    EXTENSION_FLOW.fire(extension, "withdraw_extension", actor=actor, note=f"撤回{extension.name}")


def lapse(paper: Instrument, *, actor: Principal, because: str) -> None:
    """What is still asked falls away when the unit replies or the paper ends."""
    for extension in extensions_of(paper):
        if extension.status in PENDING_EXTENSION:
            EXTENSION_FLOW.settle(extension, ExtensionStatus.LAPSED, actor=actor, because=because)
            pairs.end(extension, LAPSED, actor)


def _sign_review(extension: Extension, note: str, actor: Principal) -> None:
    extension.reviewed_by_id, extension.reviewed_by = actor.user_id, actor.name
    extension.reviewed_on, extension.review_note = clock.today(), note.strip()
