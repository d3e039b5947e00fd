"""What stands at a step is counted along an index alone: papers with whether they were sent, problems with their
handler and the day of the explanation; the steps of the ladder by their days.

Revision ID: 0047
Revises: 0046
"""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

LONGER = (  # table, index, its columns, those it gets besides
    ("instrument", "ix_instrument_status_signed",
     ["body_id", "status", "signed_on", "id", "kind_id", "action_id", "unit_id", "delivered_on"],
     ["sent_at"]),
    ("problem", "ix_problem_status",
     ["body_id", "status", "found_on", "id", "paper_id", "first_by_id", "second_by_id"],
     ["explained_on", "handler_id"]),
)  # fmt: skip
YOUNGEST = "ix_instrument_kind_status", "instrument", ["body_id", "kind_id", "status", "id"]
RUNGS = ("ix_chase_event_rung", "chase_event", ["body_id", "rung", "on", "instrument_id"])


def upgrade() -> None:
    for table, name, columns, more in LONGER:
        op.drop_index(name, table)
        op.create_index(name, table, [*columns, *more])
    op.create_index(*RUNGS)
    # as in 0046: before it knows anything of a table PostgreSQL takes indexes for equal, and then the youngest
    op.drop_index(*YOUNGEST[:2])
    op.create_index(*YOUNGEST)


def downgrade() -> None:
    for table, name, columns, _more in LONGER:
        op.drop_index(name, table)
        op.create_index(name, table, columns)
    op.drop_index(*RUNGS[:2])
