"""登记线下批准 of a record: what was signed on paper takes effect once another than the registrar confirms.

Until then nothing of it stands on the record, so that its steps show only what happened. Each slice
declares its own beside its verbs; papers have a number besides and go their own way (instruments/signing).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.service import people_of
from supervision.accounts.signing import circles
from supervision.accounts.signing import scans as handing
from supervision.accounts.signing.on_paper import (
    PaperSignature,
    Sought,
    check,
    key_of,
    refuse_author,
    signatory_of,
)
from supervision.core import clock, pairs
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import NotFound
from supervision.core.eventdays import check_day
from supervision.core.files import StoredFile
from supervision.core.files.models import Purpose
from supervision.core.files.store import attach, attachments_of
from supervision.core.pairs import Act, Confirmation, Payload, Proposal
from supervision.core.workflow import Flow

REGISTER, CONFIRM = "register_approval", "confirm_approval"  # the steps, in every flow
ORIGINAL = "批准原件"  # what the scan of an approval shows
Record = Any  # a mapped row with `ApprovedOnPaper`: each slice knows its own


def _no_day(_record: Record) -> Sequence[date | None]:
    return ()


def _everybody(_record: Record) -> None:
    """No circle: whoever sees records of the body."""


@dataclass(frozen=True, kw_only=True)
class PaperApproval:
    """How one kind of record is approved on paper.

    `called`, `lines`: its name, and what the second person is shown of it; `after`: days before which
    it cannot have been approved; `authors`: columns of those whose hand is in it; `untouched`: what
    must hold of the row beside its status; `circle`: who may see it, where not everybody of the body;
    `ended_by`: steps in the system that decide it otherwise: the leader's own act counts.
    """

    act: str
    title: str
    model: Any
    flow: Flow
    proposes: Permission
    sought: Callable[[Record], Sought]
    called: Callable[[Record], str]
    lines: Callable[[Record], Sequence[tuple[str, str]]]
    authors: tuple[Any, ...]
    ended_by: tuple[str, ...]
    after: Callable[[Record], Sequence[date | None]] = _no_day
    untouched: Callable[[], tuple[sa.ColumnElement[bool], ...]] = tuple
    circle: Callable[[Record], Iterable[int] | None] = _everybody

    def register(self, record: Record, *, signature: PaperSignature, actor: Principal) -> None:
        """The registrar's half: who signed when, the review on paper, the scans."""
        self.flow.check(record, REGISTER, actor=actor)
        check(self.sought(record), signature)
        check_day(signature.on, *self.after(record), word="签批日期")
        pairs.propose(self.act, record, payload=_stored(signature), actor=actor)
        note = f"登记线下批准（{signature.signatory.name}，{signature.on}），待确认"
        self.flow.fire(record, REGISTER, actor=actor, note=note)
        for scan in signature.scans:
            attach(scan, record, actor=actor, purpose=Purpose.SIGNED_SCAN, shows=ORIGINAL,
                   event_date=signature.on)  # fmt: skip
        session.flush()

    def confirm(self, record: Record, confirmation: Confirmation) -> None:
        """The second person's half: now it is approved."""
        confirmation.require(self.act, record)
        signature = _signature(confirmation.proposal.payload)
        signatory = signature.signatory
        refuse_author(self.sought(record), signatory)  # it may have changed hands meanwhile
        with session.no_autoflush:  # days and state change together
            note = f"确认线下批准（{signatory.name}，{signature.on}）"
            self.flow.fire(record, CONFIRM, actor=confirmation.actor, note=note)
            record.approved_on, record.approver_name = signature.on, signatory.name
            record.approved_by_id = signatory.id if isinstance(signatory, User) else None
            record.reviewed_by_id = signature.reviewer.id if signature.reviewer else None
            record.reviewed_on = signature.reviewed_on
        session.flush()
        scans = attachments_of(record, Purpose.SIGNED_SCAN)  # of other decisions too
        if not any(one.shows == ORIGINAL for one in scans):
            registered = clock.local(confirmation.proposal.proposed_at).date()
            handing.begin(record, on=registered, title=self.called(record),
                        holder_id=record.handler_id, actor=confirmation.actor)  # fmt: skip

    def hand_in(self, record: Record, *, scans: Sequence[StoredFile], actor: Principal) -> None:
        """The scan that did not come with the registration."""
        self.flow.fire(record, handing.HAND_IN, actor=actor)
        handing.keep(record, scans, on=record.approved_on, actor=actor)

    def declared(self) -> Act:
        """The act of two persons."""
        return Act(
            name=self.act,
            title=self.title,
            proposes=(self.proposes,),
            confirms=Permission.INSTRUMENT_CONFIRM_SIGNATURE,
            load=self._load,
            lines=lambda record, payload: [*self.lines(record), *_said(payload)],
            apply=self.confirm,
            called=self.called,
            told=self._told,
            objection=lambda record, actor, _proposal: self.flow.why_not(record, CONFIRM, actor),
            open_to=self._open_to,
            ended_by=self.ended_by,
            refusal="不同意或撤回的，写明理由，没有批准，可以重新登记或者在系统中批准。",
        )

    def _load(self, key: int) -> Record:
        record = session.get(self.model, key)
        if record is None:
            raise NotFound("没有这件记录，或者您不是知悉人员")
        return record

    def _told(self, record: Record, _proposal: Proposal) -> list[int]:
        """Reviewers and signatories, the one who is said to have signed among them; of those who may see it."""
        held = (Role.REVIEWER, Role.SIGNATORY)
        people = {one.id for role in held for one in people_of(record.body_id, role)}
        circle = self.circle(record)
        seeing = people if circle is None else people & set(circle)
        return sorted(seeing - self.sought(record).authors)

    def _open_to(self, me: Principal) -> sa.ColumnElement[bool]:
        of = self.model
        others = [sa.func.coalesce(column, 0) != me.user_id for column in self.authors]
        stands = of.status.in_(self.flow.transitions[CONFIRM].sources)
        return circles.seen_subject(of, me, stands, *others, *self.untouched())


def _stored(signature: PaperSignature) -> dict[str, object]:
    reviewer, reviewed_on = signature.reviewer, signature.reviewed_on
    return {
        "signatory": key_of(signature.signatory),
        "on": signature.on.isoformat(),
        "reviewer": reviewer.id if reviewer else None,
        "reviewed_on": reviewed_on.isoformat() if reviewed_on else None,
    }


def _signature(payload: Payload) -> PaperSignature:
    reviewer, reviewed_on = payload["reviewer"], payload["reviewed_on"]
    return PaperSignature(
        signatory=signatory_of(payload["signatory"]),
        on=date.fromisoformat(payload["on"]),
        reviewer=session.get_one(User, reviewer) if reviewer else None,
        reviewed_on=date.fromisoformat(reviewed_on) if reviewed_on else None,
    )


def _said(payload: Payload) -> list[tuple[str, str]]:
    """The signature as the second person is shown it."""
    signature = _signature(payload)
    said = [("批准人", signature.signatory.name), ("签批日期", signature.on.isoformat())]
    if signature.reviewer is None:
        return said
    reviewed = f"{signature.reviewer.name}（纸面审核）{signature.reviewed_on}"
    return [("审核人", reviewed), *said]
