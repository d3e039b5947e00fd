"""Papers that follow from a paper: 催办通知, 督办函, 决定书, 告知函, 复查决定书, 改派; nothing is typed twice."""

from collections.abc import Sequence
from dataclasses import replace

from supervision.agencies import succession
from supervision.agencies.models import Unit
from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.errors import DomainError, WrongState
from supervision.instruments.delivering.service import end_due_dates
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.service import ItemFacts, PaperFacts
from supervision.instruments.extending import service as extending
from supervision.instruments.flow import FLOW
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument, InstrumentItem, InstrumentKind
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.states import ObjectionStatus
from supervision.instruments.states import WITHOUT_EFFECT, InstrumentStatus, KindPurpose, Nature
from supervision.instruments.wording import decided
from supervision.instruments.wording.before import open_items, owed
from supervision.instruments.wording.items import asked, ended, named_case, ordered
from supervision.instruments.wording.parts import OwnWords

FOLLOWING = (KindPurpose.REMINDER, KindPurpose.URGING, KindPurpose.DECISION, KindPurpose.SUPERIOR)


def follow(paper: Instrument, purpose: KindPurpose, *, actor: Principal) -> Instrument:
    """Draft a paper for `purpose` that takes over unit, action and open items of `paper`."""
    if paper.number is None:
        message = "签发后的文书才能据以拟制后续文书"
        raise WrongState(message)
    actor.require_own(paper.body_id)
    kind = _for(paper, purpose)
    facts = PaperFacts(
        kind=kind,
        unit=succession.holder(paper.unit),
        addressee="" if paper.unit else paper.addressee,
        items=_items(paper, kind),
        action_id=paper.action_id,
        clue_id=paper.clue_id,
        parent_id=paper.id,
    )
    drafted = drafting.draft(facts, actor=actor)
    record(paper, action="follow_up", label=f"据此拟制{kind.name}", actor=actor)
    session.flush()
    return drafted


def _for(paper: Instrument, purpose: KindPurpose) -> InstrumentKind:
    return _in_force(kinds.for_purpose(paper.body_id, purpose))


def _in_force(kind: InstrumentKind | None) -> InstrumentKind:
    if kind is None:
        message = "此文种没有启用，请系统管理员在文种设置中启用"
        raise DomainError(message)
    return kind


def _items(paper: Instrument, kind: InstrumentKind) -> list[ItemFacts]:
    """Open 纠正类 items; only a 决定书 carries their problems, so that each is concluded in one place."""
    if not kind.natures:
        return []
    chosen = [item for item in open_items(paper) if item.nature is not Nature.ADVISORY]
    if kind.needs_problems:
        chosen = [item for item in chosen if item.problem is not None]
        if not chosen:
            message = f"此件没有可以转入{kind.name}的问题"
            raise DomainError(message)
    carried = [_carried(item, with_problem=kind.needs_problems) for item in chosen]
    if kind.purpose is not KindPurpose.URGING:
        return carried
    return [  # what is owed, not the facts once more
        replace(one, statement=owed(item), provision="", demand=asked(one.demand))
        for one, item in zip(carried, chosen, strict=True)
    ]


def _carried(item: InstrumentItem, *, with_problem: bool) -> ItemFacts:
    """The item as the following paper words it; what it is there follows from that paper's kind. Its case goes along."""
    told = f"{item.heading}{item.statement}"
    case = "" if with_problem or not item.statement else named_case(item.problem, told)
    return ItemFacts(
        heading=item.heading,
        statement=f"{ended(item.statement)}{case}" if case else item.statement,
        provision=item.provision,
        demand=ordered(item.demand) if with_problem else item.demand,
        problem=item.problem if with_problem else None,
    )


