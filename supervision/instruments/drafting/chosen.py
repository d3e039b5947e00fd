"""Problems chosen in a list for one paper: whether they can stand on it together, said before anything is typed."""

from collections.abc import Sequence

from supervision.agencies import succession
from supervision.core.errors import DomainError
from supervision.instruments.drafting.service import ON_PAPER
from supervision.instruments.models import InstrumentKind
from supervision.problems.models import Problem

NAMED = 3


def check(problems: Sequence[Problem], kind: InstrumentKind) -> None:
    """DomainError naming what has to be chosen otherwise."""
    unfit = [one for one in problems if one.status not in ON_PAPER]
    if unfit:
        named = "、".join(f"“{one.title}”为“{one.status.label}”" for one in unfit[:NAMED])
        more = f"等{len(unfit)}条" if len(unfit) > NAMED else ""
        raise DomainError(f"问题{named}{more}，不能列入文书，请去掉后再拟制")
    units = list(dict.fromkeys(succession.present(one.unit).name for one in problems))
    if len(units) > 1 and not kind.many_units:
        named = "、".join(units[:NAMED]) + ("等" if len(units) > NAMED else "")
        message = f"所选问题属于{len(units)}个单位（{named}），{kind.name}一件只发给一个单位，请按单位分别勾选"
        raise DomainError(message)
