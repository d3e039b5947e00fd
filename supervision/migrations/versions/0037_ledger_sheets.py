"""Problems of earlier years come in with their ends: established on paper, so nobody here signed them.

Revision ID: 0039
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

from supervision.migrations.tables import NewColumn, alter

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

NAMES = ("ck_problem_established_by_two", "ck_problem_grave_by_three")
SIGNED = "first_by_id IS NOT NULL AND (second_by_id IS NOT NULL OR confirmed_by_id IS NOT NULL)"
BY_THREE = "second_by_id IS NOT NULL AND confirmed_by_id IS NOT NULL"
GRAVE = (
    "severity <> 'grave' OR status NOT IN ('established', 'rectifying', 'to_verify', 'closed') OR"
)
NEW = (
    f"CHECK (status IN ('pending', 'rejected') OR (confirmed_on IS NOT NULL AND (back_entered OR ({SIGNED}))))",
    f"CHECK ({GRAVE} back_entered OR ({BY_THREE}))",
)
OLD = (
    f"CHECK (status IN ('pending', 'rejected') OR (confirmed_on IS NOT NULL AND {SIGNED}))",
    f"CHECK ({GRAVE} ({BY_THREE}))",
)
LEFT = "有 {} 条补录的问题，旧版本不认得，请先撤销往年台账的导入"


def upgrade() -> None:
    alter(
        "problem",
        columns=(NewColumn("back_entered", "BOOLEAN", "false", nullable=False),),
        drop=NAMES,
        add=dict(zip(NAMES, NEW, strict=True)),
    )


def downgrade() -> None:
    """The older rules want signatures that nobody gave: what came in by such a sheet is taken back first."""
    problem = sa.table("problem", sa.column("back_entered", sa.Boolean))
    left = op.get_bind().scalar(
        sa.select(sa.func.count()).select_from(problem).where(problem.c.back_entered.is_(True))
    )
    if left:
        raise SystemExit(LEFT.format(left))
    alter(
        "problem", gone=("back_entered",), drop=NAMES, add=dict(zip(NAMES, OLD, strict=True))
    )  # fmt: skip
