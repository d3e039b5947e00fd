"""One measured figure, beside its floor, its peer and what it must reach; and figures as a table."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Figure:
    """`ratio` is what `target` speaks of; `met` None: not measured at the size the target asks for."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    peer: float | None = None
    ratio: float | None = None
    target: str = ""
    met: bool | None = None

    def plain(self) -> dict[str, Any]:
        """As JSON carries it."""
        return asdict(self)


def figure(
    name: str,
    values: Sequence[float],
    unit: str,
    *,
    floor: Sequence[float] = (),
    peer: Sequence[float] = (),
    against: str = "floor",
    most: float | None = None,
    least: float | None = None,
    judged: bool = True,
) -> Figure:
    """Medians of what was measured in turns, and whether their ratio keeps to `most` or `least`.

    `against` "": the bound is on the value itself. `judged` False: the target is for another size.
    """
    value = median(values)
    bases = {"floor": floor, "peer": peer}
    base = median(bases[against]) if bases.get(against) else None
    ratio = value / base if base else None
    held = value if against == "" else ratio
    bound = f"≤ {most:g}" if most is not None else f"≥ {least:g}" if least is not None else ""
    met = None
    if judged and held is not None and bound:
        met = held <= most if most is not None else held >= (least or 0)
    return Figure(
        name=name,
        value=_short(value),
        unit=unit,
        floor=_short(median(floor)) if floor else None,
        peer=_short(median(peer)) if peer else None,
        ratio=_short(ratio) if ratio is not None else None,
        target=f"{bound}{'' if against == '' else '×'}" if bound else "",
        met=met,
    )


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def table(figures: Sequence[Figure]) -> str:
    """The figures in Markdown."""
    said = {True: "yes", False: "**no**", None: "–"}
    head = "| what | value | unit | floor | peer | ratio | must | met |\n|---|--:|---|--:|--:|--:|---|---|"
    lines = (
        f"| {one.name} | {one.value:g} | {one.unit} | {_cell(one.floor)} | {_cell(one.peer)} "
        f"| {_cell(one.ratio)} | {one.target} | {said[one.met]} |"
        for one in figures
    )
    return "\n".join((head, *lines))


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
