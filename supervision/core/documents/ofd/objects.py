"""Marks of a set page as OFD's graphic units: text, path, image, each with its box and its matrix.

OFD measures in mm from the top left corner, as the marks do; a unit's own coordinates begin at the corner of its box.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from math import cos, radians, sin
from xml.sax.saxutils import escape

from supervision.core.documents import fonts
from supervision.core.documents.errors import DocumentError
from supervision.core.documents.fonts import Face
from supervision.core.documents.grid import MM, PAGE_HEIGHT, PAGE_WIDTH
from supervision.core.documents.sheet import Mark, Rule, Run, Scan, Sheet, Text

_BASE = 0.88  # of the em above the baseline, in every face
_BLACK, _RED = "0 0 0", "230 0 18"
_STAMP = (26.0, 14.0, 12.0)  # pt, mm below the top, degrees
_STAMP_RIGHT, _STAMP_BORDER, _STAMP_PADDING = 22.0, 0.8, (4.0, 2.0)  # mm
_LEFT, _FOOT = 28.0, 262.0  # mm: where 横排 pages have their own corner
_NO_CHART = "这份文书含图表，暂不能制作OFD副本"


@dataclass(frozen=True)
class Matrix:
    """x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    @classmethod
    def turned(cls, degrees: float, x: float = 0.0, y: float = 0.0) -> "Matrix":
        """About the corner of the page, then moved."""
        cosine, sine = cos(radians(degrees)), sin(radians(degrees))
        return cls(cosine, sine, -sine, cosine, x, y)

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


UPRIGHT = Matrix()


@dataclass(frozen=True)
class Box:
    """Where something lies before it is turned."""

    x: float
    y: float
    width: float
    height: float

    def placed(self, matrix: Matrix) -> str:
        """Boundary and, where it is turned, CTM, as attributes."""
        x, y, width, height = self.x, self.y, self.width, self.height
        corners = [matrix.at(x + dx, y + dy) for dx in (0.0, width) for dy in (0.0, height)]
        left, top = min(one[0] for one in corners), min(one[1] for one in corners)
        right, foot = max(one[0] for one in corners), max(one[1] for one in corners)
        said = f'Boundary="{_all(left, top, right - left, foot - top)}"'
        if (matrix.a, matrix.b, matrix.c, matrix.d) == (1.0, 0.0, 0.0, 1.0):
            return said
        e, f = matrix.at(x, y)
        return f'{said} CTM="{_all(matrix.a, matrix.b, matrix.c, matrix.d, e - left, f - top)}"'


def _number(value: float) -> str:
    said = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


def _all(*values: float) -> str:
    return " ".join(map(_number, values))


Named = Callable[
    [str, str], int
]  # a family and the characters wanted of it: the number of its font
Pictured = Callable[[Scan], int]


