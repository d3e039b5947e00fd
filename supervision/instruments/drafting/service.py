"""Verbs before the signature: draft, amend, submit, withdraw, review, send back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from supervision.agencies import succession
from supervision.agencies.models import Body, Management, Unit
from supervision.core import clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.deadlines import checked_term
from supervision.core.errors import DomainError, WrongState
from supervision.core.facts import Facts
from supervision.instruments.delivering import leading
from supervision.instruments.drafting import annexes, layout_facts, versions
from supervision.instruments.drafting.layout_facts import LayoutFacts
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument, InstrumentItem, InstrumentKind
from supervision.instruments.receipts import service as receipts
from supervision.instruments.reviewing import circle
from supervision.instruments.reviewing.models import NoteState, notes_of
from supervision.instruments.states import EDITABLE, KindPurpose, Nature
from supervision.instruments.wording import blocks, completeness, decided
from supervision.instruments.wording.items import ordered
from supervision.instruments.wording.parts import OwnWords, kept, own_words, said_in
from supervision.problems.models import Problem, ProblemStatus

ON_PAPER = (ProblemStatus.ESTABLISHED, ProblemStatus.RECTIFYING, ProblemStatus.TO_VERIFY)


@dataclass(frozen=True)
class ItemFacts(Facts[InstrumentItem]):
    """One item as drafted."""

    demand: str
    nature: Nature | None = None  # the first of the kind's own
    heading: str = ""
    statement: str = ""
    provision: str = ""
    problem: Problem | None = None
    key: int | None = None  # the item it is, of the paper that is amended


@dataclass(frozen=True)
class PaperFacts(Facts[Instrument]):
    """A paper as drafted; what it says in own words (`wording`) stands in the place of its kind's text."""

    kind: InstrumentKind
    unit: Unit | None = None
    addressee: str = ""
    items: Sequence[ItemFacts] = field(default_factory=tuple)
    action_id: int | None = None
    clue_id: int | None = None
    parent_id: int | None = None
    subject_type: str = ""
    subject_id: int | None = None
    title: str = ""
    wording: Sequence[OwnWords] = field(default_factory=tuple)
    copies_to: str = ""
    recipients: str = ""  # of a kind for many units: their names
    urgency: str = ""
    term_number: int | None = None
    term_unit: str = ""
    fixed_due: date | None = None
    problem_list: bool = False
    reply_form: bool = False
    layout: LayoutFacts = field(default_factory=LayoutFacts)
    back_entered: bool = False


def draft(facts: PaperFacts, *, actor: Principal) -> Instrument:
    """Begin a paper; it has no number until it is signed."""
    actor.require(Permission.INSTRUMENT_DRAFT)
    assert actor.user_id is not None and actor.body_id is not None  # noqa: S101, PT018
    paper = Instrument(
        body_id=actor.body_id,
        handler_id=actor.user_id,
        drafted_by_id=actor.user_id,
        created_by_id=actor.user_id,
        author_ids=[actor.user_id],
    )
    _apply(paper, facts)
    annexes.keep(paper, facts.layout.fresh, actor=actor)
    record(paper, action="draft", label=f"拟制{facts.kind.name}", actor=actor)
    session.flush()
    leading.follow(paper, actor=actor)
    return paper


def amend(paper: Instrument, facts: PaperFacts, *, actor: Principal) -> None:
    """Change a draft, its words and its items in one; old problems are released, new ones taken."""
    actor.require(Permission.INSTRUMENT_DRAFT)
    require_editable(paper)
    gone = {item.id for item in paper.items} - {item.key for item in facts.items}
    _apply(paper, facts)
    annexes.keep(paper, facts.layout.fresh, actor=actor)
    for note in notes_of(paper):
        if note.open and note.item_id in gone:
            note.state, note.answer = NoteState.ANSWERED, "所指条目已删去"
            note.answered_by_id, note.answered_on = actor.user_id, clock.today()
    paper.superseded_text = ""
    _sign_text(paper, actor)
    session.flush()


def restate(paper: Instrument, facts: PaperFacts) -> None:
    """Write a back-entered paper anew (更正补录), checked as a draft is."""
    _apply(paper, facts)


def sketch(
    facts: PaperFacts, *, body_id: int, of: Instrument | None = None, actor: Principal
) -> Instrument:
    """The paper as it would be, in no session: for the preview beside the form, checked by nobody."""
    handler = of.handler_id if of is not None else actor.user_id
    paper = Instrument(body_id=body_id, version=0, handler_id=handler, superseded_text="")
    _fill(paper, facts, was=of)
    return paper


def _sign_text(paper: Instrument, actor: Principal) -> None:
    """Whoever puts a hand to the text is one of its authors, and neither reviews nor signs it."""
    if actor.user_id is not None and actor.user_id not in paper.author_ids:
        paper.author_ids = [*paper.author_ids, actor.user_id]


