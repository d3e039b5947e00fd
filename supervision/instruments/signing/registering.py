"""登记线下签批: registered with its number, in force once another person than the registrar confirms."""

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.signing import circles
from supervision.accounts.signing.on_paper import PaperSignature, Sought, check
from supervision.core import clock, pairs
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import NotFound
from supervision.core.files.models import Purpose
from supervision.core.files.store import attach
from supervision.core.pairs import Act, Confirmation, Outcome, Payload, Proposal
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument
from supervision.instruments.revoking.service import void_by
from supervision.instruments.signing import scans
from supervision.instruments.signing.authors import authors, written_by
from supervision.instruments.signing.service import (
    GivenNumber,
    follow_number,
    freeze,
    give_number,
    register_number,
)
from supervision.instruments.states import EDITABLE, InstrumentStatus, Numbering
from supervision.instruments.wording import completeness
from supervision.instruments.wording.blocks import waivers

ACT = "instrument.signature"


def sought(paper: Instrument) -> Sought:
    """Who may have signed this paper; the review has happened here, or is named."""
    reviewed = paper.status is InstrumentStatus.AWAITING_SIGNATURE
    return Sought(
        body_id=paper.body_id, authors=frozenset(authors(paper)), what="文书", review=not reviewed,
        reviewed_by_id=paper.reviewed_by_id,
    )  # fmt: skip


def register_signature(
    paper: Instrument, signature: PaperSignature, *, number: str = "", actor: Principal
) -> None:
    """The registrar's half: number and scan are there, nothing can be delivered yet."""
    FLOW.check(paper, "register_signature", actor=actor)
    without = ""
    if paper.status in EDITABLE:  # never submitted here: what is frozen is whole all the same
        completeness.require(paper, on=signature.on)
        without = waivers(paper)
    check(sought(paper), signature)
    if paper.status is not InstrumentStatus.AWAITING_SIGNATURE and signature.reviewer is not None:
        paper.reviewed_by_id, paper.reviewed_offline = signature.reviewer.id, True
        paper.reviewed_on = signature.reviewed_on
    paper.signed_offline = True
    paper.signatory_name = signature.signatory.name
    paper.signed_by_id = signature.signatory.id if isinstance(signature.signatory, User) else None
    jumps = False
    if number or paper.kind.numbering is Numbering.OFFICE:
        jumps = register_number(paper, number, on=signature.on)
    else:
        give_number(paper, on=signature.on)
    note = f"登记线下签批（{paper.signatory_name}），待确认"
    FLOW.fire(paper, "register_signature", actor=actor, reason=without, note=note)
    for scan in signature.scans:
        attach(scan, paper, actor=actor, purpose=Purpose.SIGNED_SCAN, event_date=signature.on)
    scans.begin(paper, on=clock.today(), actor=actor)
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
    people = circles.who_see(paper, Role.REVIEWER, Role.SIGNATORY)
    return [one for one in people if one not in authors(paper)]


def _jumps(proposal: Proposal) -> bool:
    return bool(proposal.payload.get("jumps"))


def _objection(paper: Instrument, actor: Principal, proposal: Proposal) -> str | None:
    if _jumps(proposal) and not actor.can(Permission.INSTRUMENT_REVIEW):
        return f"文号{paper.number}跳过了本年度的下一个号，由审核人确认"
    return FLOW.why_not(paper, "confirm_signature", actor)


def _open_to(me: Principal) -> sa.ColumnElement[bool]:
    jumps = sa.func.coalesce(Proposal.payload["jumps"].as_boolean(), sa.false())
    reviewer = sa.true() if me.can(Permission.INSTRUMENT_REVIEW) else ~jumps
    return reviewer & circles.seen_subject(Instrument, me, ~written_by(me))


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
