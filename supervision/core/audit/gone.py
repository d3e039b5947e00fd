"""What the trail still says of records that are no more."""

import json
from collections.abc import Collection

import sqlalchemy as sa

from supervision.core.audit.models import AuditEvent, AuditValue
from supervision.core.db import session


def last_said(
    subject_type: str, keys: Collection[int], field: str, *, body_ids: Collection[int]
) -> dict[int, str]:
    """The last value of a field of deleted records, by key, of these bodies alone; a value that retention
    destroyed is not there."""
    said = sa.select(AuditEvent.subject_id, AuditValue.old, AuditValue.new)
    said = said.join(AuditValue, AuditValue.seq == AuditEvent.seq).where(
        AuditEvent.subject_type == subject_type,
        AuditEvent.subject_id.in_(sorted(keys)),
        AuditEvent.body_id.in_(sorted(body_ids)),
        AuditValue.field == field,
    )
    found: dict[int, str] = {}
    for key, old, new in session.execute(said.order_by(AuditEvent.seq)):
        last = json.loads(new or old or '""')
        if last:
            found[key] = str(last)
    return found


def bodies_of(subject_type: str, keys: Collection[int]) -> dict[int, int]:
    """Whose records these were: the chain keeps that for good."""
    asked = sa.select(AuditEvent.subject_id, AuditEvent.body_id).where(
        AuditEvent.subject_type == subject_type,
        AuditEvent.subject_id.in_(sorted(keys)),
        AuditEvent.body_id.is_not(None),
    )
    found = session.execute(asked.order_by(AuditEvent.seq))
    return {key: body_id for key, body_id in found if body_id is not None}
