"""Whose hand is in the reply that a unit is writing; what a body was called when it published; letters to a superior,
delivered while they were shared with the unit they are about, are seen by it no more.

Revision ID: 0049
Revises: 0048
"""

import json

import sqlalchemy as sa
from alembic import op

from supervision.migrations.tables import NewColumn, alter

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

REPLY = NewColumn("reply_by_ids", "JSON", "'[]'", nullable=False)
PUBLISHED = NewColumn("body_name", "VARCHAR(200)", "''", nullable=False)
PAPER = sa.table(
    "instrument",
    *map(sa.column, ("id", "status")),
    sa.column("reply_by_ids", sa.JSON),
)
ROUND = sa.table("reply_round", *map(sa.column, ("instrument_id", "created_at")))
EVENT = sa.table(
    "audit_event",
    *map(sa.column, ("seq", "at", "actor_id", "action", "subject_type", "subject_id", "root_type", "root_id")),
)
VALUE = sa.table("audit_value", *map(sa.column, ("seq", "field", "old")))
BODY = sa.table("body", *map(sa.column, ("id", "name")))
PUBLICATION = sa.table(
    "publication", *map(sa.column, ("id", "body_id", "published_at", "body_name"))
)


LETTERS = (
    "SELECT instrument.id FROM instrument JOIN instrument_kind ON instrument_kind.id = instrument.kind_id "
    "WHERE instrument_kind.purpose = 'superior_letter'"
)
UNSHARED = (
    f"UPDATE instrument SET shared = false WHERE shared AND id IN ({LETTERS})",  # noqa: S608
    f"UPDATE attachment SET unit_id = NULL WHERE root_type = 'instrument' AND root_id IN ({LETTERS})",  # noqa: S608
    "UPDATE notice SET ended_at = CURRENT_TIMESTAMP WHERE ended_at IS NULL AND root_type = 'instrument' "  # noqa: S608
    f'AND root_id IN ({LETTERS}) AND user_id IN (SELECT id FROM "user" WHERE unit_id IS NOT NULL)',
)


def upgrade() -> None:
    alter("instrument", columns=(REPLY,))
    _whose_replies()
    alter("publication", columns=(PUBLISHED,))
    _called_then()
    for statement in UNSHARED:
        op.execute(statement)


def downgrade() -> None:
    """What the unit of a letter was shown is not shown again."""
    alter("publication", gone=(PUBLISHED.name,))
    alter("instrument", gone=(REPLY.name,))


def _whose_replies() -> None:
    """Replies under way: who answered or handed them over since the last one that was sent."""
    connection = op.get_bind()
    last = sa.select(sa.func.max(ROUND.c.created_at)).where(ROUND.c.instrument_id == PAPER.c.id)
    sent = last.scalar_subquery()
    asked = (
        sa.select(PAPER.c.id, EVENT.c.actor_id)
        .join(EVENT, sa.and_(EVENT.c.root_type == "instrument", EVENT.c.root_id == PAPER.c.id))
        .where(
            PAPER.c.status.in_(("delivered", "supplement")),
            EVENT.c.action.in_(("answer", "offer_reply")),
            EVENT.c.actor_id.is_not(None),
            sa.or_(sent.is_(None), EVENT.c.at > sent),
        )
        .order_by(PAPER.c.id, EVENT.c.actor_id)
        .distinct()
    )
    found: dict[int, list[int]] = {}
    for paper_id, actor_id in connection.execute(asked):
        found.setdefault(paper_id, []).append(actor_id)
    for paper_id, people in found.items():
        mine = sa.update(PAPER).where(PAPER.c.id == paper_id)
        connection.execute(mine.values(reply_by_ids=people))


def _called_then() -> None:
    """By the trail: what the first new name after a publication took the place of; else the present one."""
    connection = op.get_bind()
    present = {key: name for key, name in connection.execute(sa.select(BODY.c.id, BODY.c.name))}
    renamed = (
        sa.select(EVENT.c.subject_id, EVENT.c.at, VALUE.c.old)
        .join(VALUE, VALUE.c.seq == EVENT.c.seq)
        .where(EVENT.c.subject_type == "body", VALUE.c.field == "name", VALUE.c.old.is_not(None))
        .order_by(EVENT.c.seq)
    )
    names = [(body_id, at, json.loads(old)) for body_id, at, old in connection.execute(renamed)]
    published = sa.select(PUBLICATION.c.id, PUBLICATION.c.body_id, PUBLICATION.c.published_at)
    for key, body_id, moment in connection.execute(published).all():
        later = (old for other, at, old in names if other == body_id and at > moment and old)
        name = next(later, present.get(body_id, ""))
        mine = sa.update(PUBLICATION).where(PUBLICATION.c.id == key)
        connection.execute(mine.values(body_name=name))