def review_decision(objection: Objection, *, actor: Principal) -> Instrument:
    """The 复查决定书 drafted from what was decided, its effect on the deadline stated."""
    if objection.status is not ObjectionStatus.DECIDED or objection.decision is None:
        message = "尚未作出复查决定"
        raise WrongState(message)
    if _has_its_paper(objection):
        message = "复查决定书已经拟制"
        raise WrongState(message)
    paper = objection.instrument
    kind = _for(paper, KindPurpose.REVIEW)
    facts = PaperFacts(
        kind=kind,
        unit=succession.holder(paper.unit),
        addressee="" if paper.unit else paper.addressee,
        parent_id=paper.id,
    )
    drafted = drafting.draft(facts, actor=actor)
    given = decided.words_of(objection, drafted)
    words = (OwnWords(part, text, made=text) for part, text in given.items())
    drafting.reword(drafted, *words, actor=actor)
    objection.decision_paper_id = drafted.id
    session.flush()
    return drafted


def _has_its_paper(objection: Objection) -> bool:
    """One that was voided before it was delivered leaves room for another."""
    key = objection.decision_paper_id
    held = session.get(Instrument, key) if key is not None else None
    return held is not None and held.status is not InstrumentStatus.VOID


def hand_back(paper: Instrument, *, reason: str, actor: Principal) -> None:
    """The receiving unit returns a 转办函 with its reason."""
    FLOW.fire(paper, "hand_back", reason=reason, actor=actor)
    session.flush()


def register_hand_back(paper: Instrument, *, reason: str, actor: Principal) -> None:
    """The unit's letter saying so is registered."""
    FLOW.fire(paper, "register_hand_back", reason=reason, actor=actor)
    session.flush()


def insist(paper: Instrument, *, reason: str, actor: Principal) -> None:
    """不同意退回: the unit stays responsible, the deadline has run on."""
    FLOW.fire(paper, "insist", reason=reason, actor=actor)
    session.flush()


def reassign(paper: Instrument, *, unit: Unit, actor: Principal) -> Instrument:
    """改派: this paper ends, a new one with the same items goes to another unit."""
    FLOW.check(paper, "reassign", actor=actor)
    if paper.unit_id == unit.id:
        message = "请选择另一个单位"
        raise DomainError(message, field="unit_id")
    facts = PaperFacts(
        kind=_in_force(kinds.in_force(paper.body_id, paper.kind.code)),
        unit=unit,
        items=[
            replace(_carried(one, with_problem=False), nature=one.nature) for one in paper.items
        ],
        action_id=paper.action_id,
        clue_id=paper.clue_id,
        parent_id=paper.id,
        term_number=paper.term_number,
        term_unit=paper.term_unit,
    )
    drafted = drafting.draft(facts, actor=actor)
    _end(paper, "reassign", note=f"改派{unit.name}", actor=actor)
    objecting.lapse(paper, actor=actor, because="已改派其他单位")
    return drafted


def carry_on(paper: Instrument, *, actor: Principal) -> None:
    """转决定书办结: a delivered 决定书 carries every open problem on."""
    FLOW.check(paper, "carry_on", actor=actor)
    _end(paper, "carry_on", note="", actor=actor)


def _end(paper: Instrument, verb: str, *, note: str, actor: Principal) -> None:
    paper.closed_on = clock.today()
    FLOW.fire(paper, verb, actor=actor, note=note)
    end_due_dates(paper, met=False)
    extending.lapse(paper, actor=actor, because="文书已办结")
    session.flush()


def offered(paper: Instrument, *, overdue: bool) -> Sequence[KindPurpose]:
    """What the papers to offer now are for, the most fitting first.

    For a vertically or doubly managed unit 告知上一级主管部门 comes first (令825 art. 42); nothing
    is blocked. A 决定书 is offered once a 纠正类 item is overdue.
    """
    if (
        paper.number is None
        or paper.status in WITHOUT_EFFECT
        or paper.kind.purpose is KindPurpose.SUPERIOR
        or not paper.kind.reply_wanted
    ):
        return ()
    unit = succession.holder(paper.unit)
    found = [KindPurpose.SUPERIOR] if unit and drafting.offers_superior(unit) else []
    if not overdue:
        return [*found, KindPurpose.REMINDER]
    found.append(KindPurpose.URGING)
    if any(item.problem for item in open_items(paper) if item.nature is Nature.CORRECTIVE):
        found.append(KindPurpose.DECISION)
    return found
