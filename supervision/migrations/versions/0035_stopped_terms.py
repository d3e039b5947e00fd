"""A term may stand still without a last day until it is resumed (中止).

Revision ID: 0035
Revises: 0034
"""

from supervision.migrations.tables import NewColumn, alter

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

COLUMNS = (
    NewColumn("stopped_on", "DATE"),
    NewColumn("stop_reason", "VARCHAR(20)", "''", nullable=False),
    NewColumn("stop_basis", "TEXT", "''", nullable=False),
)
STATES, CLOSED, STOPPED = (
    "ck_due_date_duestate", "ck_due_date_closed_has_day", "ck_due_date_stopped_has_day",
)  # fmt: skip


def upgrade() -> None:
    alter(
        "due_date",
        columns=COLUMNS,
        drop=(STATES, CLOSED),
        add={
            STATES: "CHECK (state IN ('open', 'stopped', 'met', 'ended'))",
            CLOSED: "CHECK (state IN ('open', 'stopped') OR closed_on IS NOT NULL)",
            STOPPED: "CHECK (state <> 'stopped' OR stopped_on IS NOT NULL)",
        },
    )


def downgrade() -> None:
    """What stands still runs again to the last day that stood before."""
    alter(
        "due_date",
        gone=tuple(one.name for one in COLUMNS),
        drop=(STATES, CLOSED, STOPPED),
        before=("UPDATE due_date SET state = 'open' WHERE state = 'stopped'",),
        add={
            STATES: "CHECK (state IN ('open', 'met', 'ended'))",
            CLOSED: "CHECK (state = 'open' OR closed_on IS NOT NULL)",
        },
    )
