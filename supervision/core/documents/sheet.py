"""Owns the drawing: pages as lists of placed texts and rules, between typesetting and PDF.

Positions are in mm from the page's top left corner; a text's `top` is the top of its em box.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from supervision.core.documents.composer import Line
from supervision.core.documents.fonts import Face, text_width, width
from supervision.core.documents.grid import GAP, MM, SIZE3
from supervision.core.documents.model import BoundFile, Columns
from supervision.core.documents.tags import PARAGRAPH, Kind, Tag


@dataclass(frozen=True)
class Run:
    """Characters with one face and one space after each, in pt."""

    text: str
    gap: float
    face: Face


@dataclass(frozen=True)
class Text:
    """One line of text, or with a `leading` (mm) the lines of a cell, parted by line feeds.

    `stretch` is a horizontal scale, 1 but for a long red head.
    """

    x: float
    top: float
    size: float
    runs: tuple[Run, ...]
    red: bool = False
    stretch: float = 1.0
    leading: float = 0.0
    tag: Tag = field(default=PARAGRAPH, repr=False)  # nothing of it is seen


@dataclass(frozen=True)
class Rule:
    """A filled rectangle."""

    x: float
    top: float
    width: float
    height: float
    red: bool = False


@dataclass(frozen=True)
class Picture:
    """A QR code: `path` is SVG path data on a square of `modules` units."""

    x: float
    top: float
    side: float
    modules: int
    path: str


@dataclass(frozen=True)
class Chart:
    """A column chart: drawn by templates/documents/columns.html."""

    x: float
    top: float
    width: float
    height: float
    columns: Columns


@dataclass(frozen=True)
class Scan:
    """A page (from 1) of a bound file, as a picture; `turned` by a quarter to the left where it is wide."""

    x: float
    top: float
    width: float
    height: float
    file: BoundFile
    page: int
    turned: bool
    said: str  # for eyes that cannot see it


Mark = Text | Rule | Picture | Chart | Scan
_Shifted = TypeVar("_Shifted", bound=Mark)


@dataclass
class Sheet:
    """One page. `turned` marks are drawn on a canvas turned 90° to the left (横排表格);
    a `wide` page is itself A4 landscape (working forms only)."""

    marks: list[Mark] = field(default_factory=list)
    turned: list[Mark] = field(default_factory=list)
    watermark: str = ""
    void: str = ""
    numbered: bool = True
    wide: bool = False
    lines: int = 0  # rows of text and tables on it, without signature and 版记
    stub: int = (
        0  # characters on its first line, where that is the last of a paragraph begun before
    )

    @property
    def scans(self) -> list[Scan]:
        """Pages of bound files that stand on it."""
        return [mark for mark in self.marks if isinstance(mark, Scan)]


def shifted(mark: _Shifted, *, dx: float = 0.0, dy: float = 0.0) -> _Shifted:
    """The same mark at another place."""
    return replace(mark, x=mark.x + dx, top=mark.top + dy)


def tagged(mark: _Shifted, tag: Tag) -> _Shifted:
    """The same mark, said to be this."""
    return replace(mark, tag=tag) if isinstance(mark, Text) else mark


def as_one(lines: Sequence[Text], kind: Kind = Kind.PARAGRAPH) -> tuple[Text, ...]:
    """Lines that are one paragraph or heading."""
    return tuple(tagged(line, Tag(kind, more=number > 0)) for number, line in enumerate(lines))


def set_line(
    text: str, line: Line, faces: Sequence[Face], *, x: float, top: float, size: float
) -> Text:
    """A composed line as a text: neighbours with the same face and gap become one run."""
    runs: list[Run] = []
    start = line.start
    for place in range(line.start, line.end):
        gap = round(line.gaps[place - line.start] * size, 4)
        following = place + 1
        if following < line.end:
            after = round(line.gaps[following - line.start] * size, 4)
            # The last gap of a line is nothing; it need not cut the run.
            same = faces[following] == faces[place] and (after == gap or following == line.end - 1)
            if same:
                continue
        runs.append(Run(text[start:following], _gap(line, start, size), faces[start]))
        start = following
    return Text(x, top, size, tuple(runs))


def _gap(line: Line, place: int, size: float) -> float:
    return round(line.gaps[place - line.start] * size, 4)


def single(
    text: str,
    face: Face = Face.FANGSONG,
    *,
    x: float,
    top: float,
    size: float = SIZE3,
    gap: float = GAP,
    red: bool = False,
) -> Text:
    """One line that is not composed, from `x` on; `gap` in em."""
    return Text(x, top, size, (Run(text, round(gap * size, 4), face),), red)


def extent(
    text: str, face: Face = Face.FANGSONG, *, size: float = SIZE3, gap: float = GAP
) -> float:
    """Length in mm of what `single` sets."""
    return text_width(face, text, gap=gap) * size / MM


def widths(text: str, faces: Sequence[Face]) -> list[float]:
    """Advances in em, each character in its own face."""
    return [width(face, char) for char, face in zip(text, faces, strict=True)]
