"""The planned day of an action's present phase stands in the common table of due dates.

An approved action is to begin on its first day (进驻 where it is 驻在式), one under way is to feed its
problems back by its last day (撤点). From then on the papers carry the days.
"""

from collections.abc import Sequence
from datetime import date

from supervision.actions.models import ActionStatus, SupervisionAction
from supervision.core import duedates
from supervision.core.access.principal import Principal
from supervision.core.duedates import Begun, DueKind

BASIS = "行动方案载明的日期"
NOT_BEGUN = (ActionStatus.PREPARING, ActionStatus.APPROVED)


def follow(action: SupervisionAction, *, actor: Principal) -> None:
    """Let the common table say what the plan says of the phase that the action is in."""
    title, due = _phase(action)
    duedates.follow(
        action, DueKind.ACTION, due, title=title, basis=BASIS, moved="行动方案调整", actor=actor,
        holder_id=action.handler_id,
    )  # fmt: skip


def begin(actions: Sequence[SupervisionAction], *, actor: Principal) -> None:
    """The same for many that have just been entered."""
    begun = []
    for action in actions:
        title, due = _phase(action)
        if due is not None:
            holder = action.handler_id
            begun.append(Begun(action, DueKind.ACTION, due, title, BASIS, holder_id=holder))
    duedates.start_many(begun, actor=actor)


def end(action: SupervisionAction, *, on: date, actor: Principal) -> None:
    """A phase is done on `on`; the next one follows."""
    duedates.end(action, DueKind.ACTION, on=on)
    follow(action, actor=actor)


def _phase(action: SupervisionAction) -> tuple[str, date | None]:
    """What the plan wants next, and by when; None once the papers carry the days."""
    if action.status in NOT_BEGUN:
        what = "应进驻" if action.stationed_on else "应开始实施"
        return _titled(action, what), action.stationed_on or action.starts_on
    if action.status is ActionStatus.ONGOING:
        what = "撤点" if action.withdrawn_on else "实施期满"
        return _titled(action, what), action.withdrawn_on or action.ends_on
    return "", None


def _titled(action: SupervisionAction, what: str) -> str:
    return f"{action.title[:180]}：{what}"
