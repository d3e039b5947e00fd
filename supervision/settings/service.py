"""Changing settings of the installation, and reading who changed what."""

from collections.abc import Mapping

import sqlalchemy as sa

from supervision.core import audit, clock, settings
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.settings import guarded
from supervision.settings.values import Value, check, in_words


def in_force() -> dict[str, Value]:
    """The value in force of every setting, in one query."""
    held = {row.key: row.value["value"] for row in session.scalars(sa.select(settings.Setting))}
    return {one.key: held.get(one.key, one.default) for one in settings.DEFINITIONS}


def change(values: Mapping[str, Value], *, actor: Principal) -> tuple[int, int]:
    """Change what differs from the values in force, or ask for it where it gives access; how many of each."""
    actor.require(Permission.SETTINGS_EDIT)
    held = in_force()
    differing = [one for one in settings.DEFINITIONS if values[one.key] != held[one.key]]
    asked = [one for one in differing if one.key in guarded.NUMBERS]
    for definition in asked:
        check(definition.key, value=values[definition.key])
        guarded.ask(definition.key, value=values[definition.key], actor=actor)
    changed = [one for one in differing if one not in asked]
    for definition in changed:
        value = values[definition.key]
        settings.put(definition.key, value)
        label = f"{definition.label}：{in_words(held[definition.key])} → {in_words(value)}"
        row = settings.row_of(definition.key)
        audit.record(row, action="setting.change", label=label, actor=actor)
    session.flush()
    return len(changed), len(asked)


def history(limit: int = 100) -> list[audit.Entry]:
    """Changes of all settings, the latest first."""
    statement = sa.select(audit.AuditEvent).where(audit.AuditEvent.root_type == "setting")
    latest = audit.AuditEvent.at.desc(), audit.AuditEvent.seq.desc()
    events = session.scalars(statement.order_by(*latest).limit(limit))
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
