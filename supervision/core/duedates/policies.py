"""How each kind of due date warns and reminds; the system administrator may change it."""

from dataclasses import fields
from types import SimpleNamespace

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core import audit
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import Identified, Model, Stamped, Versioned, session
from supervision.core.deadlines import Policy
from supervision.core.duedates.models import DueKind
from supervision.core.prepared import ask

# A certificate or an appointment needs weeks to renew; a paper's term is often shorter than that.
DEFAULTS = {
    DueKind.CERTIFICATE: Policy(amber_workdays=20, remind_before=(40, 20, 5), remind_after=(1, 10),
                                head_after=0),
    DueKind.APPOINTMENT: Policy(amber_workdays=20, remind_before=(40, 20, 5), remind_after=(1, 10),
                                head_after=0),
    # The paper's own ladder goes on.
    DueKind.PLAN: Policy(remind_after=(1,), repeat_every=0, head_after=0),
    DueKind.RECEIPT: Policy(remind_before=(1,), remind_after=(1, 3, 7)),  # two working days only
    # Past it nothing can be made good: it is said once.
    DueKind.LEAD: Policy(remind_before=(3, 1), remind_after=(1,), repeat_every=0, head_after=1),
    DueKind.SCAN: Policy(remind_before=(1,), remind_after=(1, 3, 7)),  # three
}  # fmt: skip


class ReminderPolicy(Identified, Stamped, Versioned, Model):
    """The policy of one kind where it differs from the default."""

    __tablename__ = "reminder_policy"

    kind: Mapped[DueKind] = mapped_column(unique=True, doc="事项")
    amber_workdays: Mapped[int] = mapped_column(doc="预警提前工作日")
    amber_at_half: Mapped[bool] = mapped_column(doc="期限过半即预警")
    remind_before: Mapped[list[int]] = mapped_column(doc="到期前提醒")
    remind_on_day: Mapped[bool] = mapped_column(doc="到期当日提醒")
    remind_after: Mapped[list[int]] = mapped_column(doc="逾期后提醒")
    repeat_every: Mapped[int] = mapped_column(doc="此后每隔工作日")
    head_after: Mapped[int] = mapped_column(doc="逾期第几个工作日起告知科室负责人")


def _of(row: SimpleNamespace) -> Policy:
    return Policy(
        amber_workdays=row.amber_workdays,
        amber_at_half=row.amber_at_half,
        remind_before=tuple(row.remind_before),
        remind_on_day=row.remind_on_day,
        remind_after=tuple(row.remind_after),
        repeat_every=row.repeat_every,
        head_after=row.head_after,
    )


def policies() -> dict[DueKind, Policy]:
    """The policy in force for every kind; one query."""
    columns = ("kind", *(one.name for one in fields(Policy)))
    found = ask("policies", [], lambda: sa.select(*(getattr(ReminderPolicy, it) for it in columns)))
    changed = {row.kind: _of(row) for row in found.named}
    return {kind: changed.get(kind) or default_policy(kind) for kind in DueKind}


def default_policy(kind: DueKind) -> Policy:
    """What holds for a kind that nobody has changed."""
    return DEFAULTS.get(kind) or Policy()


def policy_row(kind: DueKind) -> ReminderPolicy | None:
    """The changed policy of a kind, if any."""
    return session.scalar(sa.select(ReminderPolicy).where(ReminderPolicy.kind == kind))


def set_policy(kind: DueKind, policy: Policy, *, actor: Principal) -> ReminderPolicy:
    """Change how a kind warns and reminds."""
    actor.require(Permission.SETTINGS_EDIT)
    row = policy_row(kind)
    if row is None:
        row = ReminderPolicy(kind=kind, created_by_id=actor.user_id)
        session.add(row)
    row.amber_workdays, row.amber_at_half = policy.amber_workdays, policy.amber_at_half
    row.remind_before, row.remind_after = list(policy.remind_before), list(policy.remind_after)
    row.remind_on_day, row.repeat_every = policy.remind_on_day, policy.repeat_every
    row.head_after = policy.head_after
    session.flush()
    audit.record(row, action="policy", label=f"修改“{kind.label}”的预警和提醒", actor=actor)
    return row


def reset_policy(kind: DueKind, *, actor: Principal) -> None:
    """Back to the default."""
    actor.require(Permission.SETTINGS_EDIT)
    row = policy_row(kind)
    if row is not None:
        session.delete(row)
        session.flush()
