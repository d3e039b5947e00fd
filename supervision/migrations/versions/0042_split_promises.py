"""Heads of one interview may each promise something of their own, with its day and what came of it.

Revision ID: 0042
Revises: 0041
"""

from supervision.migrations.tables import NewColumn, alter

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

OF_HEAD = (
    NewColumn("promise", "TEXT", "''", nullable=False),
    NewColumn("promise_due", "DATE"),
    NewColumn("promise_result", "TEXT", "''", nullable=False),
    NewColumn("kept_on", "DATE"),
)


def upgrade() -> None:
    alter("interviewee", columns=OF_HEAD)


def downgrade() -> None:
    alter("interviewee", gone=tuple(one.name for one in OF_HEAD))
