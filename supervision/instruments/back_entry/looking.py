"""The reviewer's look at 补录: a past paper stands as a draft, and lives its life once it is confirmed.

So does a correction: what stands is not touched before. A sheet is looked at once (imports/looking).
"""

from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.principals import proposer
from supervision.agencies.models import Unit
from supervision.core import pairs
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.corrections import entered
from supervision.core.db import session
from supervision.core.errors import DomainError, NotFound, WrongState
from supervision.core.files.models import Purpose
from supervision.core.files.store import attach
from supervision.core.packing import packed, unpacked
from supervision.core.pairs import Act, Confirmation, Outcome, Payload, Proposal
from supervision.instruments.back_entry import correcting, rounds
from supervision.instruments.back_entry import service as back_entry
from supervision.instruments.back_entry.rounds import PastReturn
from supervision.instruments.back_entry.service import PastPaper
from supervision.instruments.drafting.service import PaperFacts
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.revoking.service import void_by
from supervision.instruments.states import DeliveryMethod

ENTER, CORRECT = "instrument.back_entry", "instrument.correction"
DAYS = ("signed_on", "delivered_on", "reply_date", "posted_on", "replied_on", "closed_on")
WORDS = ("number", "signatory_name", "recipient", "reply_number", "reply_summary")
OF_PAPER = ("addressee", "recipients", "action_id", "title", "term_number", "term_unit")
SHOWN = (
    ("文号", "number"), ("签发人", "signatory_name"), ("成文日期", "signed_on"),
    ("主送机关", "addressee"), ("主送单位", "recipients"), ("标题", "title"), ("条目", "demands"), ("送达日期", "delivered_on"),
    ("收文日期", "replied_on"), ("交邮日期", "posted_on"), ("来文文号", "reply_number"), ("反馈情况", "reply_summary"),
    ("办结日期", "closed_on"),
)  # fmt: skip


def ask(past: PastPaper, *, actor: Principal) -> Instrument:
    """The registrar's half of 补录: the draft, its scans, and what happened to it then."""
    paper = back_entry.begin(past, actor=actor)
    back_entry.keep_original(paper, past, actor=actor)
    pairs.propose(ENTER, paper, payload=_stored(past), actor=actor)
    return paper


def ask_correction(paper: Instrument, past: PastPaper, *, reason: str, actor: Principal) -> None:
    """The registrar's half of 更正补录; new scans are kept with the paper at once."""
    if not correcting.may_correct(paper, actor):
        raise WrongState("补录之后已据以办理，不能再更正补录内容")
    if not reason.strip():
        raise DomainError("请填写更正理由", field="why")
    back_entry.check(past)
    for scan in past.scans:
        attach(scan, paper, actor=actor, purpose=Purpose.SIGNED_SCAN, shows="补录原件",
               event_date=past.signed_on)  # fmt: skip
    payload = {**_stored(past), "why": reason.strip()}
    pairs.propose(CORRECT, paper, payload=payload, actor=actor)


def apply_entry(paper: Instrument, confirmation: Confirmation) -> None:
    """The reviewer's half: the paper is what it was, on its true days."""
    confirmation.require(ENTER, paper)
    actor = _registrar(confirmation)
    back_entry.live(paper, _past(confirmation.proposal.payload), actor=actor)
    entered(paper, actor=actor)


def apply_correction(paper: Instrument, confirmation: Confirmation) -> None:
    """The reviewer's half of a correction."""
    confirmation.require(CORRECT, paper)
    payload = confirmation.proposal.payload
    actor = _registrar(confirmation)
    correcting.correct(paper, _past(payload), reason=payload["why"], actor=actor)


def undo_entry(paper: Instrument, outcome: Outcome, reason: str, actor: Principal) -> None:
    """Refused or withdrawn: the draft is void, its reason stays with it."""
    step = "refuse_entry" if outcome is Outcome.REFUSED else "withdraw_entry"
    void_by(paper, step, reason=reason, actor=actor)


def _registrar(confirmation: Confirmation) -> Principal:
    """Whoever entered it, in whose name it is written; the confirmation names the other."""
    return proposer(confirmation.proposal.proposed_by_id, otherwise="请由他人重新补录")


def _stored(past: PastPaper) -> dict[str, object]:
    paper = past.paper
    days = {name: getattr(past, name) for name in DAYS} | {"fixed_due": paper.fixed_due}
    return {
        **{name: getattr(past, name) for name in WORDS},
        **{name: getattr(paper, name) for name in OF_PAPER},
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "method": past.method.value,
        "kind_id": paper.kind.id,
        "unit_id": paper.unit.id if paper.unit else None,
        "demands": back_entry.typed(paper.kind, paper.items),
        "returns": [packed(one) for one in past.returns],
    }


def _past(payload: Payload) -> PastPaper:
    kind = session.get_one(InstrumentKind, payload["kind_id"])
    days = {
        name: date.fromisoformat(payload[name]) if payload.get(name) else None
        for name in (*DAYS, "fixed_due")
    }
    paper = PaperFacts.of(
        {name: payload.get(name) for name in OF_PAPER},
        kind=kind,
        unit=session.get(Unit, payload["unit_id"]) if payload["unit_id"] else None,
        items=back_entry.items_of(payload["demands"], kind),
        fixed_due=days["fixed_due"],
    )
    method = DeliveryMethod(payload["method"])
    told = {**payload, **days, "method": method, "returns": _returns(payload)}
    return PastPaper.of(told, paper=paper)


def _returns(payload: Payload) -> list[PastReturn]:
    return [unpacked(PastReturn, one) for one in payload.get("returns", ())]


def _load(paper_id: int) -> Instrument:
    paper = session.get(Instrument, paper_id)
    if paper is None:
        raise NotFound("没有这件文书")
    return paper


def _lines(paper: Instrument, payload: Payload) -> list[tuple[str, str]]:
    with seeing(EVERYTHING):
        unit = session.get(Unit, payload["unit_id"]) if payload["unit_id"] else None
    shown = [(label, str(payload.get(name) or "")) for label, name in SHOWN]
    why = [("更正理由", str(payload["why"]))] if "why" in payload else []
    again = [
        (f"第{number}轮", line)
        for number, line in enumerate(rounds.told(_returns(payload)), start=2)
    ]
    return [*why, ("文种", paper.kind.name), ("单位", unit.name if unit else ""), *shown, *again]


def _objection(paper: Instrument, actor: Principal, _proposal: Proposal) -> str | None:
    """Somebody who is both registrar and reviewer does not look at the own entry, nor a namesake."""
    drafter = session.get_one(User, paper.drafted_by_id)
    return "登记人不能核对自己补录的文书" if drafter.id == actor.user_id else None


def _open_to(me: Principal) -> sa.ColumnElement[bool]:
    own = (Instrument.id == Proposal.subject_id, Instrument.drafted_by_id == me.user_id)
    return ~sa.exists().where(*own)


ENTERED = Act(
    name=ENTER,
    title="补录文书",
    proposes=(Permission.INSTRUMENT_REGISTER,),
    confirms=Permission.INSTRUMENT_REVIEW,
    load=_load,
    lines=_lines,
    apply=apply_entry,
    undo=undo_entry,
    objection=_objection,
    open_to=_open_to,
    ended_by=("void",),
    refusal="不同意或撤回的，写明理由，补录作废，文号可以重新补录。",
)
CORRECTED = replace(
    ENTERED, name=CORRECT, title="更正补录", apply=apply_correction, undo=pairs.nothing_to_undo,
    ended_by=tuple(FLOW.transitions), refusal="不同意或撤回的，写明理由；补录的内容不变。",
)  # fmt: skip
