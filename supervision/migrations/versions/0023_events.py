"""Notices of what happened to a record, and the index by which they end.

Revision ID: 0023
Revises: 0022
"""

from alembic import op

from supervision.migrations.tables import alter

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KINDS = "'reminder', 'moved', 'weekly', 'alarm', 'proposal'"
NAME = "ck_notice_noticekind"


def upgrade() -> None:
    _kinds(f"{KINDS}, 'event'")
    op.create_index("ix_notice_root", "notice", ["root_type", "root_id", "ended_at"])


def downgrade() -> None:
    op.drop_index("ix_notice_root", "notice")
    _kinds(KINDS, before=("DELETE FROM notice WHERE kind = 'event'",))


def _kinds(kinds: str, before: tuple[str, ...] = ()) -> None:
    alter("notice", drop=(NAME,), before=before, add={NAME: f"CHECK (kind IN ({kinds}))"})
