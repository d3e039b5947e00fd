"""中止, 恢复, 取消 of an action: what the bureau leader decides of it, here or on paper."""

from datetime import date

from supervision.accounts.signing import scans
from supervision.actions import phases
from supervision.actions.models import FLOW, SupervisionAction
from supervision.actions.service import check_day, take_step
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.words import Word


class Halt(Word):
    """What a leader decides, by the name of the step in the system."""

    SUSPEND = "suspend", "中止"
    RESUME = "resume", "恢复实施"
    CANCEL = "cancel", "取消"

    @property
    def on_paper(self) -> str:
        """The step by which the same decision on paper takes effect."""
        return f"register_{self.value}"


def suspend(action: SupervisionAction, *, on: date, reason: str, actor: Principal) -> None:
    """Suspend (中止) with a reason."""
    take_step(action, Halt.SUSPEND, on, actor, reason=reason)
    _follow(action, Halt.SUSPEND, on, actor)


def resume(action: SupervisionAction, *, on: date, actor: Principal) -> None:
    """Take a suspended action up again."""
    take_step(action, Halt.RESUME, on, actor)
    _follow(action, Halt.RESUME, on, actor)


def cancel(action: SupervisionAction, *, on: date, reason: str, actor: Principal) -> None:
    """Cancel an action that has not begun; it is not counted."""
    take_step(action, Halt.CANCEL, on, actor, reason=reason)
    _follow(action, Halt.CANCEL, on, actor)


def check_decided(
    action: SupervisionAction, *, halt: Halt, on: date, reason: str, actor: Principal
) -> None:
    """DomainError where it cannot have been decided so on paper."""
    step = FLOW.check(action, halt.on_paper, actor=actor)
    if step.needs_reason and not reason.strip():
        raise DomainError("请填写理由", field="reason")
    check_day(action, on)


def write_halted(
    action: SupervisionAction, *, halt: Halt, by: str, on: date, reason: str, actor: Principal
) -> None:
    """What `by` decided on paper, once another person than the registrar confirmed it (`on_paper`)."""
    take_step(action, halt.on_paper, on, actor, reason=reason, by=by)
    _follow(action, halt, on, actor)


def _follow(action: SupervisionAction, halt: Halt, on: date, actor: Principal) -> None:
    """Its day on the record, and what runs for it."""
    if halt is Halt.SUSPEND:
        action.suspended_on = on
    elif halt is Halt.RESUME:
        action.resumed_on = on
        action.begun_on = action.begun_on or on
    else:
        action.cancelled_on = on
    session.flush()
    if halt is Halt.CANCEL:
        scans.fall_away(action, on=on)
    phases.follow(action, actor=actor)
