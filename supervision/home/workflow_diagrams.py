"""A small picture of the states of a flow, drawn from its written table: states one under another, arrows between."""

from dataclasses import dataclass

from supervision.home.workflow_tables import Table

STATE, WAY_TO = "状态", "下一状态"  # columns of the tables
SAME = "不变"
ROW, TALL, WIDE = 32, 22, 112
LEFT, RIGHT = 104, 124  # room for what leads back, and for what leaps ahead


@dataclass(frozen=True)
class Node:
    """A state where it is drawn; nothing leads out of one that `ends`."""

    name: str
    y: int
    ends: bool


@dataclass(frozen=True)
class Arrow:
    """From state to state, by these acts."""

    path: str
    said: str
    back: bool


@dataclass(frozen=True)
class Diagram:
    """What the page draws."""

    nodes: list[Node]
    arrows: list[Arrow]
    x: int
    tall: int
    wide: int
    width: int
    height: int


def diagram(table: Table) -> Diagram:
    """States in the order in which the table first names them."""
    ways = _ways(table)
    names = list(dict.fromkeys(name for way in ways for name in way))
    place = {name: number for number, name in enumerate(names)}
    leaving = {source for source, _ in ways}
    nodes = [Node(name, 8 + ROW * place[name], name not in leaving) for name in names]
    arrows = [
        Arrow(_path(place[one], place[other]), f"{one} → {other}：{'、'.join(acts)}",
              place[other] < place[one])
        for (one, other), acts in ways.items()
    ]  # fmt: skip
    return Diagram(
        nodes, arrows, LEFT, TALL, WIDE, LEFT + WIDE + RIGHT, 16 + ROW * len(names) - (ROW - TALL)
    )


def _ways(table: Table) -> dict[tuple[str, str], list[str]]:
    """From which state to which, and by which acts; what leaves the state as it is leads nowhere."""
    at, to = table.headings.index(STATE), table.headings.index(WAY_TO)
    found: dict[tuple[str, str], list[str]] = {}
    for row in table.rows:
        for source in row[at].split("、"):
            if row[to] not in (SAME, source):
                found.setdefault((source, row[to]), []).append(row[0].removesuffix(" ※"))
    return found


def _path(one: int, other: int) -> str:
    """Straight to the next state; in an arc on the right past others, on the left going back."""
    start, end = 8 + ROW * one + TALL // 2, 8 + ROW * other + TALL // 2
    if other == one + 1:
        middle = LEFT + WIDE // 2
        return f"M{middle} {start + TALL // 2}V{end - TALL // 2 - 3}"
    back = other < one
    far = min(14 + 9 * abs(other - one), (LEFT if back else RIGHT) - 8)
    edge = LEFT if back else LEFT + WIDE
    out = edge - far if back else edge + far
    start, end = (start - 4, end + 4) if back else (start + 4, end - 4)
    tip = edge - 3 if back else edge + 3
    return f"M{edge} {start}C{out} {start} {out} {end} {tip} {end}"
