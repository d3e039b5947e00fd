"""认定 by two people, three for a 严重 problem; 整改后又发生 is a hint until a person confirms it.

Revision ID: 0008
Revises: 0007
"""

from supervision.migrations.tables import NewColumn, alter

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BY_TWO = (
    "CHECK (status IN ('pending', 'rejected') OR (confirmed_on IS NOT NULL AND first_by_id IS NOT NULL "
    "AND (second_by_id IS NOT NULL OR confirmed_by_id IS NOT NULL)))"
)
GRAVE = (
    "CHECK (severity <> 'grave' OR status NOT IN ('established', 'rectifying', 'to_verify', 'closed') "
    "OR (second_by_id IS NOT NULL AND confirmed_by_id IS NOT NULL))"
)
ANOTHER = (
    "CHECK (confirmed_by_id IS NULL OR (confirmed_by_id <> first_by_id "
    "AND (second_by_id IS NULL OR confirmed_by_id <> second_by_id)))"
)
JUDGED = (
    "CHECK (recurrence IN ('none', 'suspected') "
    "OR (recurrence_by_id IS NOT NULL AND recurrence_on IS NOT NULL))"
)
OLD = (
    "CHECK (status NOT IN ('established', 'rectifying', 'to_verify', 'closed') "
    "OR (confirmed_by_id IS NOT NULL AND confirmed_on IS NOT NULL))"
)
ADDED = {
    "ck_problem_established_by_two": BY_TWO,
    "ck_problem_grave_by_three": GRAVE,
    "ck_problem_confirmer_is_another": ANOTHER,
    "ck_problem_recurrence": "CHECK (recurrence IN ('none', 'suspected', 'confirmed', 'denied'))",
    "ck_problem_recurrence_has_earlier": "CHECK (recurrence = 'none' OR earlier_id IS NOT NULL)",
    "ck_problem_recurrence_judged_by_somebody": JUDGED,
    "fk_problem_recurrence_by_id_user": 'FOREIGN KEY(recurrence_by_id) REFERENCES "user" (id)',
}


def upgrade() -> None:
    hinted = "CASE WHEN earlier_id IS NULL THEN 'none' ELSE 'suspected' END"
    alter(
        "problem",
        columns=(
            NewColumn("recurrence", "VARCHAR(32)", "'none'", nullable=False),
            NewColumn("recurrence_by_id", "INTEGER"),
            NewColumn("recurrence_on", "DATE"),
        ),
        drop=("ck_problem_established_is_confirmed",),
        before=(
            f"UPDATE problem SET recurrence = {hinted}",  # noqa: S608
            # Mended on the spot before it was confirmed: the end was the confirmation.
            "UPDATE problem SET confirmed_on = ended_on "
            "WHERE status = 'fixed_on_spot' AND confirmed_on IS NULL",
        ),
        add=ADDED,
    )


def downgrade() -> None:
    alter(
        "problem",
        gone=("recurrence", "recurrence_by_id", "recurrence_on"),
        drop=tuple(ADDED),
        before=(
            # The older rule knows of a third person only: whoever signed second stands for it.
            "UPDATE problem SET confirmed_by_id = second_by_id WHERE confirmed_by_id IS NULL "
            "AND status IN ('established', 'rectifying', 'to_verify', 'closed')",
        ),
        add={"ck_problem_established_is_confirmed": OLD},
    )
