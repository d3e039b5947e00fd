"""Acts of two persons: their proposals, leaders without accounts, and papers whose signature on paper
waits for the second person. Papers registered before stay signed: nobody is asked about them again.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

from supervision.migrations.tables import NewColumn, alter

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

REST = (
    "'signed', 'delivered', 'supplement', 'replied', 'handed_back', 'verified', 'closed', "
    "'archived', 'revoked'"
)
BEFORE = "'draft', 'returned', 'reviewing', 'awaiting_signature'"
KINDS = "'reminder', 'moved', 'weekly', 'alarm'"


def upgrade() -> None:
    _proposals()
    _leaders()
    alter(
        "instrument",
        columns=(NewColumn("reviewed_offline", "BOOLEAN", "false", nullable=False),),
        drop=tuple(_rules("")),
        add=_rules("'registered', "),
    )
    _notices(f"{KINDS}, 'proposal'")


def _proposals() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("subject_type", sa.String(64), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer()),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("edition", sa.String(64), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposer", sa.String(40), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer()),
        sa.Column("decider", sa.String(40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('waiting', 'confirmed', 'refused', 'withdrawn', 'renewed')",
            name="outcome",
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR outcome <> 'confirmed' OR decided_by_id <> proposed_by_id",
            name="two_persons",
        ),
        sa.CheckConstraint(
            "outcome = 'waiting' OR decided_by_id IS NOT NULL", name="decided_by_somebody"
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_proposal_body_id_body"),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user.id"], name="fk_proposal_proposed_by_id_user"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name="fk_proposal_decided_by_id_user"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
    )
    op.create_index("ix_proposal_waiting", "proposal", ["outcome", "body_id", "id"])
    op.create_index("ix_proposal_subject", "proposal", ["subject_type", "subject_id"])
    op.create_index("ix_proposal_proposed_by_id", "proposal", ["proposed_by_id"])


def _leaders() -> None:
    op.create_table(
        "leader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer()),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("post", sa.String(60), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name="fk_leader_created_by_id_user"
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_leader_body_id_body"),
        sa.PrimaryKeyConstraint("id", name="pk_leader"),
    )
    op.create_index("ix_leader_body", "leader", ["body_id", "active", "id"])


def downgrade() -> None:
    """A signature that waited for its second person was registered: it stands as one does without."""
    _notices(KINDS, before=("DELETE FROM notice WHERE kind = 'proposal'",))
    alter(
        "instrument",
        gone=("reviewed_offline",),
        drop=tuple(_rules("")),
        before=("UPDATE instrument SET status = 'signed' WHERE status = 'registered'",),
        add=_rules(""),
    )
    op.drop_table("leader")
    op.drop_table("proposal")


def _notices(kinds: str, before: tuple[str, ...] = ()) -> None:
    name = "ck_notice_noticekind"
    alter("notice", drop=(name,), before=before, add={name: f"CHECK (kind IN ({kinds}))"})


def _rules(more: str) -> dict[str, str]:
    return {
        "ck_instrument_instrumentstatus": f"CHECK (status IN ({BEFORE}, {more}{REST}, 'void'))",
        "ck_instrument_signed_has_number": f"CHECK (status NOT IN ({more}{REST}) "
        "OR (number IS NOT NULL AND signed_on IS NOT NULL))",
    }
