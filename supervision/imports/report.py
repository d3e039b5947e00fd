"""What is kept of a check, for the page and for the marked sheet."""

import hashlib
from collections.abc import Mapping

from supervision.imports.plan import Layout
from supervision.imports.run import Outcome

SHOWN = 200  # changes and faults kept for the page; a marked sheet has all
MOST_MARKS = 5000


def empty_report(layout: Layout) -> dict[str, object]:
    """The report of a sheet nobody has looked at yet."""
    return {**_beside(layout), "offers": [], "changes": [], "marks": []}


def _beside(layout: Layout) -> dict[str, object]:
    """What was found of the sheet itself, and what of it is left out."""
    return {
        "heading_row": layout.heading_row,
        "unknown": layout.unknown,
        "year": layout.year,
        "skipped": layout.skipped[:SHOWN],
        "unread": list(layout.unread),
    }


def report_of(outcome: Outcome) -> dict[str, object]:
    """What of an outcome is kept for the page and for the marked sheet."""
    return {
        **_beside(outcome.layout),
        "offers": [[name, said, list(meant)] for (name, said), meant in outcome.offers.items()][
            :SHOWN
        ],
        "changes": [
            {
                "row": one.row,
                "title": one.title,
                "about": one.about,
                "new": one.before is None,
                "past": one.past,
                "differences": [list(each) for each in one.differences],
            }
            for one in outcome.changes[:SHOWN]
        ],
        "marks": [[one.row, one.column, one.reason] for one in outcome.marks[:MOST_MARKS]],
        "circle": None if outcome.circle is None else sorted(outcome.circle),
        "digest": digest_of(outcome),
    }


def digest_of(outcome: Outcome) -> str:
    """Of every change, those the page does not show too: what is carried out is held against it."""
    whole = hashlib.sha256()
    for one in outcome.changes:
        said = (one.row, one.title, one.about, one.before is None, one.past, *one.differences)
        whole.update(f"{said!r}\n".encode())
    return whole.hexdigest()


def circle_of(report: Mapping[str, object]) -> frozenset[int] | None:
    """Who may see every record of the sheet; None where whoever sees those of the body does."""
    held = report.get("circle")
    return frozenset(held) if isinstance(held, list) else None
