"""类别概述: what sorts of problems a paper is about, the most frequent first, each with its measure word."""

from collections import Counter
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from supervision.actions.models import ProblemMeasure
from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.instruments.wording.matters import counted, with_measures
from supervision.problems.models import Problem, ProblemStatus

NAMED = 3  # sorts that stand in a sentence; of more 等 stands for the others
_NOT_COUNTED = (ProblemStatus.PENDING, ProblemStatus.REJECTED)
Found = tuple[str, ProblemMeasure]


def slots_of(paper: Instrument) -> dict[str, str]:
    """问题数量, 类别概述, 问题概况: of its items; of a paper to many units, of what its action found."""
    if paper.kind.many_units:
        found = _of_action(paper)
        return {
            "问题数量": with_measures(one for _, one in found),
            "类别概述": summed_up(found),
            "问题概况": told_apart(found),
        }
    found = [
        (item.problem.category, item.problem.measure)
        for item in paper.items if item.problem is not None
    ]  # fmt: skip
    number = counted(paper.items)
    whole = number == with_measures(one for _, one in found)
    return {
        "问题数量": number,
        "类别概述": summed_up(found) if whole else f"{number}问题" if number else "",
        "问题概况": told_apart(found) if whole else "",
    }


def _of_action(paper: Instrument) -> list[Found]:
    """What is established of the action that the paper is about."""
    if paper.action_id is None:
        return []
    asked = sa.select(Problem.category, Problem.measure).where(
        Problem.action_id == paper.action_id, Problem.status.not_in(_NOT_COUNTED)
    )
    return [(category, measure) for category, measure in session.execute(asked)]


def _sorts(found: Sequence[Found]) -> list[str]:
    return [sort for sort, _ in Counter(sort for sort, _ in found).most_common()]


def summed_up(found: Sequence[Found]) -> str:
    """程序、文书等9项问题; 程序问题9项 where all are of one sort."""
    if not found:
        return ""
    number, sorts = with_measures(one for _, one in found), _sorts(found)
    if len(sorts) == 1:
        return f"{sorts[0]}问题{number}"
    return f"{'、'.join(sorts[:NAMED])}等{number}问题"


def told_apart(found: Sequence[Found]) -> str:
    """问题5个，其中程序方面3个、文书方面2个; 问题5个，均为程序问题."""
    if not found:
        return ""
    number, sorts = with_measures(one for _, one in found), _sorts(found)
    if len(sorts) == 1:
        alone = "为" if len(found) == 1 else "均为"
        return f"问题{number}，{alone}{sorts[0]}问题"
    each = "、".join(
        f"{sort.removesuffix('方面')}方面{_and(one for other, one in found if other == sort)}"
        for sort in sorts
    )
    return f"问题{number}，其中{each}"


def _and(measures: Iterable[ProblemMeasure]) -> str:
    """1个和2项: what 、 would part from its sort."""
    return with_measures(measures).replace("、", "和")
