"""Papers signed on paper are found by where they stand: their scans are waited for.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

INDEX = "ix_instrument_on_paper"
SQLITE = sa.text("signed_offline IS 1 AND back_entered IS 0")
POSTGRESQL = sa.text("signed_offline IS true AND back_entered IS false")


def upgrade() -> None:
    op.create_index(
        INDEX, "instrument", ["body_id", "status"],
        sqlite_where=SQLITE, postgresql_where=POSTGRESQL,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index(INDEX, "instrument")
