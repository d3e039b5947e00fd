"""One paper to many units: a receipt of each, and the kinds that may be sent so.

Revision ID: 0036
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLE = "paper_receipt"


def upgrade() -> None:
    op.add_column(
        "instrument_kind",
        sa.Column("many_units", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        TABLE,
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("kind_name", sa.String(60), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recipient", sa.String(40), nullable=False),
        sa.Column("registered", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instrument_id"], ["instrument.id"], name="fk_paper_receipt_instrument_id_instrument"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_paper_receipt_unit_id_unit"),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name="fk_paper_receipt_created_by_id_user"
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_paper_receipt_body_id_body"),
        sa.PrimaryKeyConstraint("id", name="pk_paper_receipt"),
        sa.UniqueConstraint("instrument_id", "unit_id", name="uq_paper_receipt_instrument_id_unit_id"),
    )
    op.create_index("ix_paper_receipt_list", TABLE, ["body_id", "id"])
    op.create_index("ix_paper_receipt_unit", TABLE, ["unit_id", "received_on", "id"])


def downgrade() -> None:
    op.drop_table(TABLE)
    op.drop_column("instrument_kind", "many_units")
