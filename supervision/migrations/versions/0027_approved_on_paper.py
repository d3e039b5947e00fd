"""监督行动、约谈、移交移送 may have been approved on paper: by a leader who may have no account, after whose review.

Revision ID: 0027
Revises: 0026
"""

from supervision.migrations import foreign_keys
from supervision.migrations.foreign_keys import Key
from supervision.migrations.tables import NewColumn, alter

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLES = ("interview", "referral", "supervision_action")
COLUMNS = (
    NewColumn("approver_name", "VARCHAR(40)", "''", nullable=False),
    NewColumn("reviewed_by_id", "INTEGER"),
    NewColumn("reviewed_on", "DATE"),
)
KEYS = tuple(Key(table, "reviewed_by_id", "user") for table in TABLES)
RULE = "ck_supervision_action_approved_has_day"
HERE = "approved_on IS NOT NULL AND approved_by_id IS NOT NULL"
ON_PAPER = "approved_on IS NOT NULL AND (approved_by_id IS NOT NULL OR approver_name <> '')"
# Who approved on paper without an account is nobody the older program knows: its handler stands for it.
STAND_IN = (
    "UPDATE supervision_action SET approved_by_id = handler_id "
    "WHERE approved_on IS NOT NULL AND approved_by_id IS NULL",
)


def upgrade() -> None:
    for table in TABLES:
        alter(table, columns=COLUMNS)
    alter("supervision_action", drop=(RULE,), add={RULE: _rule(ON_PAPER)})
    foreign_keys.add(KEYS)


def downgrade() -> None:
    foreign_keys.remove(KEYS)
    alter("supervision_action", drop=(RULE,), before=STAND_IN, add={RULE: _rule(HERE)})
    for table in TABLES:
        alter(table, gone=tuple(one.name for one in COLUMNS))


def _rule(approved: str) -> str:
    return f"CHECK (status IN ('preparing', 'cancelled') OR ({approved}))"
