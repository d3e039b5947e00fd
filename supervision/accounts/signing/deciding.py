"""登记线下 of what a leader decided of a record beside approving it: 中止, 恢复, 取消, 退回修改.

One registers who decided when, why, with the scan; the record goes on as it was until another confirms.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import sqlalchemy as sa

from supervision.accounts.principals import proposer
from supervision.accounts.signing import circles
from supervision.accounts.signing.on_paper import (
    PaperSignature,
    Sought,
    check,
    key_of,
    refuse_author,
    signatory_of,
)
from supervision.core import pairs
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import NotFound
from supervision.core.files import attach
from supervision.core.files.models import Attachment, Purpose
from supervision.core.pairs import Act, Confirmation, Payload, Proposal
from supervision.core.workflow import Flow

ORIGINAL = "决定原件"  # what its scan shows, after the decision
Record = Any  # a mapped row: each slice knows its own


class Checks(Protocol):
    """DomainError where it cannot have been decided so on paper."""

    def __call__(self, record: Record, /, *, on: date, reason: str, actor: Principal) -> None: ...


class Writes(Protocol):
    """What `by` decided stands on the record."""

    def __call__(
        self, record: Record, /, *, by: str, on: date, reason: str, actor: Principal
    ) -> None: ...


def not_in(*columns: Any) -> Callable[[Principal], Iterable[sa.ColumnElement[bool]]]:
    """That a person is in none of these columns."""
    return lambda me: [column != me.user_id for column in columns]


def no_decision() -> sa.ColumnElement[bool]:
    """A scan that is not of such a decision, as it stands with the record beside that of its signature."""
    return Attachment.shows.not_like(f"%{ORIGINAL}")


def _nothing(_record: Record, _proposal: Proposal) -> str | None:
    return None


@dataclass(frozen=True, kw_only=True)
class PaperDecision:
    """One decision of a leader on one kind of record.

    `step`: the step of the flow by which it takes effect; `label`, `what`: the decision and the record in
    words; `stays`: how the record stands until confirmed; `hands`: whose hand is in it, in words, and
    `strangers`: that a person's is not, as columns; `against`, `holds`: what else keeps it from being confirmed, for one and as columns.
    """

    act: str
    step: str
    label: str
    what: str
    stays: str
    hands: str
    model: Any
    flow: Flow
    proposes: Permission
    sought: Callable[[Record], Sought]
    called: Callable[[Record], str]
    lines: Callable[[Record], Sequence[tuple[str, str]]]
    strangers: Callable[[Principal], Iterable[sa.ColumnElement[bool]]]
    ended_by: tuple[str, ...]  # steps after which there is nothing to confirm
    checks: Checks
    writes: Writes
    against: Callable[[Record, Proposal], str | None] = _nothing
    holds: Callable[[], Iterable[sa.ColumnElement[bool]]] = tuple

    @property
    def title(self) -> str:
        return f"登记线下{self.label}{self.what}"

    def register(
        self, record: Record, *, signature: PaperSignature, actor: Principal, reason: str = ""
    ) -> None:
        """The registrar's half; nothing of it stands on the record yet."""
        self.checks(record, on=signature.on, reason=reason, actor=actor)
        check(self.sought(record), signature)
        told: Payload = {
            "by": key_of(signature.signatory), "on": signature.on.isoformat(),
            "reason": reason.strip(),
        }  # fmt: skip
        pairs.propose(self.act, record, payload=told, actor=actor)
        for scan in signature.scans:
            attach(scan, record, actor=actor, purpose=Purpose.SIGNED_SCAN,
                   shows=f"{self.label}{ORIGINAL}", event_date=signature.on)  # fmt: skip
        session.flush()

    def confirm(self, record: Record, confirmation: Confirmation) -> None:
        """The second person's half: carried out in the registrar's name."""
        confirmation.require(self.act, record)
        told = confirmation.proposal.payload
        by = signatory_of(told["by"])
        refuse_author(self.sought(record), by)  # it may have changed hands meanwhile
        actor = proposer(confirmation.proposal.proposed_by_id, otherwise="请由他人重新登记")
        on = date.fromisoformat(told["on"])
        self.writes(record, by=by.name, on=on, reason=told["reason"], actor=actor)

    def declared(self) -> Act:
        """The act of two persons."""
        return Act(
            name=self.act,
            title=self.title,
            proposes=(self.proposes,),
            confirms=Permission.INSTRUMENT_CONFIRM_SIGNATURE,
            load=self._load,
            lines=self._lines,
            apply=self.confirm,
            called=self.called,
            told=self._told,
            objection=self._objection,
            open_to=self._open_to,
            ended_by=self.ended_by,
            refusal=f"不同意或撤回的，写明理由；{self.stays}，可以重新登记。",
        )

    def _load(self, key: int) -> Record:
        found = session.get(self.model, key)
        if found is None:
            message = "没有这件记录，或者您不是知悉人员"
            raise NotFound(message)
        return found

    def _lines(self, record: Record, told: Payload) -> list[tuple[str, str]]:
        return [
            *self.lines(record), ("现在的状态", record.status.label), ("线下决定", self.label),
            ("理由", told["reason"]), ("决定人", signatory_of(told["by"]).name),
            ("决定日期", told["on"]),
        ]  # fmt: skip

    def _objection(self, record: Record, actor: Principal, proposal: Proposal) -> str | None:
        if actor.user_id in self.sought(record).authors:
            return f"{self.hands}不能确认本件的线下{self.label}"
        if record.status not in self.flow.transitions[self.step].sources:
            return f"{self.what}已“{record.status.label}”，不能再{self.label}"
        return self.against(record, proposal)

    def _told(self, record: Record, _proposal: Proposal) -> list[int]:
        """Whoever may confirm it, sees it and has no hand in it."""
        people = circles.who_see(record, Role.HANDLER, Role.REVIEWER, Role.SIGNATORY)
        return [one for one in people if one not in self.sought(record).authors]

    def _open_to(self, me: Principal) -> sa.ColumnElement[bool]:
        of = self.model
        stands = of.status.in_(self.flow.transitions[self.step].sources)
        return circles.seen_subject(of, me, stands, *self.strangers(me), *self.holds())
