"""Owns paragraphs and runs: exact lines, indents in mm, faces by name, spacing of characters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from supervision.core.documents.fonts import Face
from supervision.core.documents.grid import SIZE3
from supervision.core.documents.word.xml import Element, element, flag, twips

FONTS = {
    Face.BIAOSONG: "方正小标宋简体",
    Face.FANGSONG: "仿宋_GB2312",
    Face.KAITI: "楷体_GB2312",
    Face.HEITI: "黑体",
    Face.LATIN: "宋体",
}
LATIN = "Times New Roman"
RED = "E60012"


@dataclass(frozen=True)
class Piece:
    """Characters that look alike; `spacing` (twips) follows each, `scale` is their width in per cent."""

    text: str
    face: Face = Face.FANGSONG
    size: float = SIZE3
    spacing: int = 0
    red: bool = False
    scale: int = 100
    raised: int = 0


TAB = Piece("\t")


@dataclass(frozen=True)
class Shape:
    """How a paragraph stands. Lengths in mm; `line` is the exact height of its lines.

    `first` is the first line's indent (negative: hanging), `tabs` are positions from 版心's left edge.
    """

    line: float
    style: str = ""
    align: str = ""
    before: float = 0.0
    left: float = 0.0
    right: float = 0.0
    first: float | None = None
    tabs: tuple[float, ...] = ()
    keep: bool = False
    breaks: bool = False
    rule: Element = None


def paragraph(pieces: Iterable[Piece], shape: Shape) -> Element:
    """A paragraph; neighbours that look alike become one run."""
    made = element("p", properties(shape))
    for look, alike in groupby(pieces, key=lambda piece: replace(piece, text="")):
        made.append(run(replace(look, text="".join(piece.text for piece in alike))))
    return made


def blank(height: float, *, keep: bool = False, breaks: bool = False) -> Element:
    """Empty room of this height."""
    return paragraph((), Shape(height, keep=keep, breaks=breaks))


def properties(shape: Shape) -> Element:
    """What Word says of a paragraph, in the order of its schema."""
    return element(
        "pPr",
        element("pStyle", val=shape.style) if shape.style else None,
        flag("keepNext") if shape.keep else None,
        flag("pageBreakBefore") if shape.breaks else None,
        element("pBdr", shape.rule) if shape.rule is not None else None,
        _tabs(shape.tabs),
        element(
            "spacing", before=twips(shape.before), after=0, line=twips(shape.line), lineRule="exact"
        ),
        _indent(shape),
        element("jc", val=shape.align) if shape.align else None,
    )


def _tabs(places: Sequence[float]) -> Element:
    if not places:
        return None
    return element("tabs", *(element("tab", val="left", pos=twips(place)) for place in places))


def _indent(shape: Shape) -> Element:
    if shape.first is None and not shape.left and not shape.right:
        return None
    first = shape.first or 0.0
    return element(
        "ind",
        left=twips(shape.left),
        right=twips(shape.right),
        firstLineChars=0,
        firstLine=twips(first) if first >= 0 else None,
        hanging=twips(-first) if first < 0 else None,
    )


def run(piece: Piece) -> Element:
    """A run; a line feed in its text breaks the line, a tab goes to the next stop."""
    made = element("r", look(piece))
    for number, line in enumerate(piece.text.split("\n")):
        if number:
            made.append(element("br"))
        for place, part in enumerate(line.split("\t")):
            if place:
                made.append(element("tab"))
            if part:
                made.append(_text(part))
    return made


def _text(text: str) -> Element:
    made = element("t")
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def look(piece: Piece) -> Element:
    """Face, colour, spacing, scale, size."""
    half = round(piece.size * 2)
    return element(
        "rPr",
        element(
            "rFonts",
            hint="eastAsia",
            ascii=LATIN,
            hAnsi=LATIN,
            eastAsia=FONTS[piece.face],
            cs=LATIN,
        ),
        element("color", val=RED) if piece.red else None,
        element("spacing", val=piece.spacing) if piece.spacing else None,
        element("w", val=piece.scale) if piece.scale != 100 else None,
        element("position", val=piece.raised) if piece.raised else None,
        element("sz", val=half),
        element("szCs", val=half),
    )
