"""Failed sign-ins are kept, by machine; a person's uploads of a day are found by an index.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLE = "failed_sign_in"


def upgrade() -> None:
    text, no = sa.text("''"), sa.false()
    op.add_column(
        TABLE, sa.Column("machine", sa.String(64), nullable=False, server_default=text)
    )
    for name in ("forgiven", "held_up"):
        op.add_column(TABLE, sa.Column(name, sa.Boolean(), nullable=False, server_default=no))
    op.create_index("ix_failed_sign_in_machine", TABLE, ["machine", "at"])
    op.create_index("ix_stored_file_by_day", "stored_file", ["created_by_id", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_stored_file_by_day", table_name="stored_file")
    op.drop_index("ix_failed_sign_in_machine", table_name=TABLE)
    for name in ("held_up", "forgiven", "machine"):
        op.drop_column(TABLE, name)
