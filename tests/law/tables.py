"""docs/workflows.md read as data: what people wrote of each flow, row by row."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLES = Path(__file__).parents[2] / "docs" / "workflows.md"
HEADINGS = ("动作", "状态", "下一状态", "谁", "条件", "理由", "记录")
_ACT = re.compile(r"(?P<label>.+?) `(?P<name>\w+)`(?P<hidden> ※)?")
_NONE = "—"


@dataclass(frozen=True)
class Row:
    """One act as it is written: labels, not names, but for the act itself."""

    name: str
    label: str
    hidden: bool
    sources: frozenset[str]
    target: str
    roles: frozenset[str]
    conditions: tuple[str, ...]
    needs_reason: bool
    recorded: str


@cache
def written(text: str | None = None) -> dict[str, dict[str, Row]]:
    """Flow title → name of the act → its row."""
    flows: dict[str, dict[str, Row]] = {}
    for section in (text or TABLES.read_text("utf-8")).split("\n## ")[1:]:
        title, _, body = section.partition("\n")
        lines = [line for line in body.splitlines() if line.startswith("|")]
        assert _cells(lines[0]) == list(HEADINGS), f"{title}: headings"
        rows = [_row(_cells(line)) for line in lines[2:]]
        flows[title] = {row.name: row for row in rows}
        assert len(flows[title]) == len(rows), f"{title}: an act stands twice"
    return flows


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _row(cells: list[str]) -> Row:
    act, states, target, roles, conditions, reason, recorded = cells
    found = _ACT.fullmatch(act)
    assert found, f"an act is written “标签 `name`”: {act}"
    assert reason in (_NONE, "须填"), f"{act}: {reason}"
    return Row(
        name=found["name"],
        label=found["label"],
        hidden=bool(found["hidden"]),
        sources=frozenset(states.split("、")),
        target=target,
        roles=frozenset(roles.split("、")),
        conditions=() if conditions == _NONE else tuple(conditions.split("；")),
        needs_reason=reason == "须填",
        recorded="" if recorded == _NONE else recorded,
    )
