"""The one place where a problem's status follows from the paper that carries it.

With two papers a delivered one decides before a draft, then the 纠正类 item, then the newer paper.
The mirrored columns let the ledger
be one table's rows (quality.md: flat at a million).
"""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.instruments.models import Instrument, InstrumentItem, InstrumentKind
from supervision.instruments.states import InstrumentStatus as S
from supervision.instruments.states import Nature
from supervision.problems.models import FLOW, Problem, ProblemStatus

FOLLOWING = (
    ProblemStatus.ESTABLISHED,
    ProblemStatus.RECTIFYING,
    ProblemStatus.TO_VERIFY,
    ProblemStatus.CLOSED,
)
_BY_PAPER = {
    S.DELIVERED: ProblemStatus.RECTIFYING,
    S.SUPPLEMENT: ProblemStatus.RECTIFYING,
    S.HANDED_BACK: ProblemStatus.RECTIFYING,
    S.REPLIED: ProblemStatus.TO_VERIFY,
    S.VERIFIED: ProblemStatus.TO_VERIFY,
}
_REPLY = {
    S.SUPPLEMENT: "退回补充",
    S.REPLIED: "已反馈",
    S.VERIFIED: "已反馈",
    S.CLOSED: "已反馈",
    S.ARCHIVED: "已反馈",
}


def refresh(paper: Instrument, *, actor: Principal, also: Iterable[Problem] = ()) -> None:
    """Recompute every problem this paper carries or carried; call it after each change of the paper."""
    session.flush()
    problems = {problem.id: problem for problem in also}
    problems.update({item.problem.id: item.problem for item in paper.items if item.problem})
    if not problems:
        return
    carried = _items_of(problems)
    for problem_id, problem in problems.items():
        _settle(problem, _governing(carried.get(problem_id, [])), actor=actor)
    session.flush()


def _items_of(problem_ids: Iterable[int]) -> dict[int, list[InstrumentItem]]:
    statement = (
        sa.select(InstrumentItem)
        .join(InstrumentItem.instrument)
        .join(Instrument.kind)
        .where(
            InstrumentItem.problem_id.in_(list(problem_ids)),
            Instrument.status != S.VOID,
            InstrumentKind.reply_wanted,  # a letter that informs a superior concludes nothing
        )
        .options(contains_eager(InstrumentItem.instrument))
    )
    found: dict[int, list[InstrumentItem]] = {}
    for item in session.scalars(statement):
        found.setdefault(item.problem_id or 0, []).append(item)
    return found


def _governing(items: list[InstrumentItem]) -> InstrumentItem | None:
    return max(items, key=_weight, default=None)


def _weight(item: InstrumentItem) -> tuple[bool, bool, int]:
    """A 决定书 still being drafted does not yet speak for a problem that a delivered notice carries."""
    delivered = item.instrument.delivered_on is not None
    return delivered, item.nature is Nature.CORRECTIVE, item.instrument_id


def _settle(problem: Problem, item: InstrumentItem | None, *, actor: Principal) -> None:
    if item is None:
        _clear(problem)
        target = ProblemStatus.ESTABLISHED
    else:
        _mirror(problem, item)
        target = _target(item)
    if problem.status not in FOLLOWING:
        return
    problem.ended_on = item.written_off_on if item and target is ProblemStatus.CLOSED else None
    FLOW.settle(
        problem, target, actor=actor, because=item.instrument.name if item else "不再列入文书"
    )


def _target(item: InstrumentItem) -> ProblemStatus:
    if item.written_off_on is not None:
        return ProblemStatus.CLOSED
    return _BY_PAPER.get(item.instrument.status, ProblemStatus.ESTABLISHED)


def _clear(problem: Problem) -> None:
    problem.paper_id = None
    problem.paper_number = ""
    problem.delivered_on = None
    problem.due_on = None
    problem.reply_state = ""
    problem.conclusion = ""


def _mirror(problem: Problem, item: InstrumentItem) -> None:
    paper = item.instrument
    problem.paper_id = paper.id
    problem.paper_number = paper.number or ""
    problem.delivered_on = paper.delivered_on
    problem.due_on = paper.due_on
    problem.conclusion = item.conclusion.label if item.conclusion else ""
    problem.reply_state = _reply_state(item)


def _reply_state(item: InstrumentItem) -> str:
    said = _REPLY.get(item.instrument.status)
    if said is None:
        return "办理中" if item.answered else "未反馈"
    answered = sum(one.answered for one in item.instrument.items)
    return f"{said} {answered}/{len(item.instrument.items)}" if said == "已反馈" else said
