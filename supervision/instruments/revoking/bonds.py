"""撤销 and 更正 on the pages: what was done to a paper by which, both ways; the problems of a revoked one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import Query, session
from supervision.core.prepared import ask
from supervision.core.related import Panel
from supervision.instruments.models import Instrument, InstrumentItem, InstrumentKind
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.states import Decision
from supervision.instruments.revoking.service import Bond, bond_of
from supervision.instruments.standing import FREED, FREEING
from supervision.instruments.states import WITHOUT_EFFECT, KindPurpose
from supervision.problems.models import Problem


@dataclass(frozen=True)
class Line:
    """`before` 〈the other paper〉 `after`: one sentence about two papers."""

    before: str
    other: Instrument
    after: str
    warns: bool = False


@dataclass(frozen=True)
class Mark:
    """By which paper a row of a list was revoked or corrected."""

    key: int
    number: str
    word: str


def lines(paper: Instrument, after: Sequence[Instrument]) -> list[Line]:
    """What this paper does or did to another, and what those drafted `after` it did to it."""
    acting = [one for one in after if one.delivered_on and one.status not in WITHOUT_EFFECT]
    bonds = [bond for one in acting if (bond := bond_of(one)) and bond.named is paper]
    found = [_done_to(bond) for bond in bonds]
    own = bond_of(paper)
    if own is not None and paper.status not in WITHOUT_EFFECT:
        said = _does(delivered=paper.delivered_on is not None, revokes=own.revokes)
        found.append(Line(said[0], own.named, said[1]))
    return found


def _does(*, delivered: bool, revokes: bool) -> tuple[str, str]:
    if delivered:
        return ("本件撤销", "。") if revokes else ("本件更正", "，原件继续有效。")
    after = "即告撤销；送达之前照常有效。" if revokes else "显示为已更正，继续有效。"
    return "本件送达后，", after


def _done_to(bond: Bond) -> Line:
    by, on = bond.paper, f"（{bond.paper.delivered_on}送达）"
    if not bond.revokes:
        return Line("本件已由", by, f"更正{on}，请按更正后的内容办理。", warns=True)
    after = f"撤销{on}：不再执行，文号保留，不计入统计。"
    return Line("本件已由", by, after, warns=True)


def _acting(
    child: sa.ColumnElement[bool], objected: sa.ColumnElement[bool]
) -> tuple[sa.ColumnElement[bool], ...]:
    """Criteria of papers in effect that revoke or correct others: of those whose `child` they are, or whose
    objection was `objected` in the same words."""
    decided = sa.select(Objection.decision_paper_id).where(
        objected, Objection.decision == Decision.REVOKED,
        Objection.decision_paper_id.is_not(None),
    )  # fmt: skip
    about = (KindPurpose.REVOCATION, KindPurpose.CORRECTION)
    return (
        child,
        sa.or_(InstrumentKind.purpose.in_(about), Instrument.id.in_(decided)),
        Instrument.delivered_on.is_not(None),
        Instrument.status.not_in(WITHOUT_EFFECT),
    )


def marks(rows: Sequence[Any]) -> dict[int, Mark]:
    """By row: the last paper that revoked or corrected it; of no rows nothing is asked."""
    if not rows:
        return {}
    named = [row.id for row in rows]
    parts = (Instrument.parent_id.in_(named), Objection.instrument_id.in_(named))

    def statement() -> Query:
        wanted = (Instrument.parent_id, Instrument.id, Instrument.number, InstrumentKind.purpose)
        papers = sa.select(*wanted).outerjoin(
            InstrumentKind, InstrumentKind.id == Instrument.kind_id
        )
        return papers.where(*_acting(*parts)).order_by(Instrument.id)

    corrects = KindPurpose.CORRECTION
    return {
        parent: Mark(key, number or "", "更正" if purpose is corrects else "撤销")
        for parent, key, number, purpose in ask("marks of papers", parts, statement).rows
        if parent is not None
    }


def ended_papers_of(problem: Problem) -> Mapping[str, object]:
    """The revoked and terminated papers that listed a problem no paper carries now, the former with what revoked it."""
    freed = problem.reply_state in FREED
    if not freed or not current().can(Permission.INSTRUMENT_VIEW):
        return {"papers": []}
    listed = sa.select(InstrumentItem.instrument_id).where(InstrumentItem.problem_id == problem.id)
    paper = aliased(Instrument)
    statement = sa.select(paper).where(paper.id.in_(listed), paper.status.in_(FREEING))
    papers = session.scalars(statement.options(joinedload(paper.kind)).order_by(paper.id)).all()
    return {"papers": papers, "marks": marks(papers)}


PANEL = Panel("problem", "instruments/ended_of_problem.html", ended_papers_of)