class Units:
    """The graphic units of a page; `identifier` gives each the next number of the document."""

    def __init__(self, identifier: Callable[[], int], font: Named, picture: Pictured) -> None:
        self._identifier = identifier
        self._font = font
        self._picture = picture

    def of(self, sheet: Sheet) -> Iterator[str]:
        """In the order in which they are painted, which is that of reading; pictures of bound pages lie below."""
        for scan in sheet.scans:
            yield self._image(scan)
        for mark in sheet.marks:
            yield from self._unit(mark, UPRIGHT)
        for mark in sheet.turned:
            yield from self._unit(mark, Matrix.turned(-90, _LEFT, _FOOT))
        if sheet.void:
            yield from self._stamp(sheet.void, PAGE_HEIGHT if sheet.wide else PAGE_WIDTH)

    def _unit(self, mark: Mark, matrix: Matrix) -> Iterator[str]:
        if isinstance(mark, Text):
            yield from self._text(mark, matrix)
        elif isinstance(mark, Rule):
            yield self._rule(mark, matrix)
        elif not isinstance(mark, Scan):
            raise DocumentError(_NO_CHART)

    def _text(self, mark: Text, matrix: Matrix) -> Iterator[str]:
        """Its runs one after another; a line feed in them begins the next line of a cell."""
        x, top, size = mark.x, mark.top, mark.size / MM
        for run in mark.runs:
            for number, line in enumerate(run.text.split("\n")):
                if number:
                    x, top = mark.x, top + mark.leading
                for family, characters in groupby(line, partial(_family, run)):
                    piece = "".join(characters)
                    steps = [_step(run, char, mark.size) * mark.stretch for char in piece]
                    box = Box(x, top, sum(steps), size)
                    start = f'{box.placed(matrix)} Font="{self._font(family, piece)}"'
                    yield self._code(start, piece, steps, mark)
                    x += box.width

    def _code(self, start: str, piece: str, steps: list[float], mark: Text) -> str:
        size = mark.size / MM
        delta = f' DeltaX="{_all(*steps[:-1])}"' if len(steps) > 1 else ""
        scale = "" if mark.stretch == 1.0 else f' HScale="{_number(mark.stretch)}"'
        return (
            f'<ofd:TextObject ID="{self._identifier()}" {start} Size="{_number(size)}"{scale}><ofd:FillColor Value="{_RED if mark.red else _BLACK}"/>'
            f'<ofd:TextCode X="0" Y="{_number(size * _BASE)}"{delta}>{escape(piece)}</ofd:TextCode></ofd:TextObject>'
        )

    def _rule(self, mark: Rule, matrix: Matrix) -> str:
        box = Box(mark.x, mark.top, mark.width, mark.height)
        drawn = f"M 0 0 L {_all(box.width, 0)} L {_all(box.width, box.height)} L {_all(0, box.height)} C"
        return (
            f'<ofd:PathObject ID="{self._identifier()}" {box.placed(matrix)} Stroke="false" Fill="true">'
            f'<ofd:FillColor Value="{_RED if mark.red else _BLACK}"/>'
            f"<ofd:AbbreviatedData>{drawn}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def _image(self, scan: Scan) -> str:
        """An image is a square of side 1 that its matrix makes as large as its box."""
        box = Box(scan.x, scan.top, scan.width, scan.height)
        return (
            f'<ofd:ImageObject ID="{self._identifier()}" {box.placed(UPRIGHT)} '
            f'CTM="{_all(scan.width, 0, 0, scan.height, 0, 0)}" ResourceID="{self._picture(scan)}"/>'
        )

    def _stamp(self, text: str, page_width: float) -> Iterator[str]:
        """作废 in a red frame at the upper right, over everything."""
        size, top, degrees = _STAMP
        beside, above = (padding + _STAMP_BORDER for padding in _STAMP_PADDING)
        half = fonts.text_width(Face.HEITI, text) * size / MM / 2 + beside
        high = size / MM / 2 + above
        matrix = Matrix.turned(degrees, page_width - _STAMP_RIGHT - half, top + high)
        run = Run(text, 0.0, Face.HEITI)
        left, upper = beside - half, above - high
        yield from self._text(Text(left, upper, size, (run,), red=True), matrix)
        line = _STAMP_BORDER
        for x, y, width, height in (
            (-half, -high, 2 * half, line), (-half, high - line, 2 * half, line),
            (-half, -high, line, 2 * high), (half - line, -high, line, 2 * high),
        ):  # fmt: skip
            yield self._rule(Rule(x, y, width, height, red=True), matrix)


def _family(run: Run, char: str) -> str:
    found = fonts.family_of(run.face, char)
    if found is None:  # pages_of refuses such a paper with the place
        raise DocumentError(f"“{char}”没有字体，不能制作OFD副本")
    return found


def _step(run: Run, char: str, size: float) -> float:
    """From this character to the next, in mm."""
    return (fonts.width(run.face, char) * size + run.gap) / MM
