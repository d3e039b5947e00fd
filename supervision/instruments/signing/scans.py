"""签批扫描件: what was signed on paper lies with the paper within three working days, or it is not archived.

It carries 批示: it hangs on the paper with no unit named, so that no unit sees or gets it.
"""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from supervision.core import clock, duedates
from supervision.core.access.policy import Permission
from supervision.core.access.principal import SYSTEM, Principal
from supervision.core.db import session
from supervision.core.deadlines import Term, Unit
from supervision.core.duedates import DueDate, DueKind
from supervision.core.duedates.shown import ShownDue, shown_due
from supervision.core.errors import DomainError, WrongState
from supervision.core.files import Attachment, StoredFile
from supervision.core.files.models import Purpose
from supervision.core.files.store import attach
from supervision.core.pairs import Proposal
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus as S

TERM = Term(3, Unit.WORKDAY)
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
    """Three working days from the day on which it was registered, unless the scan came with it."""
    if missing(paper):
        duedates.start(
            paper, DueKind.SCAN, TERM, on=on, title=f"{paper.number or paper.title} 签批扫描件",
            basis="线下签批登记后3个工作日内上传签批扫描件", event="登记线下签批", actor=actor,
            holder_id=paper.handler_id,
        )  # fmt: skip


def fall_away(paper: Instrument, *, on: date) -> None:
    """The paper has no effect: nobody need hand in its scan."""
    duedates.end(paper, DueKind.SCAN, on=on, met=False)


def shown(paper: Instrument) -> ShownDue | None:
    """The day by which the scan is due, and its light; None where none is to come."""
    return shown_due(paper, DueKind.SCAN) if missing(paper) else None


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
    """Whether `actor` may hand in the scan that is missing."""
    own = actor.body_id == paper.body_id and actor.can(Permission.INSTRUMENT_REGISTER)
    return own and missing(paper)


def register(paper: Instrument, scans: Sequence[StoredFile], *, actor: Principal) -> None:
    """The scans lie with the paper, for the bureau alone."""
    actor.require(Permission.INSTRUMENT_REGISTER)
    if not missing(paper):
        message = "本件没有待上传的签批扫描件"
        raise WrongState(message)
    if not scans:
        message = "请选择签批扫描件"
        raise DomainError(message, field="scans")
    for scan in scans:
        attach(
            scan, paper, actor=actor, purpose=Purpose.SIGNED_SCAN, shows="签批原件",
            event_date=paper.signed_on,
        )  # fmt: skip
    duedates.end(paper, DueKind.SCAN, on=clock.today())
    session.flush()
