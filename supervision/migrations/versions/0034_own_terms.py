"""内部时限 of the bureau's own duties: what a body has set, its reminders, indexes by the day that begins each.

Revision ID: 0034
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

from supervision.migrations.tables import alter

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

KINDS = "'reminder', 'moved', 'weekly', 'alarm', 'proposal', 'event'"
NAME = "ck_notice_noticekind"
BEGUN = (
    ("ix_reply_round_received", "reply_round", ["body_id", "received_on"]),
    ("ix_write_off_opinion_given", "write_off_opinion", ["body_id", "given_on"]),
)


def upgrade() -> None:
    op.create_table(
        "own_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("reminds", sa.Boolean(), nullable=False),
        sa.CheckConstraint("days BETWEEN 1 AND 60", name="days_in_range"),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name="fk_own_term_created_by_id_user"
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_own_term_body_id_body"),
        sa.PrimaryKeyConstraint("id", name="pk_own_term"),
        sa.UniqueConstraint("body_id", "key", name="uq_own_term_body_id_key"),
    )
    for name, table, columns in BEGUN:
        op.create_index(name, table, columns)
    _kinds(f"{KINDS}, 'own_term'")


def downgrade() -> None:
    _kinds(KINDS, before=("DELETE FROM notice WHERE kind = 'own_term'",))
    for name, table, _columns in BEGUN:
        op.drop_index(name, table)
    op.drop_table("own_term")


def _kinds(kinds: str, before: tuple[str, ...] = ()) -> None:
    alter("notice", drop=(NAME,), before=before, add={NAME: f"CHECK (kind IN ({kinds}))"})
