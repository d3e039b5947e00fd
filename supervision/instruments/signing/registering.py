"""登记线下签批: registered with its number, in force once another person than the registrar confirms."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.core import clock, pairs
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError, NotFound
from supervision.core.files import StoredFile
from supervision.core.files.models import Purpose
from supervision.core.files.store import attach
from supervision.core.pairs import Act, Confirmation, Outcome, Payload, Proposal
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument
from supervision.instruments.revoking.service import void_by
from supervision.instruments.signing.leaders import (
    author_names,
    authors,
    holders,
    plain_name,
    written_by,
)
from supervision.instruments.signing.models import Leader
from supervision.instruments.signing.service import (
    GivenNumber,
    follow_number,
    freeze,
    give_number,
    register_number,
)
from supervision.instruments.states import EDITABLE, InstrumentStatus, Numbering
from supervision.instruments.wording import completeness

ACT = "instrument.signature"


@dataclass(frozen=True)
class OfflineSignature:
    """A signature on paper or in the OA. The signatory is a person of the body, or one of its leaders
    without an account; the reviewer on paper is named where nobody has reviewed it here."""

    signatory: User | Leader
    on: date
    number: str = ""
    reviewer: User | None = None
    reviewed_on: date | None = None
    scans: tuple[StoredFile, ...] = ()


def register_signature(paper: Instrument, signature: OfflineSignature, *, actor: Principal) -> None:
    """The registrar's half: number and scan are there, nothing can be delivered yet."""
    FLOW.check(paper, "register_signature", actor=actor)
    if paper.status in EDITABLE:  # never submitted here: what is frozen is whole all the same
        completeness.require(paper)
    _check_reviewer(paper, signature)
    _check_signatory(paper, signature)
    if paper.status is not InstrumentStatus.AWAITING_SIGNATURE and signature.reviewer is not None:
        paper.reviewed_by_id, paper.reviewed_offline = signature.reviewer.id, True
        paper.reviewed_on = signature.reviewed_on
    paper.signed_offline = True
    paper.signatory_name = signature.signatory.name
    paper.signed_by_id = signature.signatory.id if isinstance(signature.signatory, User) else None
    jumps = False
    if signature.number or paper.kind.numbering is Numbering.OFFICE:
        jumps = register_number(paper, signature.number, on=signature.on)
    else:
        give_number(paper, on=signature.on)
    note = f"登记线下签批（{paper.signatory_name}），待确认"
    FLOW.fire(paper, "register_signature", actor=actor, note=note)
    for scan in signature.scans:
        attach(scan, paper, actor=actor, purpose=Purpose.SIGNED_SCAN, event_date=signature.on)
    pairs.propose(ACT, paper, payload={"jumps": jumps}, actor=actor)


def confirm_signature(paper: Instrument, confirmation: Confirmation) -> None:
    """The second person's half: the paper is signed, its content frozen."""
    confirmation.require(ACT, paper)
    actor = confirmation.actor
    note = f"确认线下签批（{paper.signatory_name}）"
    FLOW.fire(paper, "confirm_signature", actor=actor, note=note)
    follow_number(paper)
    freeze(paper, actor=actor)


def undo_signature(paper: Instrument, outcome: Outcome, reason: str, actor: Principal) -> None:
    """Refused or withdrawn: the paper is void. Our number stays used; the office's own is free again,
    and so is one that jumped ahead."""
    if outcome is Outcome.RENEWED:
        return
    step = "refuse_signature" if outcome is Outcome.REFUSED else "withdraw_signature"
    void_by(paper, step, reason=reason, actor=actor)
    waiting = pairs.waiting_on(paper, ACT)
    jumped = waiting is not None and _jumps(waiting)
    if paper.kind.numbering is Numbering.OFFICE or jumped:
        held = GivenNumber.of(paper)
        paper.number = paper.number_year = paper.number_serial = None
        if held is not None:
            held.fall_back()


