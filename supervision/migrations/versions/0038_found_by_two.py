"""Papers of a kind in a state, a unit's papers of a kind, and a unit's interviews are found by an index of their own.

Revision ID: 0038
Revises: 0037
"""

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

PAPERS = {
    "ix_instrument_kind_status": ["body_id", "kind_id", "status", "id"],
    "ix_instrument_unit_kind": ["unit_id", "shared", "kind_id", "id"],
}
HEADS = ("ix_interviewee_unit", "ix_interviewee_unit_id")  # the second is the beginning of the first


def upgrade() -> None:
    for name, columns in PAPERS.items():
        op.create_index(name, "instrument", columns)
    op.create_index(HEADS[0], "interviewee", ["unit_id", "interview_id", "body_id"])
    op.drop_index(HEADS[1], "interviewee")


def downgrade() -> None:
    op.create_index(HEADS[1], "interviewee", ["unit_id"])
    op.drop_index(HEADS[0], "interviewee")
    for name in PAPERS:
        op.drop_index(name, "instrument")
