"""Referrals in the search index, for the filters of their list; indexes that the plans still lacked.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

from supervision.core.search.index import forget_kind, put_entries
from supervision.core.search.tokens import fold_fields

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

REFERRAL = sa.table(
    "referral",
    sa.column("id", sa.Integer),
    sa.column("body_id", sa.Integer),
    sa.column("subject", sa.String),
    sa.column("recipient", sa.String),
)
CHUNK = 1000
ON_PAPER = sa.text("paper_id IS NOT NULL")
NEW = (
    ("ix_interview_status_held", "interview", "body_id", "status", "held_on", "id"),
    (
        "ix_supervision_action_form",
        "supervision_action",
        "body_id",
        "form",
        "starts_on",
        "id",
        "status",
    ),
    (
        "ix_supervision_action_kind",
        "supervision_action",
        "body_id",
        "kind",
        "starts_on",
        "id",
        "status",
    ),
)
UNARCHIVED = sa.text("archive_id IS NULL AND frozen IS NOT NULL")


def upgrade() -> None:
    forget_kind(op.get_bind(), "referral")  # whoever made the index anew has them already
    _index_referrals(op.get_bind())
    for name, table, *columns in NEW:
        op.create_index(name, table, columns)
    op.drop_index("ix_problem_earlier", table_name="problem")  # its leading body misled
    op.drop_index("ix_problem_paper_id", table_name="problem")
    _partial("ix_problem_paper_id", "problem", "paper_id", where=ON_PAPER)
    _partial("ix_instrument_unarchived", "instrument", "number", where=UNARCHIVED)


def downgrade() -> None:
    op.drop_index("ix_instrument_unarchived", table_name="instrument")
    op.drop_index("ix_problem_paper_id", table_name="problem")
    op.create_index("ix_problem_paper_id", "problem", ["paper_id"])
    op.create_index("ix_problem_earlier", "problem", ["body_id", "earlier_id", "found_on", "id"])
    for name, table, *_columns in NEW:
        op.drop_index(name, table_name=table)
    forget_kind(op.get_bind(), "referral")


def _partial(name: str, table: str, *columns: str, where: sa.TextClause) -> None:
    op.create_index(name, table, list(columns), sqlite_where=where, postgresql_where=where)


def _index_referrals(connection: sa.Connection) -> None:
    rows = connection.execute(sa.select(REFERRAL).order_by(REFERRAL.c.id)).mappings().all()
    for start in range(0, len(rows), CHUNK):
        put_entries(connection, [_entry(row) for row in rows[start : start + CHUNK]])


def _entry(row: sa.RowMapping) -> dict[str, object]:
    title, text = row["subject"][:400], row["recipient"]
    return {
        "kind": "referral",
        "record_id": row["id"],
        "body_id": row["body_id"],
        "unit_id": None,
        "title": title,
        "text": text,
        "folded": fold_fields([title, text]),
    }
