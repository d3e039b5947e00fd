"""One lease for all work that processes compete for: the same two columns on each of its tables.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from supervision.core.db import UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE dispatch RENAME COLUMN attempts TO attempt")
    op.add_column(
        "import_batch", sa.Column("attempt", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("import_batch", sa.Column("lease_until", UTCDateTime(timezone=True)))
    op.drop_column("import_batch", "claimed_at")


def downgrade() -> None:
    op.add_column("import_batch", sa.Column("claimed_at", UTCDateTime(timezone=True)))
    op.drop_column("import_batch", "lease_until")
    op.drop_column("import_batch", "attempt")
    op.execute("ALTER TABLE dispatch RENAME COLUMN attempt TO attempts")