def require_editable(paper: Instrument) -> None:
    """WrongState unless the paper may still be edited."""
    if paper.status in EDITABLE:
        return
    answered = [str(item.seq) for item in paper.items if item.answered]
    why = f"，第{'、'.join(answered)}条单位已经答复，条目不能再增减" if answered else ""
    message = f"文书已“{paper.status.label}”，不能再修改{why}"
    raise WrongState(message)


def _apply(paper: Instrument, facts: PaperFacts) -> None:
    _check(facts)
    many, past = facts.kind.many_units, facts.back_entered
    units = receipts.units_named(facts.recipients, past=past) if many else []
    if not facts.addressee and facts.unit is None and not units:
        message = "请填写主送机关"
        raise DomainError(message, field="addressee")
    _fill(paper, facts, addressee=receipts.addressee_of(units) if many else "")
    session.add(paper)
    session.flush()
    if many:
        receipts.address(paper, units, actor_id=paper.drafted_by_id)


def _fill(
    paper: Instrument, facts: PaperFacts, *, addressee: str = "", was: Instrument | None = None
) -> None:
    """Put the facts on the paper and compose what they leave open; `addressee`: of many units, as its column holds it.
    What still reads as it was made or given (`was`: before) goes on following: a body that joins stands in the title."""
    was = was or (paper if paper.id is not None else None)
    made = blocks.title_of(was) if was else ""
    given = decided.prefilled(was) if was else {}
    paper.kind = facts.kind
    unit = None if facts.kind.many_units else facts.unit
    paper.unit = unit
    paper.unit_id = unit.id if unit else None  # asked for before the flush that sets it
    paper.addressee = addressee or facts.addressee or facts.recipients or _addressee(facts)
    paper.action_id = facts.action_id
    paper.clue_id = facts.clue_id
    paper.parent_id = facts.parent_id
    paper.subject_type, paper.subject_id = facts.subject_type, facts.subject_id
    paper.copies_to = facts.copies_to
    paper.urgency = facts.urgency
    layout_facts.apply(
        paper, facts.layout, problem_list=facts.problem_list, reply_form=facts.reply_form
    )
    paper.term_number = facts.term_number or (None if facts.fixed_due else facts.kind.term_number)
    paper.term_unit = facts.term_unit or facts.kind.term_unit
    paper.fixed_due = facts.fixed_due
    paper.basis = facts.kind.legal_basis
    _set_items(paper, facts.items)
    paper.wording = kept(said_in(paper.kind.parts, decided.recognised(facts.wording, given)))
    typed = facts.title if facts.title != made else ""
    paper.title = typed or blocks.title_of(paper)
    paper.text = blocks.compose(paper)


def _addressee(facts: PaperFacts) -> str:
    if facts.unit is None:
        return ""
    if facts.kind.purpose is KindPurpose.SUPERIOR:
        return facts.unit.superior_name or facts.unit.name
    return facts.unit.name


def _check(facts: PaperFacts) -> None:
    number = facts.term_number or (None if facts.fixed_due else facts.kind.term_number)
    if number is not None:
        checked_term(number, facts.term_unit or facts.kind.term_unit, field="term_number")
    if facts.fixed_due and facts.fixed_due <= clock.today() and not facts.back_entered:
        message = "固定到期日须晚于今天"
        raise DomainError(message, field="fixed_due")
    layout_facts.check(facts.layout)
    for number, item in enumerate(facts.items, start=1):
        _check_item(number, item, facts)


def _check_item(number: int, item: ItemFacts, facts: PaperFacts) -> None:
    if not item.demand.strip():
        message = f"第{number}条：请填写要求"
        raise DomainError(message, field="items")
    if not facts.kind.natures:
        message = f"{facts.kind.name}没有条目"
        raise DomainError(message, field="items")
    if item.nature and item.nature.value not in facts.kind.natures:
        message = f"第{number}条：{facts.kind.name}没有“{item.nature.label}”条目"
        raise DomainError(message, field="items")
    if facts.kind.needs_problems and item.problem is None and not facts.back_entered:
        message = f"第{number}条：请选择对应的问题"
        raise DomainError(message, field="items")
    if item.problem is None:
        return
    if item.nature is Nature.ADVISORY:
        message = f"第{number}条对应已认定的问题，须列为纠正类"
        raise DomainError(message, field="items")
    if item.problem.status not in ON_PAPER:
        message = (
            f"第{number}条：问题“{item.problem.title}”为“{item.problem.status.label}”，不能列入文书"
        )
        raise DomainError(message, field="items")
    if facts.unit is not None and facts.unit not in (
        item.problem.unit,
        succession.present(item.problem.unit),
    ):
        message = f"第{number}条：问题“{item.problem.title}”不属于{facts.unit.name}"
        raise DomainError(message, field="items")


