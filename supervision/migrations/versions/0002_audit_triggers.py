"""The audit trail is append-only by the store itself.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

from supervision.core.audit import triggers

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.install(op.execute, dialect=op.get_bind().dialect.name)


def downgrade() -> None:
    triggers.remove(op.execute, dialect=op.get_bind().dialect.name)