def _check_signatory(paper: Instrument, signature: OfflineSignature) -> None:
    chosen = signature.signatory
    if signature.on > clock.today():
        message = "签批日期不得晚于今天"
        raise DomainError(message, field="on")
    if chosen.body_id != paper.body_id or not chosen.active:
        message = "请从本机关在用的签发人、签批领导中选择"
        raise DomainError(message, field="signatory")
    if isinstance(chosen, Leader):
        if plain_name(chosen.name) in author_names(paper):
            message = "签发人不得是拟稿人本人"
            raise DomainError(message, field="signatory")
        return
    if Role.SIGNATORY not in chosen.roles:
        message = f"{chosen.name}不是签发人"
        raise DomainError(message, field="signatory")
    if chosen.id in authors(paper):
        message = "签发人不得是拟稿人本人"
        raise DomainError(message, field="signatory")
    reviewer_id = signature.reviewer.id if signature.reviewer else paper.reviewed_by_id
    if chosen.id == reviewer_id:
        message = "审核人不能签发自己审核的文书"
        raise DomainError(message, field="signatory")


def _check_reviewer(paper: Instrument, signature: OfflineSignature) -> None:
    """The review has happened here, or on paper by somebody who may and did not draft it."""
    if paper.status is InstrumentStatus.AWAITING_SIGNATURE:
        return
    reviewer = signature.reviewer
    if reviewer is None or signature.reviewed_on is None:
        message = "文书尚未在系统中审核，请填写纸面审核的审核人和日期"
        raise DomainError(message, field="reviewer" if reviewer is None else "reviewed_on")
    held = reviewer.active and Role.REVIEWER in reviewer.roles
    if reviewer.body_id != paper.body_id or not held:
        message = f"{reviewer.name}不是本机关的审核人"
        raise DomainError(message, field="reviewer")
    if reviewer.id in authors(paper):
        message = "拟稿人不能审核自己拟制、修改过的文书"
        raise DomainError(message, field="reviewer")
    if signature.reviewed_on > signature.on:
        message = "审核日期不得晚于签批日期"
        raise DomainError(message, field="reviewed_on")


def _load(paper_id: int) -> Instrument:
    paper = session.get(Instrument, paper_id)
    if paper is None:
        message = "没有这件文书"
        raise NotFound(message)
    return paper


def _lines(paper: Instrument, payload: Payload) -> list[tuple[str, str]]:
    reviewer = paper.reviewed_by.name if paper.reviewed_by else ""
    how = "（纸面审核）" if paper.reviewed_offline else ""
    return [
        ("文书", f"{paper.kind.name} {paper.title}"),
        ("主送机关", paper.addressee),
        ("文号", (paper.number or "") + ("（跳号，须审核人确认）" if payload.get("jumps") else "")),
        ("审核人", f"{reviewer}{how} {paper.reviewed_on or ''}".strip()),
        ("签发人", paper.signatory_name),
        ("签批日期", paper.signed_on.isoformat() if paper.signed_on else ""),
    ]


def _told(paper: Instrument, _proposal: Proposal) -> list[int]:
    """Reviewers and signatories of the body, the one who is said to have signed among them."""
    people = holders(paper.body_id, Role.REVIEWER) + holders(paper.body_id, Role.SIGNATORY)
    return [one.id for one in people if one.id not in authors(paper)]


def _jumps(proposal: Proposal) -> bool:
    return bool(proposal.payload.get("jumps"))


def _objection(paper: Instrument, actor: Principal, proposal: Proposal) -> str | None:
    if _jumps(proposal) and not actor.can(Permission.INSTRUMENT_REVIEW):
        return f"文号{paper.number}跳过了本年度的下一个号，由审核人确认"
    return FLOW.why_not(paper, "confirm_signature", actor)


def _open_to(me: Principal) -> sa.ColumnElement[bool]:
    jumps = sa.func.coalesce(Proposal.payload["jumps"].as_boolean(), sa.false())
    reviewer = sa.true() if me.can(Permission.INSTRUMENT_REVIEW) else ~jumps
    return reviewer & ~sa.exists().where(Instrument.id == Proposal.subject_id, written_by(me))


REGISTERED = Act(
    name=ACT,
    title="登记线下签批",
    proposes=(Permission.INSTRUMENT_REGISTER,),
    confirms=Permission.INSTRUMENT_CONFIRM_SIGNATURE,
    load=_load,
    lines=_lines,
    apply=confirm_signature,
    undo=undo_signature,
    told=_told,
    objection=_objection,
    refusal="不同意或撤回的，文书作废，写明理由；系统编的文号保留不再使用，OA文号可以重新登记。",
    open_to=_open_to,
)
