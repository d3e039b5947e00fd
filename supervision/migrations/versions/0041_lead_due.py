"""The last day on which a paper about an event may be delivered is a due date of its own kind.

Revision ID: 0041
Revises: 0040
"""

from supervision.migrations.tables import alter

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

BEFORE = (
    "reply", "supplement", "plan", "receipt", "objection", "promise", "clue", "referral", "certificate",
    "appointment", "action", "scan",
)  # fmt: skip
LEADS = "(SELECT id FROM due_date WHERE kind = 'lead')"


def _among(kinds: tuple[str, ...]) -> str:
    return f"CHECK (kind IN ({', '.join(repr(one) for one in kinds)}))"


def upgrade() -> None:
    """Papers not yet delivered are given theirs by the job `leads-due`."""
    for table in ("due_date", "reminder_policy"):
        name = f"ck_{table}_duekind"
        alter(table, drop=(name,), add={name: _among((*BEFORE, "lead"))})


def downgrade() -> None:
    gone = {
        "due_date": (
            f"DELETE FROM notice WHERE due_date_id IN {LEADS}",  # noqa: S608
            f"DELETE FROM due_date_change WHERE due_date_id IN {LEADS}",  # noqa: S608
            "DELETE FROM due_date WHERE kind = 'lead'",
        ),
        "reminder_policy": ("DELETE FROM reminder_policy WHERE kind = 'lead'",),
    }
    for table, statements in gone.items():
        name = f"ck_{table}_duekind"
        alter(table, drop=(name,), before=statements, add={name: _among(BEFORE)})
