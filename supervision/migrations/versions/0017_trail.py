"""Events carry address and session and vouch for the rows they tell of; values are append-only too.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

from supervision.core.audit import triggers

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ADDED: dict[str, sa.types.TypeEngine[int] | sa.types.TypeEngine[str]] = {
    "form": sa.Integer(),
    "address": sa.String(45),
    "session_no": sa.Integer(),
    "row_before": sa.String(80),
    "row_after": sa.String(80),
}


def upgrade() -> None:
    for name, kind in ADDED.items():
        op.add_column("audit_event", sa.Column(name, kind, nullable=True))
    triggers.install_values(op.execute, dialect=op.get_bind().dialect.name)
    op.create_table(
        "fact_list",
        sa.Column("subject_type", sa.String(64), nullable=False),
        sa.Column("version", sa.String(8), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("subject_type", "version", name=op.f("pk_fact_list")),
    )
    op.create_table(
        "row_seal",
        sa.Column("batch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject_type", sa.String(64), nullable=False),
        sa.Column("subject_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mac", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint(
            "batch", "subject_type", "subject_id", name=op.f("pk_row_seal")
        ),
    )


def downgrade() -> None:
    op.drop_table("row_seal")
    op.drop_table("fact_list")
    triggers.remove_values(op.execute, dialect=op.get_bind().dialect.name)
    for name in reversed(ADDED):
        op.drop_column("audit_event", name)
