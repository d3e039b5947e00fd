"""A kind that may be returned says until when (退回期限). Back again, its parts stay as the trail vouches for them.

Revision ID: 0048
Revises: 0047
"""

from supervision.migrations.tables import NewColumn, alter

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

COLUMNS = (
    NewColumn("return_number", "INTEGER"),
    NewColumn("return_unit", "VARCHAR(8)", "'工作日'", nullable=False),
)


def upgrade() -> None:
    alter("instrument_kind", columns=COLUMNS)


def downgrade() -> None:
    alter("instrument_kind", gone=tuple(one.name for one in COLUMNS))
