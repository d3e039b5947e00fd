"""会签 of a paper (who, for which body, when), and the room for a 骑缝章 that it may ask for.

Revision ID: 0030
Revises: 0029
"""

from supervision.migrations.tables import NewColumn, alter

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    alter(
        "instrument",
        columns=(
            NewColumn("countersigned", "JSON", "'[]'", nullable=False),
            NewColumn("seam", "BOOLEAN", "false", nullable=False),
        ),
    )


def downgrade() -> None:
    alter("instrument", gone=("countersigned", "seam"))
