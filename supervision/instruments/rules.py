"""What follows from the terms a kind sets, one rule set: what begins with 签收, what has to come before an event."""

from dataclasses import dataclass

from supervision.core.deadlines import Calendar, Direction, Result, Term, Unit, compute
from supervision.core.duedates import DueKind, calendar_of
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.states import KindPurpose

OBJECT, RETURN = "提出异议", "退回"  # rights of the unit's


@dataclass(frozen=True)
class Rule:
    """A term that begins with 签收: what is to be done in it; `due`: kept as a due date, or a right of the
    unit's that nobody waits for."""

    what: str
    term: Term
    due: DueKind | None = None


def goes_past_unit(paper: Instrument) -> bool:
    """Whether it is about its unit and goes to that one's superior: the unit is neither sent nor told it."""
    return paper.kind.purpose is KindPurpose.SUPERIOR


def after_receipt(kind: InstrumentKind) -> list[Rule]:
    """What begins once a paper of the kind is signed for."""
    reply = _terms("反馈", kind.term_number, kind.term_unit, DueKind.REPLY)
    return [*(reply if kind.reply_wanted else ()), *_beside(kind)]


def rules_of(paper: Instrument) -> list[Rule]:
    """Those of one paper: its own term for the reply; none where its last day is a fixed one."""
    own = paper.kind.reply_wanted and paper.fixed_due is None
    reply = _terms("反馈", paper.term_number, paper.term_unit, DueKind.REPLY)
    return [*(reply if own else ()), *_beside(paper.kind)]


def _beside(kind: InstrumentKind) -> list[Rule]:
    plan = _terms("报送整改方案", kind.plan_number, kind.plan_unit, DueKind.PLAN)
    back = _terms(RETURN, kind.return_number, kind.return_unit)
    objection = _terms(OBJECT, kind.objection_number, kind.objection_unit)
    return [
        *(plan if kind.reply_wanted else ()), *(back if kind.returnable else ()), *objection,
    ]  # fmt: skip


def window(paper: Instrument, right: str, by: Calendar | None = None) -> Result | None:
    """The term in which the unit may do so (`by` another calendar); None where the kind sets none."""
    rule = next((one for one in rules_of(paper) if one.what == right), None)
    if rule is None or paper.delivered_on is None:
        return None
    return compute(paper.delivered_on, rule.term, by or calendar_of(paper.body_id))


def _terms(what: str, number: int | None, unit: str, due: DueKind | None = None) -> list[Rule]:
    return [] if number is None else [Rule(what, Term(number, Unit(unit)), due)]


def lead(kind: InstrumentKind) -> Term | None:
    """How long before its event a paper of the kind has to be delivered."""
    if kind.lead_number is None:
        return None
    unit = Unit(kind.lead_unit)
    return Term(kind.lead_number, unit, Direction.BACKWARD, clear=kind.lead_clear)
