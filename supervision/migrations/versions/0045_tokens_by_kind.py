"""Each kind has its own lists in the search index: the index is made anew from its entries.

Revision ID: 0045
Revises: 0044
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from supervision.core.search.stores import store_of
from supervision.core.search.tokens import tokens_of

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

ENTRY = sa.table(
    "search_entry",
    sa.column("id", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("body_id", sa.Integer),
    sa.column("unit_id", sa.Integer),
    sa.column("folded", sa.Text),
)
CHUNK = 500
Tokens = Callable[[sa.RowMapping], set[str]]


def upgrade() -> None:
    _anew(_by_kind)


def downgrade() -> None:
    _anew(_together)


def _anew(tokens: Tokens) -> None:
    """An office of a million records waits some minutes for it, once."""
    connection = op.get_bind()
    store = store_of(connection.dialect.name)
    store.clear(connection)
    last = 0
    while True:
        some = sa.select(ENTRY).where(ENTRY.c.id > last).order_by(ENTRY.c.id).limit(CHUNK)
        rows = connection.execute(some).mappings().all()
        if not rows:
            return
        store.put(connection, [(row["id"], tokens(row)) for row in rows])
        last = rows[-1]["id"]


def _whose(row: sa.RowMapping) -> set[str]:
    return {f"y{row['body_id']}", f"w{row['unit_id'] or 0}"}


def _by_kind(row: sa.RowMapping) -> set[str]:
    return {f"{row['kind']}x{one}" for one in tokens_of(row["folded"]) | _whose(row) | {""}}


def _together(row: sa.RowMapping) -> set[str]:
    return tokens_of(row["folded"]) | _whose(row) | {f"k{row['kind']}"}
