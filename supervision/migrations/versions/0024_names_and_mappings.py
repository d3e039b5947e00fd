"""A unit's other short names, and what the columns of a sheet with known headings were said to be.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

from supervision.migrations.tables import NewColumn, alter

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    alter("unit", columns=(NewColumn("also_called", "VARCHAR(400)", "''", nullable=False),))
    alter("import_batch", columns=(NewColumn("answers", "JSON"),))
    op.create_table(
        "import_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("headings", sa.String(64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_import_mapping_body_id_body"),
        sa.PrimaryKeyConstraint("id", name="pk_import_mapping"),
        sa.UniqueConstraint(
            "body_id", "kind", "headings", name="uq_import_mapping_body_id_kind_headings"
        ),
    )


def downgrade() -> None:
    op.drop_table("import_mapping")
    alter("import_batch", gone=("answers",))
    alter("unit", gone=("also_called",))
