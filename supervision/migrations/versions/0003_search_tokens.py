"""The token index of the search: no model can declare it, it differs between the stores.

Revision ID: 0003
Revises: 0002
"""

from alembic import op

from supervision.core.search.stores import store_of

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    store_of(op.get_bind().dialect.name).create(op.execute)


def downgrade() -> None:
    store_of(op.get_bind().dialect.name).drop(op.execute)
