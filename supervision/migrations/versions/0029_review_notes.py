"""What a review says of a paper, block by block.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

KINDS = ("comment", "proposal", "instruction")
STATES = ("open", "taken", "declined", "answered", "withdrawn", "kept")


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "review_note",
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(20), nullable=False),
        sa.Column("kind", _one_of("notekind", *KINDS), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", _one_of("notestate", *STATES), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("author_name", sa.String(40), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name="fk_review_note_answered_by_id_user"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name="fk_review_note_created_by_id_user"
        ),
        sa.ForeignKeyConstraint(
            ["instrument_id"], ["instrument.id"], name="fk_review_note_instrument_id_instrument"
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_review_note_body_id_body"),
        sa.PrimaryKeyConstraint("id", name="pk_review_note"),
    )
    op.create_index("ix_review_note_instrument_id", "review_note", ["instrument_id"])


def downgrade() -> None:
    op.drop_table("review_note")
