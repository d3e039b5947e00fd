"""Sheets of 补录 of every kind wait for the reviewer; a proposal ends with the step that overtakes it.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

from supervision.migrations.tables import NewColumn, alter

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

OUTCOME = "ck_proposal_outcome"
OUTCOMES = ("waiting", "confirmed", "refused", "withdrawn", "renewed", "setup")
ALL_PAST = "kind IN ('papers', 'interviews', 'referrals')"
NOT_YET = "status IN ('columns', 'faulty', 'checked')"  # of sheets that mix both it is not known: it waits


def _among(words: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{one}'" for one in words)
    return f"CHECK (outcome IN ({listed}))"


def upgrade() -> None:
    alter("proposal", drop=(OUTCOME,), add={OUTCOME: _among((*OUTCOMES, "ended"))})
    alter("import_batch", columns=(NewColumn("past", "INTEGER", "0", nullable=False),))
    op.execute(
        "UPDATE import_batch SET past = created + updated "  # noqa: S608
        f"WHERE {ALL_PAST} OR (kind = 'clues' AND {NOT_YET})"
    )
    op.create_table(
        "import_viewer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_import_viewer_body_id_body"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_import_viewer_batch_id_import_batch"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_import_viewer_user_id_user"),
        sa.PrimaryKeyConstraint("id", name="pk_import_viewer"),
        sa.UniqueConstraint("batch_id", "user_id", name="uq_import_viewer_batch_id_user_id"),
    )
    op.create_index("ix_import_viewer_user_id", "import_viewer", ["user_id"])


def downgrade() -> None:
    op.drop_table("import_viewer")
    alter("import_batch", gone=("past",))
    alter(
        "proposal",
        drop=(OUTCOME,),
        before=("UPDATE proposal SET outcome = 'withdrawn' WHERE outcome = 'ended'",),
        add={OUTCOME: _among(OUTCOMES)},
    )
