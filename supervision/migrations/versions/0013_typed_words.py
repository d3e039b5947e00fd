"""Referrals in the search index, for the filters of their list; papers that wait for their archive.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

from supervision.core.search.index import forget_kind, put_entries
from supervision.core.search.tokens import fold_fields

revision = "0013"
down_revision = "0012"
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
UNARCHIVED = sa.text("number IS NOT NULL AND archive_id IS NULL AND frozen IS NOT NULL")


def upgrade() -> None:
    _index_referrals(op.get_bind())
    op.create_index(
        "ix_instrument_unarchived",
        "instrument",
        ["id"],
        sqlite_where=UNARCHIVED,
        postgresql_where=UNARCHIVED,
    )


def downgrade() -> None:
    op.drop_index("ix_instrument_unarchived", table_name="instrument")
    forget_kind(op.get_bind(), "referral")


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
