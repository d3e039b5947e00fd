"""The trail of one record is read in the order of time along an index; of indexes of clues the longer is the younger.

Revision ID: 0045
Revises: 0044
"""

from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

NAME, FIRST = "ix_audit_event_root", ["root_type", "root_id"]
SOURCE = "ix_clue_status_source"


def upgrade() -> None:
    op.drop_index(NAME, "audit_event")
    op.create_index(NAME, "audit_event", [*FIRST, "at", "seq"])
    # as in 0044: before it knows anything of a table PostgreSQL takes indexes for equal, and then the youngest
    op.drop_index(SOURCE, "clue")
    op.create_index(SOURCE, "clue", ["body_id", "status", "source", "received_on", "id"])


def downgrade() -> None:
    op.drop_index(NAME, "audit_event")
    op.create_index(NAME, "audit_event", [*FIRST, "seq"])
