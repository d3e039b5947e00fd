"""The scan of what was signed on paper has a due date of its own kind.

Revision ID: 0033
Revises: 0032
"""

from supervision.migrations.tables import alter

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

BEFORE = (
    "reply", "supplement", "plan", "receipt", "objection", "promise", "clue", "referral", "certificate",
    "appointment", "action",
)  # fmt: skip
SCANS = "(SELECT id FROM due_date WHERE kind = 'scan')"


def _among(kinds: tuple[str, ...]) -> str:
    return f"CHECK (kind IN ({', '.join(repr(one) for one in kinds)}))"


def upgrade() -> None:
    """Papers that wait for their scan already are given the term by the job `scans-due`."""
    for table in ("due_date", "reminder_policy"):
        name = f"ck_{table}_duekind"
        alter(table, drop=(name,), add={name: _among((*BEFORE, "scan"))})


def downgrade() -> None:
    gone = {
        "due_date": (
            f"DELETE FROM notice WHERE due_date_id IN {SCANS}",  # noqa: S608
            f"DELETE FROM due_date_change WHERE due_date_id IN {SCANS}",  # noqa: S608
            "DELETE FROM due_date WHERE kind = 'scan'",
        ),
        "reminder_policy": ("DELETE FROM reminder_policy WHERE kind = 'scan'",),
    }
    for table, statements in gone.items():
        name = f"ck_{table}_duekind"
        alter(table, drop=(name,), before=statements, add={name: _among(BEFORE)})
