"""The terms a kind of paper sets, one rule set: what begins with 签收, and what has to come before an event."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.db import LongText
from supervision.core.deadlines import Direction, Term, Unit
from supervision.core.duedates import DueKind


class KindTerms:
    """The terms of an edition: each a number and its unit, none where it sets none."""

    term_number: Mapped[int | None] = mapped_column(doc="默认期限")
    term_unit: Mapped[str] = mapped_column(sa.String(8), default="日", doc="期限单位")
    posted_counts: Mapped[bool] = mapped_column(default=False, doc="邮寄反馈以交邮日为准")
    plan_number: Mapped[int | None] = mapped_column(doc="整改方案期限")
    plan_unit: Mapped[str] = mapped_column(sa.String(8), default="工作日", doc="整改方案期限单位")
    objection_number: Mapped[int | None] = mapped_column(doc="异议期限")
    objection_unit: Mapped[str] = mapped_column(sa.String(8), default="工作日", doc="异议期限单位")
    objection_to: Mapped[str] = mapped_column(default="", doc="异议受理机关")
    objection_basis: Mapped[LongText] = mapped_column(default="", doc="异议依据")
    decision_number: Mapped[int | None] = mapped_column(doc="复查期限")
    decision_unit: Mapped[str] = mapped_column(sa.String(8), default="工作日", doc="复查期限单位")
    lead_number: Mapped[int | None] = mapped_column(doc="提前送达")
    lead_unit: Mapped[str] = mapped_column(sa.String(8), default="日", doc="提前送达单位")
    lead_clear: Mapped[bool] = mapped_column(default=False, doc="提前送达按整日")


@dataclass(frozen=True)
class Rule:
    """A term that begins with 签收: what is to be done in it; `due`: kept as a due date, or a right of the
    unit's that nobody waits for."""

    what: str
    term: Term
    due: DueKind | None = None


def after_receipt(kind: Any) -> list[Rule]:
    """What begins once a paper of the kind (its row, or its facts) is signed for."""
    rules = []
    if kind.reply_wanted and kind.term_number is not None:
        rules.append(Rule("反馈", _term(kind, "term"), DueKind.REPLY))
    if kind.reply_wanted and kind.plan_number is not None:
        rules.append(Rule("报送整改方案", _term(kind, "plan"), DueKind.PLAN))
    if kind.objection_number is not None:
        rules.append(Rule("提出异议", _term(kind, "objection")))
    return rules


def rules_of(paper: Any) -> list[Rule]:
    """Those of one paper: its own term for the reply; none where its last day is a fixed one."""
    others = [rule for rule in after_receipt(paper.kind) if rule.due is not DueKind.REPLY]
    if not paper.kind.reply_wanted or paper.fixed_due is not None or paper.term_number is None:
        return others
    return [Rule("反馈", _term(paper, "term"), DueKind.REPLY), *others]


def lead(kind: KindTerms) -> Term | None:
    """How long before its event a paper of the kind has to be delivered."""
    if kind.lead_number is None:
        return None
    unit = Unit(kind.lead_unit)
    return Term(kind.lead_number, unit, Direction.BACKWARD, clear=kind.lead_clear)


def _term(kind: Any, name: str) -> Term:
    return Term(getattr(kind, f"{name}_number"), Unit(getattr(kind, f"{name}_unit")))
