"""What stands at a step is counted along an index alone: papers with the record they are about (it may be confined)
and whether they were sent, problems with their handler and the day of the explanation; the steps of the ladder by their days.

Revision ID: 0047
Revises: 0045
"""

from alembic import op

revision = "0047"
down_revision = "0045"
branch_labels = None
depends_on = None

LONGER = (  # table, index, its columns, those it gets besides
    ("instrument", "ix_instrument_status", ["body_id", "status", "due_on", "id"],
     ["subject_type", "subject_id"]),
    ("instrument", "ix_instrument_status_signed",
     ["body_id", "status", "signed_on", "id", "kind_id", "action_id", "unit_id", "delivered_on"],
     ["sent_at"]),
    ("problem", "ix_problem_status",
     ["body_id", "status", "found_on", "id", "paper_id", "first_by_id", "second_by_id"],
     ["explained_on", "handler_id"]),
)  # fmt: skip
RUNGS = ("ix_chase_event_rung", "chase_event", ["body_id", "rung", "on", "instrument_id"])


def upgrade() -> None:
    for table, name, columns, more in LONGER:
        op.drop_index(name, table)
        op.create_index(name, table, [*columns, *more])
    op.create_index(*RUNGS)


def downgrade() -> None:
    for table, name, columns, _more in LONGER:
        op.drop_index(name, table)
        op.create_index(name, table, columns)
    op.drop_index(*RUNGS[:2])