def _set_items(paper: Instrument, items: Sequence[ItemFacts]) -> None:
    """The items in their new order; one that stays is the same row, so that what hangs on it stays with it."""
    held = {item.id: item for item in paper.items if item.id is not None}
    _refuse_answered(held[key] for key in held.keys() - {item.key for item in items})
    paper.items = [_put(_taken(held, facts.key, paper), facts, paper) for facts in items]
    for number, item in enumerate(paper.items, start=1):
        item.seq = number


def _taken(held: dict[int, InstrumentItem], key: int | None, paper: Instrument) -> InstrumentItem:
    """The item that stands, once; else a new one."""
    return held.pop(key) if key in held else InstrumentItem(body_id=paper.body_id)


def _put(item: InstrumentItem, facts: ItemFacts, paper: Instrument) -> InstrumentItem:
    facts.into(item, nature=facts.nature or Nature(paper.kind.natures[0]))
    item.problem = facts.problem
    return item


def _refuse_answered(gone: Iterable[InstrumentItem]) -> None:
    """DomainError where an item that is to go was answered by the unit."""
    answered = sorted(item.seq for item in gone if item.answered or item.measures or item.plan)
    if answered:
        numbers = "、".join(map(str, answered))
        raise DomainError(f"第{numbers}条单位已经答复，不能删除", field="items")


def items_from_problems(
    problems: Sequence[Problem], *, kind: InstrumentKind | None = None
) -> list[ItemFacts]:
    """The items of a paper over chosen problems, demand still to be refined; a decision orders."""
    demand = "请依法纠正，举一反三，完善制度，并报送佐证材料。"
    if kind is not None and kind.purpose is KindPurpose.DECISION:
        demand = ordered(demand)
    return [
        ItemFacts(
            heading=problem.title,
            statement=problem.facts,
            provision=problem.rule_breached,
            demand=demand,
            problem=problem,
        )
        for problem in problems
    ]


def reword(paper: Instrument, *wording: OwnWords, actor: Principal) -> None:
    """Say parts in own words; the other parts stay as they are."""
    actor.require(Permission.INSTRUMENT_DRAFT)
    require_editable(paper)
    said = own_words(paper.wording) | {one.part: one for one in wording}
    paper.wording = kept(said_in(paper.kind.parts, said.values()))
    paper.text = blocks.compose(paper)
    _sign_text(paper, actor)
    session.flush()


def submit(paper: Instrument, *, actor: Principal) -> None:
    """Hand the whole draft to the reviewer; the text of this moment is what prints from here on."""
    FLOW.check(paper, "submit", actor=actor)
    completeness.require(paper)
    circle.require_people(paper)
    paper.text = blocks.compose(paper)
    paper.wording = kept(decided.following(paper, own_words(paper.wording)).values())
    FLOW.fire(paper, "submit", actor=actor, reason=blocks.waivers(paper))
    versions.keep(paper, actor=actor)


def withdraw(paper: Instrument, *, actor: Principal) -> None:
    """The drafter takes a submitted draft back."""
    FLOW.fire(paper, "withdraw", actor=actor)


def pass_review(paper: Instrument, *, actor: Principal, check_pass_reason: str = "") -> None:
    """审核通过; `check_pass_reason` says why a failed layout check may pass, and stays on file."""
    completeness.require_settled(paper)
    FLOW.fire(paper, "pass_review", actor=actor, reason=check_pass_reason)
    paper.reviewed_by_id = actor.user_id
    paper.reviewed_on = clock.today()
    paper.check_pass_reason = check_pass_reason
    session.flush()


def send_back(paper: Instrument, *, reason: str, actor: Principal) -> None:
    """退回修改, by the reviewer."""
    FLOW.fire(paper, "send_back", reason=reason, actor=actor)
    not_reviewed(paper)


def refuse(paper: Instrument, *, reason: str, actor: Principal) -> None:
    """退回修改, by the signatory: it is reviewed again."""
    FLOW.fire(paper, "refuse", reason=reason, actor=actor)
    not_reviewed(paper)


def not_reviewed(paper: Instrument) -> None:
    """Sent back: it is reviewed again."""
    paper.reviewed_by_id = None
    paper.reviewed_on = None
    session.flush()


def offers_superior(unit: Unit) -> bool:
    """Whether 告知上一级主管部门 is offered first for this unit (令825 art. 42); nothing is blocked."""
    return unit.management is not Management.LOCAL


def issuer(paper: Instrument) -> Body:
    """The body that issues the paper."""
    return session.get_one(Body, paper.body_id)
