"""docs/two-persons.md says of each act of two persons who proposes, who confirms, and how long it waits."""

from pathlib import Path

from flask import Flask

from supervision.core.access import Permission, Role
from supervision.core.access.policy import GRANTS
from supervision.core.pairs import ACTS

ROOT = Path(__file__).parents[2]


def _held_by(permission: Permission) -> str:
    return "、".join(role.label for role in Role if permission in GRANTS[role])


def test_the_table_says_what_is_declared(app: Flask) -> None:
    with app.app_context():
        declared = {
            (
                act.title,
                f"`{act.name}`",
                _held_by(act.proposes),
                _held_by(act.confirms),
                str(act.days),
            )
            for act in ACTS.whole().values()
        }
    lines = (ROOT / "docs/two-persons.md").read_text("utf-8").splitlines()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if "| `" in line
    ]
    assert {(row[0], row[1], row[2], row[3], row[5]) for row in rows} == declared


def test_only_the_kernel_makes_a_confirmation() -> None:
    """Whoever imports its mark could make one alone."""
    makers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "supervision").rglob("*.py")
        if "KERNEL" in path.read_text("utf-8") and "Confirmation" in path.read_text("utf-8")
    }
    assert makers == {"supervision/core/pairs/acts.py", "supervision/core/pairs/service.py"}
