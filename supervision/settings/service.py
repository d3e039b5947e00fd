"""Changing settings of the installation, and reading who changed what."""

from collections.abc import Mapping

import sqlalchemy as sa

from supervision.accounts.service import joint_admins
from supervision.core import audit, clock, settings
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError

Value = bool | int | str


def in_force() -> dict[str, Value]:
    """The value in force of every setting, in one query."""
    held = {row.key: row.value["value"] for row in session.scalars(sa.select(settings.Setting))}
    return {one.key: held.get(one.key, one.default) for one in settings.DEFINITIONS}


def change(values: Mapping[str, Value], *, actor: Principal) -> int:
    """Change what differs from the values in force; how many settings that was."""
    actor.require(Permission.SETTINGS_EDIT)
    held = in_force()
    changed = [one for one in settings.DEFINITIONS if values[one.key] != held[one.key]]
    for definition in changed:
        value = values[definition.key]
        if definition.key == "join_admins" and not value:
            _refuse_while_joined()
        settings.put(definition.key, value)
        label = f"{definition.label}：{in_words(held[definition.key])} → {in_words(value)}"
        row = settings.row_of(definition.key)
        audit.record(row, action="setting.change", label=label, actor=actor)
    session.flush()
    return len(changed)


def in_words(value: Value) -> str:
    """A setting's value as people read it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value) or "（空）"


def history(limit: int = 100) -> list[audit.Entry]:
    """Changes of all settings, the latest first."""
    statement = sa.select(audit.AuditEvent).where(audit.AuditEvent.root_type == "setting")
    events = session.scalars(statement.order_by(audit.AuditEvent.seq.desc()).limit(limit))
    return [
        audit.Entry(
            at=clock.local(event.at),
            actor=event.actor_name,
            text=event.label,
            reason=event.reason,
            changes=[],
        )
        for event in events
    ]


def _refuse_while_joined() -> None:
    names = "、".join(user.name for user in joint_admins())
    if names:
        message = f"{names}正兼任系统管理员和安全管理员，请先由安全管理员调整其角色"
        raise DomainError(message, field="join_admins")
