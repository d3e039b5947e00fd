"""Reading the trail: filters, one event, its values on a stated need, and verifying the chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import sqlalchemy as sa

from supervision.accounts.service import account_id, usernames
from supervision.auditing.names import field_name, record_name
from supervision.auditing.walking import IN_TIME, MOST, TRAIL, beyond, first_of, values_along
from supervision.core import audit, clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.audit import AuditEvent, AuditHead
from supervision.core.db import session
from supervision.core.errors import DomainError

PAGE = 50
FIELDS_NAMED = 6  # in a line of the list; all of them stand on the page of the event
LEAST_REASON = 4  # characters that say something: “.” is none


@dataclass(frozen=True)
class Wanted:
    """What part of the trail is looked for; None and "" mean any."""

    person: str = ""
    record_type: str = ""
    record_id: int | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Line:
    """One event as an auditor reads it: which fields changed, never what stands in them."""

    seq: int
    at: datetime
    actor: str
    label: str
    reason: str
    record: str
    record_id: int
    fields: list[str]
    account: str = ""
    namesake: bool = False  # another account bears the same name
    address: str = ""
    session_no: int | None = None

    @property
    def sentence(self) -> str:
        """Who did what to which record."""
        which = f"{self.record}{self.record_id or ''}"
        if self.label.endswith(self.record):
            return f"{self.actor}{self.label.removesuffix(self.record)}{which}"
        return f"{self.actor}{self.label}（{which}）"

    @property
    def more(self) -> str:
        """Why, and which fields changed: all of a few, the first of many."""
        named = "、".join(self.fields[:FIELDS_NAMED])
        count = f"等{len(self.fields)}个字段" if len(self.fields) > FIELDS_NAMED else ""
        why = f"理由：{self.reason.rstrip('。')}。" if self.reason else ""
        return f"{why}涉及{named}{count}。" if named else why

    @property
    def whence(self) -> str:
        """Account and address in one line."""
        return " · ".join(one for one in (self.account, self.address) if one)


@dataclass(frozen=True)
class Leaf:
    """One page of the trail, newest first; `older` and `newer` are the places to go on from."""

    lines: list[Line]
    older: int | None
    newer: int | None


def leaf(wanted: Wanted, *, before: int | None = None, after: int | None = None) -> Leaf:
    """The 50 latest events before `before` (or the 50 next after `after`) that are wanted."""
    whole = _wanted(wanted)
    walks = [whole.where(*lead) for lead in _leads(wanted)]
    order = TRAIL if wanted == Wanted() else IN_TIME
    if after is not None:
        newer = beyond(order, after, backwards=False)
        events = first_of(walks, newer, order=order, most=PAGE + 1)
        more_newer, more_older = len(events) > PAGE, True
        events = events[:PAGE][::-1]
    else:
        older = beyond(order, before, backwards=True) if before is not None else sa.true()
        back = [one.desc() for one in order]
        events = first_of(walks, older, order=back, most=PAGE + 1)
        more_newer, more_older = before is not None, len(events) > PAGE
        events = events[:PAGE]
    return Leaf(
        lines=lines_of(events),
        older=events[-1].seq if events and more_older else None,
        newer=events[0].seq if events and more_newer else None,
    )


def line_of(event: AuditEvent) -> Line:
    """An event in words."""
    return lines_of([event])[0]


def lines_of(events: Sequence[AuditEvent]) -> list[Line]:
    """Events in words: each with the account that did it, marked where another bears the same name."""
    accounts = usernames({event.actor_id for event in events if event.actor_id is not None})
    return [
        Line(
            seq=event.seq,
            at=clock.local(event.at),
            actor=event.actor_name,
            label=_sentence(event),
            reason=event.reason,
            record=record_name(event.subject_type),
            record_id=0 if event.subject_type == "access" else event.subject_id,
            fields=[field_name(event.subject_type, field) for field in event.fields],
            account=accounts.get(event.actor_id or 0, ("", False))[0],
            namesake=accounts.get(event.actor_id or 0, ("", False))[1],
            address=event.address or "",
            session_no=event.session_no,
        )
        for event in events
    ]


def _sentence(event: AuditEvent) -> str:
    """What was done; where the event says no more than 修改, with what it was done to."""
    name = record_name(event.subject_type)
    bare = event.label in ("新建", "修改", "删除")
    return f"{event.label}{name}" if bare else event.label


def _leads(wanted: Wanted) -> list[list[sa.ColumnElement[bool]]]:
    """What leads to the events wanted, each along an index in the order of the trail."""
    event = AuditEvent
    if wanted.record_id is not None:
        types = [wanted.record_type] if wanted.record_type else values_along(event.root_type)
        return [[event.root_type == one, event.root_id == wanted.record_id] for one in types]
    if wanted.person:
        said = wanted.person.casefold()
        names = [one for one in values_along(event.actor_name) if said in one.casefold()]
        own = [event.actor_id == account_id(wanted.person)]
        return [own, *([event.actor_name == one] for one in names)] if len(names) < MOST else [[]]
    return [[event.root_type == wanted.record_type]] if wanted.record_type else [[]]


def _wanted(wanted: Wanted) -> sa.Select[AuditEvent]:
    statement = sa.select(AuditEvent)
    if wanted.person:
        named = AuditEvent.actor_name.contains(wanted.person, autoescape=True)
        statement = statement.where(named | (AuditEvent.actor_id == account_id(wanted.person)))
    if wanted.record_type:
        statement = statement.where(AuditEvent.root_type == wanted.record_type)
    if wanted.record_id is not None:
        statement = statement.where(AuditEvent.root_id == wanted.record_id)
    if wanted.start is not None:
        statement = statement.where(AuditEvent.at >= _midnight(wanted.start))
    if wanted.end is not None:
        statement = statement.where(AuditEvent.at < _midnight(wanted.end + timedelta(days=1)))
    return statement


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.ZONE)


def values_shown(event: AuditEvent, *, reason: str, actor: Principal) -> list[tuple[str, str, str]]:
    """(label, old, new) of an event; looking leaves a trace with the reason."""
    actor.require(Permission.AUDIT_READ)
    if sum(character.isalnum() for character in reason) < LEAST_REASON:
        message = "查看字段值须写明理由（至少四个字），查看行为本身也记入审计"
        raise DomainError(message, field="reason")
    label = f"查看第{event.seq}条的字段值"
    audit.record(event, action="audit.values", label=label, reason=reason, actor=actor)
    told = audit.changes_of(event.seq)  # a nameless column by its name in the store
    return [(field_name(event.subject_type, one), old, new) for one, old, new in told]


def verify_chain(
    *, key: str, retired: Sequence[str], anchor: Path, kept: Sequence[tuple[str, int]]
) -> audit.Verdict:
    """Recompute the whole chain; reads only, so call it in a read phase."""
    return audit.verify(session.connection(), key=key, retired=retired, anchor=anchor, known=kept)


def note_verification(verdict: audit.Verdict, *, actor: Principal) -> None:
    """Put the outcome of a verification on the trail."""
    actor.require(Permission.AUDIT_READ)
    outcome = "通过" if verdict.passed else f"发现{len(verdict.faults)}处异常"
    label = f"核验审计链{verdict.count}条：{outcome}"
    head = session.get(AuditHead, 1)
    if head is not None:
        audit.record(head, action="audit.verify", label=label, actor=actor)


def verifications() -> list[Line]:
    """The latest verifications, newest first."""
    statement = sa.select(AuditEvent).where(AuditEvent.subject_type == "audit_head")
    latest = session.scalars(statement.order_by(AuditEvent.seq.desc()).limit(10))
    return lines_of(list(latest))


def count() -> int:
    """How many events there are, by the anchored head."""
    head = session.get(AuditHead, 1)
    return head.count if head else 0
