"""The tables of docs/workflows.md, as the help page shows them: one file for people, tests and screen."""

import re
from dataclasses import dataclass, field
from functools import cache

from supervision.core import config

FILE = config.ROOT / "docs" / "workflows.md"
WHO = "谁"  # the column of the roles
CODE = re.compile(r" `\w+`")  # what the tests know an act by says nothing to its reader


@dataclass
class Table:
    """One flow: what is said before its table, the headings, a row for each act."""

    title: str
    words: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


@cache
def tables() -> tuple[str, list[Table]]:
    """How the tables are read, and the tables in their order."""
    first, *sections = FILE.read_text("utf-8").split("\n## ")
    preface = [line for line in first.splitlines() if line and not line.startswith("#")]
    reading = "".join(preface).partition("怎样读：")[2]
    return reading, [_table(one) for one in sections]


def _table(section: str) -> Table:
    title, *lines = section.splitlines()
    made = Table(title)
    for line in lines:
        if not line.startswith("|"):
            made.words += [line] if line else []
            continue
        cells = [CODE.sub("", cell.strip()) for cell in line.strip("|").split("|")]
        if not made.headings:
            made.headings = cells
        elif not set(cells[0]) <= {"-"}:
            made.rows.append(cells)
    return made
