"""A kind of paper sets more terms: a plan after 签收, delivery before an event, the day of posting as decisive.

Revision ID: 0040
Revises: 0039
"""

from supervision.migrations.tables import NewColumn, alter

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

OF_KIND = (
    NewColumn("posted_counts", "BOOLEAN", "false", nullable=False),
    NewColumn("plan_number", "INTEGER"),
    NewColumn("plan_unit", "VARCHAR(8)", "'工作日'", nullable=False),
    NewColumn("lead_number", "INTEGER"),
    NewColumn("lead_unit", "VARCHAR(8)", "'日'", nullable=False),
    NewColumn("lead_clear", "BOOLEAN", "false", nullable=False),
)
OF_ROUND = (NewColumn("posted_on", "DATE"),)


def upgrade() -> None:
    alter("instrument_kind", columns=OF_KIND)
    alter("reply_round", columns=OF_ROUND)


def downgrade() -> None:
    alter("reply_round", gone=tuple(one.name for one in OF_ROUND))
    alter("instrument_kind", gone=tuple(one.name for one in OF_KIND))
