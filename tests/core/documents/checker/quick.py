"""What the checker would read of set pages, without drawing them: milliseconds instead of a second.

Only for faults of words and places; what the file itself must show (ink, fonts, glyphs) is drawn.
A test compares it with the reading of the drawn pages.
"""

from supervision.core.documents.checker.reading import Box, Char, Page, Reading
from supervision.core.documents.fonts import family_of, ink_bounds, width
from supervision.core.documents.grid import MM, PAGE_HEIGHT, PAGE_WIDTH
from supervision.core.documents.model import Paper
from supervision.core.documents.pdf import special_of
from supervision.core.documents.sheet import Mark, Rule, Sheet, Text

_ASCENT = 0.88


class QuickReading(Reading):
    """Ink by the faces' own measures."""

    def first_ink(self, page: int, box: Box) -> float | None:
        tops = [ink for left, ink in self.inks if box.x0 - 1 < left < box.x1 + 1]
        return min(tops, default=None)

    inks: tuple[tuple[float, float], ...] = ()


def reading_of(paper: Paper, sheets: list[Sheet]) -> Reading:
    """The pages as the checker reads them."""
    pages = tuple(_page(number, sheet) for number, sheet in enumerate(sheets, start=1))
    reading = QuickReading(b"", pages, (), special_of(paper))
    marks = [mark for mark in sheets[0].marks if isinstance(mark, Text) and mark.red]
    inks = tuple((mark.x, _ink(mark)) for mark in marks)
    object.__setattr__(reading, "inks", inks)
    return reading


def _ink(mark: Text) -> float:
    above, _ = ink_bounds(mark.runs[0].face, "".join(run.text for run in mark.runs))
    return mark.top + above * mark.size / MM


def _page(number: int, sheet: Sheet) -> Page:
    chars = tuple(char for mark in sheet.marks for char in _chars(mark))
    rules = [mark for mark in sheet.marks if isinstance(mark, Rule)]
    boxes = tuple(Box(r.x, r.x + r.width, r.top, r.top + r.height, r.red) for r in rules)
    lines = "\n".join(
        "".join(run.text for run in m.runs) for m in sheet.marks if isinstance(m, Text)
    )
    turned = tuple(Box(0, 1, 0, 1) for mark in sheet.turned if isinstance(mark, Text))
    drawings = tuple(Box(s.x, s.x + s.width, s.top, s.top + s.height) for s in sheet.scans)
    return Page(number, PAGE_WIDTH, PAGE_HEIGHT, chars, turned, boxes, drawings, lines)


def _chars(mark: Mark) -> list[Char]:
    if not isinstance(mark, Text):
        return []
    found, x, row = [], mark.x, 0
    for run in mark.runs:
        for char in run.text:
            if char == "\n":
                x, row = mark.x, row + 1
                continue
            advance = width(run.face, char) * mark.size * mark.stretch
            baseline = mark.top + _ASCENT * mark.size / MM + row * mark.leading
            font = family_of(run.face, char) or ""
            end = x + advance / MM
            found.append(Char(char, x, end, baseline, mark.size, font, mark.red, not mark.red))
            x = end + run.gap * mark.stretch / MM
    return found
