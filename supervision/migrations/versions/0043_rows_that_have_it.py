"""Indexes of a key that a row may lack hold the rows that have it; the trail is read by person and by kind of record.

Revision ID: 0043
Revises: 0042
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

LACKED = (
    ("user", "body_id"), ("user", "unit_id"), ("attachment", "unit_id"), ("instrument", "action_id"),
    ("instrument", "clue_id"), ("instrument", "parent_id"), ("interview", "action_id"),
    ("problem", "clue_id"), ("problem", "earlier_id"), ("instrument_item", "problem_id"),
    ("interview_seat", "user_id"), ("interviewee", "officer_id"),
)  # fmt: skip
TRAIL = {
    "ix_audit_event_actor": ["actor_id", "seq"],
    "ix_audit_event_actor_name": ["actor_name", "seq"],
    "ix_audit_event_root_type": ["root_type", "seq"],
}
FOUND = ["body_id", "found_on", "id", "status", "action_id", "measure"]
# what a year is counted by
MORE = ["recurrence", "unit_id", "category", "delivered_on", "ended_on"]
SIGNED = {
    "ix_instrument_signed_on": (["body_id", "signed_on", "id"], ["status", "kind_id", "action_id"]),
    "ix_instrument_status_signed": (
        ["body_id", "status", "signed_on", "id"],
        ["kind_id", "action_id", "unit_id", "delivered_on"],
    ),
}
APPROVED = "ix_referral_approver"
BEFORE = "ix_audit_event_actor_id"  # the beginning of the first


def upgrade() -> None:
    for table, column in LACKED:
        there = sa.text(f"{column} IS NOT NULL")
        op.drop_index(f"ix_{table}_{column}", table)
        op.create_index(
            f"ix_{table}_{column}", table, [column], sqlite_where=there, postgresql_where=there
        )
    for name, columns in TRAIL.items():
        op.create_index(name, "audit_event", columns)
    op.drop_index(BEFORE, "audit_event")
    approved = sa.text("approver_id IS NOT NULL")
    op.create_index(
        APPROVED, "referral", ["approver_id"], sqlite_where=approved, postgresql_where=approved
    )

    op.drop_index("ix_problem_list", "problem")
    op.create_index("ix_problem_list", "problem", [*FOUND, *MORE])
    for name, (columns, more) in SIGNED.items():
        op.drop_index(name, "instrument")
        op.create_index(name, "instrument", [*columns, *more])


def downgrade() -> None:
    for name, (columns, _more) in SIGNED.items():
        op.drop_index(name, "instrument")
        op.create_index(name, "instrument", columns)
    op.drop_index("ix_problem_list", "problem")
    op.create_index("ix_problem_list", "problem", [*FOUND, "earlier_id", "unit_id"])
    op.drop_index(APPROVED, "referral")
    op.create_index(BEFORE, "audit_event", ["actor_id"])
    for name in TRAIL:
        op.drop_index(name, "audit_event")
    for table, column in LACKED:
        op.drop_index(f"ix_{table}_{column}", table)
        op.create_index(f"ix_{table}_{column}", table, [column])
