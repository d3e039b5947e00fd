"""Indexes that end in what is asked: the trail of a record in the order of time, papers with whose they are.

Of indexes that could both be taken the longer one is the younger.

Revision ID: 0046
Revises: 0045
"""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

TRAIL, OF_A_RECORD = "ix_audit_event_root", ["root_type", "root_id"]
YOUNGEST = (
    ("ix_clue_status_source", "clue", ["body_id", "status", "source", "received_on", "id"]),
    ("ix_instrument_kind_status", "instrument", ["body_id", "kind_id", "status", "id"]),
)
COUNTED, OF_A_STATUS = "ix_instrument_status_id", ["body_id", "status", "id"]
WHOSE = ["subject_type", "subject_id"]


def upgrade() -> None:
    op.drop_index(TRAIL, "audit_event")
    op.create_index(TRAIL, "audit_event", [*OF_A_RECORD, "at", "seq"])
    # whether somebody may know of a paper hangs on these two: tabs are counted without a look at the papers
    op.drop_index(COUNTED, "instrument")
    op.create_index(COUNTED, "instrument", [*OF_A_STATUS, *WHOSE])
    # as in 0044: before it knows anything of a table PostgreSQL takes indexes for equal, and then the youngest
    for name, table, columns in YOUNGEST:
        op.drop_index(name, table)
        op.create_index(name, table, columns)


def downgrade() -> None:
    op.drop_index(COUNTED, "instrument")
    op.create_index(COUNTED, "instrument", OF_A_STATUS)
    op.drop_index(TRAIL, "audit_event")
    op.create_index(TRAIL, "audit_event", [*OF_A_RECORD, "seq"])
