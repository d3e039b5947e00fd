"""Acts that one person did alone while setting the installation up have an outcome of their own.

Revision ID: 0025
Revises: 0024
"""

from supervision.migrations.tables import alter

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

NAME = "ck_proposal_outcome"
OUTCOMES = "'waiting', 'confirmed', 'refused', 'withdrawn', 'renewed'"


def upgrade() -> None:
    _outcomes(f"{OUTCOMES}, 'setup'")


def downgrade() -> None:
    """Who acted alone then withdrew nothing and was confirmed by nobody: the trail keeps it."""
    _outcomes(OUTCOMES, before=("DELETE FROM proposal WHERE outcome = 'setup'",))


def _outcomes(outcomes: str, before: tuple[str, ...] = ()) -> None:
    alter("proposal", drop=(NAME,), before=before, add={NAME: f"CHECK (outcome IN ({outcomes}))"})
