"""What a problem's row shows of the paper that carries it: one statement, run by the kernel.

With two papers a delivered one decides before a draft, then the 纠正类 item, then the newer paper.
The columns are stored so that the ledger is one table's rows (quality.md: flat at a million).
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import KeyedColumnElement

from supervision.core.derived import Derivation, Only, Rows, Touch
from supervision.core.derived.model import BECAUSE
from supervision.core.duedates import DueKind
from supervision.core.duedates.derived import last_day_of, term_of
from supervision.instruments.chasing.models import ChaseEvent
from supervision.instruments.chasing.service import Rung
from supervision.instruments.models import Instrument, InstrumentItem, InstrumentKind
from supervision.instruments.states import FINISHED, WITHOUT_EFFECT, Conclusion, Nature
from supervision.instruments.states import InstrumentStatus as S
from supervision.problems.models import ENDED, Problem
from supervision.problems.models import ProblemStatus as P

FOLLOWING = (P.ESTABLISHED, P.RECTIFYING, P.TO_VERIFY, P.CLOSED)  # what follows from the paper
_MENDING = (S.DELIVERED, S.SUPPLEMENT, S.HANDED_BACK)
_ANSWERED = (S.REPLIED, S.VERIFIED)
_OVER = (S.CLOSED, S.ARCHIVED)
_REPLIED = (S.REPLIED, S.VERIFIED, S.CLOSED, S.ARCHIVED, S.REVOKED)
Columns = ReadOnlyColumnCollection[str, KeyedColumnElement[Any]]  # of a statement within
_FREED_BY_REVOKING, _FREED_BY_ENDING = "原文书已撤销", "原文书已终止"
FREED = (
    _FREED_BY_REVOKING,
    _FREED_BY_ENDING,
)  # a paper listed it that is over, and none carries it now
FREEING = (S.REVOKED, *_OVER)
COLUMNS = (
    "paper_id", "paper_number", "demand", "delivered_on", "due_on", "reply_state", "conclusion",
    "chased_on", "chased_how", "status", "ended_on", "in_hand",
)  # fmt: skip


def _standing(only: Only) -> Rows:
    paper, chase = _governing(only).subquery("paper"), _chased(only).subquery("chase")
    before = _before(only).subquery("before")
    status = _status(paper.c)
    return (
        sa.select(
            Problem.id,
            paper.c.paper_id,
            sa.func.coalesce(paper.c.number, "").label("paper_number"),
            sa.func.coalesce(paper.c.demand, "").label("demand"),
            paper.c.delivered_on,
            paper.c.due_on,
            _reply_state(paper.c, before.c).label("reply_state"),
            _conclusion(paper.c).label("conclusion"),
            chase.c.on.label("chased_on"),
            sa.func.coalesce(chase.c.how, "").label("chased_how"),
            status.label("status"),
            _ended_on(paper.c).label("ended_on"),
            status.not_in(ENDED).label("in_hand"),
            _because(paper.c, before.c).label(BECAUSE),
        )
        .outerjoin(paper, sa.and_(paper.c.problem_id == Problem.id, paper.c.place == 1))
        .outerjoin(chase, sa.and_(chase.c.problem_id == Problem.id, chase.c.place == 1))
        .outerjoin(before, sa.and_(before.c.problem_id == Problem.id, before.c.place == 1))
        .where(only(Problem.id))
    )


def _governing(only: Only) -> Rows:
    """Every item that speaks for a problem, the one that decides in `place` 1.

    A draft does not yet speak for a problem that a delivered paper carries, and a letter that
    informs a superior concludes nothing. A revoked or terminated paper speaks for what was written
    off on it before: that two people saw it mended stays true; a terminated one for what ended
    otherwise while it carried it, too.
    """
    item, paper, kind = InstrumentItem, Instrument, InstrumentKind
    own_day = last_day_of(item.__tablename__, item.id, DueKind.REPLY)  # 本条期限
    first = (
        _yes(paper.delivered_on.is_not(None)).desc(),
        _yes(item.nature == Nature.CORRECTIVE).desc(),
        paper.id.desc(),
        item.id,
    )
    return (
        sa.select(
            item.problem_id,
            item.demand,
            item.answered,
            item.conclusion,
            item.written_off_on,
            paper.id.label("paper_id"),
            paper.number,
            paper.status,
            paper.delivered_on,
            sa.func.coalesce(own_day, paper.due_on).label("due_on"),
            kind.name.label("kind_name"),
            sa.func.row_number().over(partition_by=item.problem_id, order_by=first).label("place"),
        )
        .join(paper, paper.id == item.instrument_id)
        .join(kind, kind.id == paper.kind_id)
        .join(Problem, Problem.id == item.problem_id)
        .where(only(item.problem_id), item.problem_id.is_not(None))
        .where(
            sa.or_(
                paper.status.not_in(FINISHED),
                sa.and_(paper.status != S.VOID, item.written_off_on.is_not(None)),
                sa.and_(paper.status.in_(_OVER), Problem.status.not_in(FOLLOWING)),
            ),
            kind.reply_wanted,
        )
    )


def _before(only: Only) -> Rows:
    """Every revoked or terminated paper that listed a problem without its 销号, the newest in `place` 1."""
    item, paper, kind = InstrumentItem, Instrument, InstrumentKind
    newest = (paper.id.desc(), item.id)
    return (
        sa.select(
            item.problem_id,
            paper.number,
            paper.status,
            sa.func.row_number().over(partition_by=item.problem_id, order_by=newest).label("place"),
        )
        .join(paper, paper.id == item.instrument_id)
        .join(kind, kind.id == paper.kind_id)
        .where(only(item.problem_id), item.problem_id.is_not(None), paper.status.in_(FREEING))
        .where(kind.reply_wanted)
    )


def _chased(only: Only) -> Rows:
    """Every step of the ladder over a problem, the latest in `place` 1."""
    item, paper, chase = InstrumentItem, Instrument, ChaseEvent
    latest = (chase.on.desc(), chase.id.desc())
    return (
        sa.select(
            item.problem_id,
            chase.on,
            sa.case((chase.rung == Rung.URGE.value, chase.how), else_=chase.rung).label("how"),
            sa.func.row_number().over(partition_by=item.problem_id, order_by=latest).label("place"),
        )
        .join(paper, paper.id == item.instrument_id)
        .join(chase, chase.instrument_id == paper.id)
        .where(only(item.problem_id), item.problem_id.is_not(None))
        .where(paper.status.not_in(WITHOUT_EFFECT))
    )


def _yes(said: sa.ColumnElement[bool]) -> sa.Case[int]:
    return sa.case((said, 1), else_=0)


def _status(paper: Columns) -> sa.Case[object]:
    """A problem that ended by a decision of its own, or is not established yet, follows no paper."""
    kind = Problem.status.type
    follows = sa.case(
        (paper.written_off_on.is_not(None), sa.literal(P.CLOSED, kind)),
        (_settled(paper), sa.literal(P.TO_VERIFY, kind)),
        (paper.status.in_(_MENDING), sa.literal(P.RECTIFYING, kind)),
        (paper.status.in_(_ANSWERED), sa.literal(P.TO_VERIFY, kind)),
        else_=sa.literal(P.ESTABLISHED, kind),
    )
    return sa.case((Problem.status.in_(FOLLOWING), follows), else_=Problem.status)


def _settled(paper: Columns) -> sa.ColumnElement[bool]:
    """Of a paper sent back for what else stands on it: this item is mended and waits for 销号 alone."""
    settling = [one for one in Conclusion if one.settles]
    return sa.and_(paper.status == S.SUPPLEMENT, paper.answered, paper.conclusion.in_(settling))


def _ended_on(paper: Columns) -> sa.Case[object]:
    return sa.case((Problem.status.in_(FOLLOWING), paper.written_off_on), else_=Problem.ended_on)


def _conclusion(paper: Columns) -> sa.Case[str]:
    labels = [(paper.conclusion == one, one.label) for one in Conclusion]
    return sa.case(*labels, else_="")


def _reply_state(paper: Columns, before: Columns) -> sa.Case[str]:
    """Answered items of all of them once the reply is here, before that what the item itself says."""
    said = sa.literal("已反馈 ") + _count(paper, answered=True) + "/" + _count(paper)
    return sa.case(
        (sa.and_(paper.paper_id.is_(None), before.status == S.REVOKED), _FREED_BY_REVOKING),
        (sa.and_(paper.paper_id.is_(None), before.status.in_(_OVER)), _FREED_BY_ENDING),
        (paper.paper_id.is_(None), ""),
        (_settled(paper), "已反馈"),
        (paper.status == S.SUPPLEMENT, "退回补充"),
        (paper.status.in_(_REPLIED), said),
        (paper.answered, "办理中"),
        else_="未反馈",
    )


def _count(paper: Columns, *, answered: bool = False) -> sa.ColumnElement[str]:
    item = sa.orm.aliased(InstrumentItem)
    counted = sa.select(sa.func.count(item.id)).where(item.instrument_id == paper.paper_id)
    if answered:
        counted = counted.where(item.answered)
    return sa.cast(counted.scalar_subquery(), sa.String)


def _because(paper: Columns, before: Columns) -> sa.Case[str]:
    return sa.case(
        (sa.and_(paper.paper_id.is_(None), before.status == S.REVOKED), before.number + "已撤销"),
        (sa.and_(paper.paper_id.is_(None), before.status.in_(_OVER)), before.number + "已终止办理"),
        (paper.paper_id.is_(None), "不再列入文书"),
        else_=sa.func.coalesce(paper.number, paper.kind_name + "（未编号）"),
    )


def _problems_of(papers: Sequence[int]) -> Rows:
    return sa.select(InstrumentItem.problem_id).where(InstrumentItem.instrument_id.in_(papers))


def _problems_of_items(items: Sequence[int]) -> Rows:
    return sa.select(InstrumentItem.problem_id).where(InstrumentItem.id.in_(items))


def _problems_of_kinds(kinds: Sequence[int]) -> Rows:
    of_kind = Instrument.id == InstrumentItem.instrument_id
    found = sa.select(InstrumentItem.problem_id).join(Instrument, of_kind)
    return found.where(Instrument.kind_id.in_(kinds))


STANDING = Derivation(
    name="standing",
    label="问题随文书",
    model=Problem,
    columns=COLUMNS,
    computed=_standing,
    touches=(
        Touch(Problem, "id", COLUMNS),
        Touch(
            InstrumentItem, "problem_id",
            ("instrument_id", "nature", "demand", "conclusion", "written_off_on", "answered"),
        ),
        Touch(InstrumentItem, "instrument_id", ("answered",), through=_problems_of),
        term_of(InstrumentItem.__tablename__, DueKind.REPLY, through=_problems_of_items),
        Touch(
            Instrument, "id", ("status", "number", "delivered_on", "due_on", "kind_id"),
            through=_problems_of,
        ),
        Touch(InstrumentKind, "id", ("reply_wanted",), through=_problems_of_kinds),
        Touch(ChaseEvent, "instrument_id", ("on", "how", "rung"), through=_problems_of),
    ),
    shown="title",
)  # fmt: skip
