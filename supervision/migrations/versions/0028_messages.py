"""From which day late the section head is told; several digests a day; what a feed said last; how a matter stands.

Revision ID: 0030
Revises: 0026
"""

from alembic import op

from supervision.migrations.tables import NewColumn, alter

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ONE_A_DAY = "uq_dispatch_user_id_channel_day"
NUMBERED = "uq_dispatch_user_id_channel_day_number"
NOBODY_TOLD_BEFORE = "('plan', 'certificate', 'appointment')"


def upgrade() -> None:
    alter(
        "reminder_policy",
        columns=(NewColumn("head_after", "INTEGER", "3", nullable=False),),
        before=(f"UPDATE reminder_policy SET head_after = 0 WHERE kind IN {NOBODY_TOLD_BEFORE}",),  # noqa: S608
    )
    alter(
        "dispatch",
        columns=(NewColumn("number", "INTEGER", "0", nullable=False),),
        drop=(ONE_A_DAY,),
        add={NUMBERED: "UNIQUE (user_id, channel, day, number)"},
    )
    alter(
        "feed_token",
        columns=(
            NewColumn("said", "VARCHAR(64)", "''", nullable=False),
            NewColumn("sequence", "INTEGER", "0", nullable=False),
            NewColumn("changed_at", "TIMESTAMP WITH TIME ZONE" if _postgresql() else "DATETIME"),
        ),
    )
    op.create_index("ix_due_date_root", "due_date", ["root_type", "root_id", "state", "due"])


def downgrade() -> None:
    op.drop_index("ix_due_date_root", "due_date")
    alter("feed_token", gone=("said", "sequence", "changed_at"))
    alter(
        "dispatch",
        gone=("number",),
        drop=(NUMBERED,),
        before=("DELETE FROM dispatch WHERE number > 0",),
        add={ONE_A_DAY: "UNIQUE (user_id, channel, day)"},
    )
    alter("reminder_policy", gone=("head_after",))


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
