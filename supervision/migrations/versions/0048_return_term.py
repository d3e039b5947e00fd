"""A kind that may be returned says until when (退回期限). Back again, the items of a 督办函 lose what is still owed.

Revision ID: 0048
Revises: 0047
"""

import sqlalchemy as sa
from alembic import op

from supervision.migrations.tables import NewColumn, alter

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

COLUMNS = (
    NewColumn("return_number", "INTEGER"),
    NewColumn("return_unit", "VARCHAR(8)", "'工作日'", nullable=False),
)
KIND = sa.table("instrument_kind", sa.column("id", sa.Integer), sa.column("parts", sa.JSON))


def upgrade() -> None:
    alter("instrument_kind", columns=COLUMNS)


def downgrade() -> None:
    held = op.get_bind()
    for key, parts in held.execute(sa.select(KIND.c.id, KIND.c.parts)).all():
        before = [{**one, "listing": _known(one.get("listing", "none"))} for one in parts or []]
        if before != (parts or []):
            held.execute(KIND.update().where(KIND.c.id == key).values(parts=before))
    alter("instrument_kind", gone=tuple(one.name for one in COLUMNS))


def _known(listing: str) -> str:
    """The earlier program lists them without what is owed."""
    return "brief" if listing == "owed" else listing
