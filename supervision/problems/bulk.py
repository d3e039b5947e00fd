"""What can be done with chosen problems: own verbs, and what higher slices offer (催办, 拟制文书)."""

from dataclasses import dataclass

from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.seams import Seam
from supervision.problems.models import FLOW


@dataclass(frozen=True)
class BulkAction:
    """A button over chosen rows: posts `ids` to `endpoint`, for whoever holds `permission`.

    `lists`: where it stands ("problems", "ledger"). `row`: it also stands in each row that is near
    or past its day and asks for the page of that row's id (GET), where it is done.
    `download`: the answer is a file, the page stays.
    """

    name: str
    label: str
    endpoint: str
    permission: P
    lists: tuple[str, ...]
    verb: str | None = None
    row: bool = False
    dangerous: bool = False
    download: bool = False


BOTH = ("problems", "ledger")


def _step(name: str, lists: tuple[str, ...] = BOTH, *, dangerous: bool = False) -> BulkAction:
    """A step of the workflow, taken with many."""
    step = FLOW.transitions[name]
    return BulkAction(
        name, step.label, "problems.in_bulk", step.permission, lists, verb=name, dangerous=dangerous
    )


EXPLAIN = _step("explain", ("problems",))
ESTABLISH, CONFIRM = _step("establish"), _step("confirm")
REJECT = _step("reject", ("problems",), dangerous=True)
CANNOT_FIX, REFER_AWAY = _step("cannot_fix", dangerous=True), _step("refer_away", dangerous=True)
REASSIGN = BulkAction(
    "reassign", "转给", "problems.in_bulk", P.PROBLEM_RECORD, BOTH, verb="reassign"
)
_OWN = (
    EXPLAIN, ESTABLISH, CONFIRM, REASSIGN,
    BulkAction("chosen", "导出所选", "problems.export_chosen", P.EXPORT, BOTH, download=True),
    REJECT, CANNOT_FIX, REFER_AWAY,
)  # fmt: skip
OFFERED: Seam[BulkAction] = Seam("what higher slices do with chosen problems, before our own")


def actions_for(which: str, actor: Principal) -> list[BulkAction]:
    """The actions `actor` may use on one of the lists."""
    every = [*OFFERED.parts(), *_OWN]
    return [one for one in every if which in one.lists and actor.can(one.permission)]
