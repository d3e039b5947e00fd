"""The trail is read by day along an index; of two indexes of clues the longer one is the younger.

Revision ID: 0044
Revises: 0043
"""

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

LED = {
    "ix_audit_event_actor": "actor_id",
    "ix_audit_event_actor_name": "actor_name",
    "ix_audit_event_root_type": "root_type",
}
FINDING = "ix_clue_status_finding"


def upgrade() -> None:
    op.create_index("ix_audit_event_at", "audit_event", ["at", "seq"])
    for name, first in LED.items():
        op.drop_index(name, "audit_event")
        op.create_index(name, "audit_event", [first, "at", "seq"])
    # before it knows anything of a table PostgreSQL takes both for equal, and then the younger one
    op.drop_index(FINDING, "clue")
    op.create_index(FINDING, "clue", ["body_id", "status", "finding", "received_on", "id"])


def downgrade() -> None:
    for name, first in LED.items():
        op.drop_index(name, "audit_event")
        op.create_index(name, "audit_event", [first, "seq"])
    op.drop_index("ix_audit_event_at", "audit_event")
