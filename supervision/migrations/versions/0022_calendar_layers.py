"""Notices with their full text, days of a body's own, and calendars applied as an act of two persons.

Revision ID: 0022
Revises: 0021
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ACTS = ("calendar.version", "calendar.local")


def upgrade() -> None:
    _notices()
    _local()
    _propose_what_waits()


def _notices() -> None:
    op.create_table(
        "calendar_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer()),
        sa.Column("calendar_version_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("document_number", sa.String(40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("special", sa.Boolean(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("exception", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name="fk_calendar_notice_created_by_id_user"
        ),
        sa.ForeignKeyConstraint(
            ["calendar_version_id"],
            ["calendar_version.id"],
            name="fk_calendar_notice_calendar_version_id_calendar_version",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_notice"),
    )
    op.create_index(
        "ix_calendar_notice_calendar_version_id", "calendar_notice", ["calendar_version_id"]
    )


def _local() -> None:
    op.create_table(
        "local_holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("mark", sa.String(32), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.CheckConstraint("first <= last", name="first_then_last"),
        sa.CheckConstraint("mark IN ('休', '班')", name="mark"),
        sa.CheckConstraint(
            "state IN ('proposed', 'in_force', 'dropped', 'ended')", name="localstate"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name="fk_local_holiday_created_by_id_user"
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_local_holiday_body_id_body"),
        sa.PrimaryKeyConstraint("id", name="pk_local_holiday"),
    )
    op.create_index("ix_local_holiday_body_id", "local_holiday", ["body_id"])


def _propose_what_waits() -> None:
    """A calendar that waited for its second person waits on as a proposal of the kernel."""
    store = op.get_bind()
    version = sa.table(
        "calendar_version", sa.column("id"), sa.column("version"), sa.column("created_by_id"),
        sa.column("created_at", sa.DateTime(timezone=True)), sa.column("state"),
    )  # fmt: skip
    user = sa.table("user", sa.column("id"), sa.column("name"))
    proposal = sa.table(
        "proposal", sa.column("act"), sa.column("subject_type"), sa.column("subject_id"),
        sa.column("payload", sa.JSON()), sa.column("edition"), sa.column("proposed_by_id"),
        sa.column("proposer"), sa.column("proposed_at", sa.DateTime(timezone=True)),
        sa.column("expires_at", sa.DateTime(timezone=True)), sa.column("decider"),
        sa.column("outcome"), sa.column("reason"),
    )  # fmt: skip
    waiting = store.execute(
        sa.select(version, user.c.name)
        .join(user, user.c.id == version.c.created_by_id)
        .where(version.c.state == "proposed")
    ).all()
    for row in waiting:
        store.execute(
            proposal.insert().values(
                act=ACTS[0], subject_type="calendar_version", subject_id=row.id, payload={},
                edition=str(row.version), proposed_by_id=row.created_by_id, proposer=row.name,
                proposed_at=row.created_at, expires_at=row.created_at + timedelta(days=14),
                decider="", outcome="waiting", reason="",
            )
        )  # fmt: skip


def downgrade() -> None:
    proposal = sa.table("proposal", sa.column("act"))
    op.get_bind().execute(proposal.delete().where(proposal.c.act.in_(ACTS)))
    op.drop_table("local_holiday")
    op.drop_table("calendar_notice")
