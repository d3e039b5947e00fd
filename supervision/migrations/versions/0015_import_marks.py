"""Keys and traces of an import are found by their record and in their order: undoing walks no table.

Revision ID: 0015
Revises: 0014
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_import_key_record", "import_key", ["kind", "record_id"])
    op.drop_index("ix_imported_row_batch_id", "imported_row")
    op.create_index("ix_imported_row_batch", "imported_row", ["batch_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_imported_row_batch", "imported_row")
    op.create_index("ix_imported_row_batch_id", "imported_row", ["batch_id"])
    op.drop_index("ix_import_key_record", "import_key")
