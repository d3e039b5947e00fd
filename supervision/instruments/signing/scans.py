"""签批扫描件: what was signed on paper lies with the paper within three working days, or it is not archived.

It carries 批示: no unit sees or gets it (accounts/signing/scans). A decision on an objection that was made on
paper has its scan too, which the paper waits for.
"""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from supervision.accounts.signing import scans as handing
from supervision.accounts.signing.deciding import no_decision
from supervision.core import clock, duedates
from supervision.core.access.policy import Permission
from supervision.core.access.principal import SYSTEM, Principal
from supervision.core.db import session
from supervision.core.duedates import DueDate, DueKind, DueState, Lamp, ShownLight
from supervision.core.errors import WrongState
from supervision.core.files import Attachment, StoredFile
from supervision.core.files.models import Purpose
from supervision.core.pairs import Proposal
from supervision.instruments.models import Instrument
from supervision.instruments.objecting.models import Objection
from supervision.instruments.states import InstrumentStatus as S

LACKS = "线下签批的签批扫描件还没有上传，不能归档"
UNDER_WAY = (
    S.REGISTERED, S.SIGNED, S.DELIVERED, S.SUPPLEMENT, S.HANDED_BACK, S.REPLIED, S.VERIFIED, S.CLOSED,
)  # fmt: skip
_ON_PAPER = sa.and_(Instrument.signed_offline.is_(True), Instrument.back_entered.is_(False))


def lacking() -> tuple[sa.ColumnElement[bool], ...]:
    """Papers signed on paper, on their way here, whose scan is not there."""
    there = sa.exists().where(
        Attachment.owner_type == Instrument.__tablename__,
        Attachment.owner_id == Instrument.id,
        Attachment.purpose == Purpose.SIGNED_SCAN,
        no_decision(),
    )
    return (
        Instrument.status.in_(UNDER_WAY),
        _ON_PAPER,
        ~there.correlate_except(Attachment),
    )


def missing(paper: Instrument) -> bool:
    """Whether the scan of this paper is still to come; what was entered late has its own original."""
    if not paper.signed_offline or paper.back_entered or paper.status not in UNDER_WAY:
        return False
    found = sa.select(Instrument.id).where(Instrument.id == paper.id, *lacking())
    return session.scalar(found) is not None


def begin(paper: Instrument, *, on: date, actor: Principal) -> None:
    """The term of the scan, unless it came with the registration."""
    if missing(paper):
        title, holder = paper.number or paper.title, paper.handler_id
        handing.begin(paper, on=on, title=title, holder_id=holder, actor=actor)


def _waiting(paper: Instrument) -> list[DueDate]:
    """The terms that run for scans of this paper: of its own signature, of a decision on an objection."""
    runs = sa.select(DueDate).where(
        DueDate.root_type == Instrument.__tablename__,
        DueDate.root_id == paper.id,
        DueDate.kind == DueKind.SCAN,
        DueDate.state == DueState.OPEN,
    )
    return list(session.scalars(runs.order_by(DueDate.id)))


def why_not_archived(paper: Instrument) -> str | None:
    """What of its scans is still to come."""
    decided = bool(paper.kind.objection_number) and bool(_waiting(paper))
    return LACKS if missing(paper) or decided else None


def light(paper: Instrument) -> ShownLight | None:
    """The light of the first day by which a scan is due; None where none is to come."""
    first = min(_waiting(paper), key=lambda one: one.due, default=None)
    return None if first is None else Lamp().of_row(first)


def fall_away(paper: Instrument, *, on: date) -> None:
    """The paper has no effect: nobody need hand in a scan."""
    for row in _waiting(paper):
        duedates.close(row, on=on, met=False)


def begin_missing() -> str:
    """The sweep: papers registered before the scan had a term of its own are given it."""
    with_term = sa.exists().where(
        DueDate.owner_type == Instrument.__tablename__,
        DueDate.owner_id == Instrument.id,
        DueDate.kind == DueKind.SCAN,
    )
    waiting = sa.select(Instrument).where(*lacking(), ~with_term.correlate_except(DueDate))
    papers = session.scalars(waiting).all()
    for paper in papers:
        begin(paper, on=_registered_on(paper), actor=SYSTEM)
    return f"登记签批扫描件期限{len(papers)}件" if papers else ""


def _registered_on(paper: Instrument) -> date:
    registered = sa.select(Proposal.proposed_at).where(
        Proposal.subject_type == Instrument.__tablename__,
        Proposal.subject_id == paper.id,
        Proposal.act == "instrument.signature",
    )
    at = session.scalar(registered.order_by(Proposal.id).limit(1))
    return clock.local(at).date() if at is not None else paper.signed_on or clock.today()


def awaited(paper: Instrument, actor: Principal) -> bool:
    """Whether `actor` may hand in a scan that is missing."""
    own = actor.body_id == paper.body_id and actor.can(Permission.INSTRUMENT_REGISTER)
    return own and why_not_archived(paper) is not None


def register(paper: Instrument, scans: Sequence[StoredFile], *, actor: Principal) -> None:
    """The scans lie with what was signed: the paper, or the decision on an objection to it."""
    actor.require(Permission.INSTRUMENT_REGISTER)
    owner = _lacking_one(paper)
    if owner is None:
        message = "本件没有待上传的签批扫描件"
        raise WrongState(message)
    on = owner.decided_on if isinstance(owner, Objection) else owner.signed_on
    handing.keep(owner, scans, on=on or clock.today(), actor=actor)


def _lacking_one(paper: Instrument) -> Instrument | Objection | None:
    if missing(paper):
        return paper
    from_objections = (row.owner_id for row in _waiting(paper) if row.owner_type == "objection")
    key = next(from_objections, None)
    return None if key is None else session.get_one(Objection, key)
