"""What the page of a clue shows beside its record: stages and due date."""

from supervision.clues.models import Clue
from supervision.clues.states import ClueStatus as S
from supervision.core.duedates import DueKind
from supervision.core.duedates.shown import ShownDue, shown_due
from supervision.core.stages import Drawn, Stage, progress

_REACHED = {S.REGISTERED: 0, S.DECLINED: 2, S.ACCEPTED: 1, S.CHECKING: 2, S.PASSED_ON: 3}


def steps(clue: Clue) -> list[Drawn]:
    """登记 to 回告 with the day of each."""
    if clue.status is S.DECLINED:
        stages = [Stage("登记", clue.received_on), Stage("不予受理", clue.declined_on)]
        return progress(stages, reached=2)
    finding = clue.finding.label if clue.finding else ""
    over = clue.closed_on is not None
    stages = [
        Stage("登记", clue.received_on, "收件"),
        Stage("受理", clue.accepted_on),
        Stage("核查", clue.checking_on, skipped=clue.checking_on is None and _past_check(clue)),
        Stage("转办", clue.passed_on_on, skipped=over and clue.passed_on_on is None),
        Stage("办结", clue.closed_on, finding),
        Stage("回告", clue.reported_on, skipped=not clue.report_wanted),
    ]
    reached = _REACHED.get(clue.status, 5 if clue.status is S.CLOSED else len(stages))
    return progress(stages, reached=reached)


def _past_check(clue: Clue) -> bool:
    return clue.status in (S.PASSED_ON, S.CLOSED, S.REPORTED)


def due_of(clue: Clue) -> ShownDue | None:
    """The due date the source set, if any."""
    return shown_due(clue, DueKind.CLUE)
