"""Owns sections: paper and margins, page numbers at both sides, the red rules of a letter."""

from collections.abc import Sequence
from enum import Enum, auto
from functools import cached_property

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from supervision.core.documents import grid
from supervision.core.documents.fit import Spacing
from supervision.core.documents.fonts import Face
from supervision.core.documents.grid import (
    BOTTOM,
    EM4,
    LEFT,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    TOP,
)
from supervision.core.documents.sheet import Rule
from supervision.core.documents.word.drawn import box, rectangle
from supervision.core.documents.word.paragraphs import Piece, Shape, look, paragraph
from supervision.core.documents.word.xml import BASELINE, Element, element, flag, twips

_ASCENT = 0.88
_AIR = 0.1  # mm by which 28 characters, their spacing in whole twips, are longer than 版心
_SLACK = 0.6  # mm below the last line
_NUMBER_LINE = 20 / MM
_NUMBER_BASE = 269.0 - EM4 / 2 + _ASCENT * EM4  # where a page number's baseline is
_NUMBER_BOX = 40.0  # mm, of a turned page


class Side(Enum):
    """What sort of pages a section has; on bare ones there is no number."""

    UPRIGHT = auto()
    TURNED = auto()
    BARE = auto()


def top_of(spacing: Spacing) -> float:
    """Where the first line begins, so that its characters touch 版心's top edge."""
    return TOP - (BASELINE * spacing.pitch - _ASCENT * grid.EM3)


class Sections:
    """The sections of one document, and the headers and footers that they share."""

    def __init__(
        self, document: WordDocument, spacing: Spacing, rules: Sequence[Rule], *, bare_first: bool
    ) -> None:
        self._document, self._spacing, self._rules = document, spacing, rules
        self._bare_first = bare_first
        self._made = 0
        document.settings.odd_and_even_pages_header_footer = True

    def properties(self, side: Side) -> Element:
        """The properties that end a section of this sort."""
        first = self._made == 0 and self._bare_first
        self._made += 1
        made = element(
            "sectPr", *self._references(side, first=first), element("type", val="nextPage")
        )
        made.extend(self._paper(side))
        made.append(element("cols", space=0))
        if first:
            made.append(flag("titlePg"))
        return made

    def _references(self, side: Side, *, first: bool) -> list[Element]:
        odd, even = self._numbers if side is Side.UPRIGHT else (self._empty, self._empty)
        heads = self._turned_numbers if side is Side.TURNED else (self._no_head, self._no_head)
        found = [
            _reference("header", "default", heads[0]),
            _reference("header", "even", heads[1]),
            _reference("footer", "default", odd),
            _reference("footer", "even", even),
        ]
        if first:
            found += [
                _reference("header", "first", self._letter_head),
                _reference("footer", "first", self._empty),
            ]
        return found

    def _paper(self, side: Side) -> list[Element]:
        """Size and margins; a turned page's head lies at the upright one's 订口."""
        foot = twips(PAGE_HEIGHT - _NUMBER_BASE - (1 - BASELINE) * _NUMBER_LINE)
        if side is Side.TURNED:
            size = element("pgSz", w=twips(PAGE_HEIGHT), h=twips(PAGE_WIDTH), orient="landscape")
            lead = TOP - top_of(self._spacing)
            sides = (LEFT - lead, PAGE_WIDTH - RIGHT - _SLACK, PAGE_HEIGHT - BOTTOM, TOP - _AIR)
        else:
            size = element("pgSz", w=twips(PAGE_WIDTH), h=twips(PAGE_HEIGHT))
            pitch = self._spacing.pitch
            top = top_of(self._spacing)
            end = max(top + grid.rows_at(pitch) * pitch + _SLACK, BOTTOM)
            sides = (top, PAGE_HEIGHT - end, LEFT, PAGE_WIDTH - RIGHT - _AIR)
        top, bottom, left, right = map(twips, sides)
        margins = element(
            "pgMar", top=top, right=right, bottom=bottom, left=left, header=0, footer=foot, gutter=0
        )
        return [size, margins]

    @cached_property
    def _numbers(self) -> tuple[str, str]:
        return self._footer(right=True), self._footer(right=False)

    def _footer(self, *, right: bool) -> str:
        shape = Shape(
            _NUMBER_LINE,
            align="right" if right else "left",
            left=0.0 if right else EM4,
            right=EM4 + _AIR if right else 0.0,
            first=0.0,
        )
        return self._part("footer", number_field(shape))

    @cached_property
    def _empty(self) -> str:
        return self._part("footer", paragraph((), Shape(1.0)))

    @cached_property
    def _no_head(self) -> str:
        return self._part("header", paragraph((), Shape(1.0)))

    @cached_property
    def _letter_head(self) -> str:
        """The red rules belong to the first page, not to its text."""
        return self._part("header", rectangle_line(self._rules))

    @cached_property
    def _turned_numbers(self) -> tuple[str, str]:
        """The numbers of turned pages stand where those of upright ones do, turned with the sheet."""
        return self._turned_number(odd=True), self._turned_number(odd=False)

    def _turned_number(self, *, odd: bool) -> str:
        top = RIGHT - EM4 - _NUMBER_BOX if odd else LEFT + EM4
        number = number_field(Shape(_NUMBER_LINE, align="right" if odd else "left", first=0.0))
        left = PAGE_HEIGHT - _NUMBER_BASE - (1 - BASELINE) * _NUMBER_LINE
        holder = paragraph((), Shape(1.0))
        size = (_NUMBER_LINE, _NUMBER_BOX)
        holder.append(box(left, top, *size, [number], name="页码", turned=True))
        return self._part("header", holder)

    def _part(self, sort: str, content: Element) -> str:
        """A header or footer of its own; what sections know it by."""
        package: Element = self._document.part
        add = package.add_header_part if sort == "header" else package.add_footer_part
        part, key = add()
        for child in list(part.element):
            part.element.remove(child)
        part.element.append(content)
        return str(key)


def rectangle_line(rules: Sequence[Rule]) -> Element:
    """A paragraph that holds rules at their places on the page."""
    holder = paragraph((), Shape(1.0))
    for rule in rules:
        holder.append(rectangle(rule.x, rule.top, rule.width, rule.height))
    return holder


def number_field(shape: Shape) -> Element:
    """— 1 — as a field."""
    dash, digits = Piece("", size=grid.SIZE4), Piece("", Face.LATIN, size=grid.SIZE4)
    made = paragraph([Piece("— ", size=grid.SIZE4)], shape)
    for part in ("begin", "PAGE", "separate", "1", "end"):
        run = element("r", look(digits))
        if part == "PAGE":
            instruction = element("instrText")
            instruction.text = " PAGE "
            run.append(instruction)
        elif part == "1":
            shown = element("t")
            shown.text = part
            run.append(shown)
        else:
            run.append(element("fldChar", fldCharType=part))
        made.append(run)
    end = element("r", look(dash))
    text = element("t")
    text.text = " —"
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    end.append(text)
    made.append(end)
    return made


def _reference(where: str, sort: str, key: str) -> Element:
    made = element(f"{where}Reference", type=sort)
    made.set(qn("r:id"), key)
    return made
