"""An item that is mended waits for 销号 by itself while another item of its paper is 退回补充整改:
its problem is 待核查 and 已反馈, no longer 整改中 and 退回补充 with a term that does not run for it.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

SETTLING = (
    "mended", "adopted", "partly_adopted", "not_adopted", "found_true", "partly_true", "untrue",
)  # fmt: skip
problem = sa.table(
    "problem",
    sa.column("id"),
    sa.column("status"),
    sa.column("reply_state"),
    sa.column("paper_id"),
)
item = sa.table(
    "instrument_item",
    sa.column("problem_id"),
    sa.column("instrument_id"),
    sa.column("answered", sa.Boolean()),
    sa.column("conclusion"),
    sa.column("written_off_on"),
)
paper = sa.table("instrument", sa.column("id"), sa.column("status"))


def upgrade() -> None:
    _follow("rectifying", "to_verify", "已反馈")


def downgrade() -> None:
    _follow("to_verify", "rectifying", "退回补充")


def _follow(before: str, after: str, said: str) -> None:
    """Problems whose settled item stands on a paper that is back with its unit."""
    settled = sa.exists().where(
        item.c.problem_id == problem.c.id,
        item.c.instrument_id == problem.c.paper_id,
        item.c.answered.is_(True),
        item.c.conclusion.in_(SETTLING),
        item.c.written_off_on.is_(None),
        paper.c.id == problem.c.paper_id,
        paper.c.status == "supplement",
    )
    op.execute(
        sa.update(problem)
        .where(problem.c.status == before, settled)
        .values(status=after, reply_state=said)
    )
