"""With each archived rendition, what it was made with: the layout's version and the embedded facts.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("instrument", sa.Column("archive_layout", sa.String(16), nullable=True))
    op.add_column("instrument", sa.Column("archive_facts", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("instrument", "archive_facts")
    op.drop_column("instrument", "archive_layout")
