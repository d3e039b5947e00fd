"""Why a person may not take a step of a problem: two people in all, three for a 严重 one."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Protocol

from supervision.core.access.principal import Principal
from supervision.core.held import held, hold
from supervision.core.seams import Seam


class Suspicion(Protocol):
    """Whether 疑似整改后又发生 waits for a person's word."""

    @property
    def open(self) -> bool: ...


class Signed(Protocol):
    """What these reasons read of a problem; its table names them, so they cannot name it."""

    id: int
    first_by_id: int | None
    second_by_id: int | None
    explained_on: date | None
    confirmed_on: date | None
    paper_id: int | None
    back_entered: bool

    @property
    def grave(self) -> bool: ...

    @property
    def completes_next(self) -> bool: ...

    @property
    def recurrence(self) -> Suspicion: ...


HandedOver = Callable[[Collection[int]], Collection[int]]
TAKEN_OVER: Seam[HandedOver] = Seam(
    "which problems, by their keys, were 接收 or 回告 by a recipient"
)
_TAKEN = "taken over"


def signs_on(problem: Signed, actor: Principal) -> str | None:
    """A signature after which others are still wanted."""
    if problem.completes_next:
        return "再有一人认定即为已认定"
    return _may_sign(problem, actor)


def completes(problem: Signed, actor: Principal) -> str | None:
    """The second signature, which makes an ordinary problem 已认定."""
    missing = _may_sign(problem, actor)
    if missing or problem.completes_next:
        return missing
    return "须由另一名监督人员认定"


def _may_sign(problem: Signed, actor: Principal) -> str | None:
    if problem.explained_on is None:
        return "须先登记单位说明（事实确认书）"
    if problem.second_by_id is not None:
        return "两名监督人员已经认定，等待审核人确认"
    if actor.user_id == problem.first_by_id:
        return "您已认定过，须由另一名监督人员认定"
    return None


def confirms(problem: Signed, actor: Principal) -> str | None:
    """The section head's confirmation: the second person, or the third of a 严重 problem."""
    if problem.first_by_id is None:
        return "须先由监督人员认定"
    if problem.grave and problem.second_by_id is None:
        return "严重问题须先由两名监督人员认定"
    if actor.user_id in (problem.first_by_id, problem.second_by_id):
        return "认定人不能确认自己的认定"
    return None


def mends_on_spot(problem: Signed, actor: Principal) -> str | None:
    """立行立改: not while a paper carries it; from 待核实 the act is the confirmation, too."""
    if problem.paper_id is not None:
        return "该问题已列入文书，结论随文书条目产生"
    if problem.confirmed_on is None:
        return confirms(problem, actor)
    return None


def taken_over(problem: Signed, _actor: Principal) -> str | None:
    """移交终结: whoever it was handed to has taken it (接收) or told what came of it (回告)."""
    if held(problem, _TAKEN, lambda: problem.id in _taken([problem.id])):
        return None
    return "接收机关接收或者回告后，才能移交终结"


def look_whether_taken(problems: Collection[Signed]) -> None:
    """Of many at once, before each is asked."""
    found = _taken([one.id for one in problems])
    for one in problems:
        hold(one, _TAKEN, one.id in found)


def _taken(keys: Collection[int]) -> set[int]:
    return {key for answer in TAKEN_OVER.parts() for key in answer(keys)}


def suspected(problem: Signed, _actor: Principal) -> str | None:
    """整改后又发生 waits for somebody to say whether it is so."""
    return None if problem.recurrence.open else "没有待确认的疑似整改后又发生"


def entered_alone(problem: Signed, _actor: Principal) -> str | None:
    """删除: nobody has said or signed anything to it yet; what else hangs on it is asked when it is deleted."""
    if problem.explained_on is not None or problem.first_by_id is not None:
        return "已登记单位说明或已有人认定，不能删除"
    if problem.paper_id is not None:
        return "已列入文书，不能删除"
    return None


def entered_late(problem: Signed, _actor: Principal) -> str | None:
    """补录: it was established, and ended, on paper long ago; nobody signs it here."""
    return None if problem.back_entered else "只有补录的问题可以这样办理"
