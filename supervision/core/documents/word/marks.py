"""Owns what is carried over from the set pages: lines with their spacing, marks at their places."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from supervision.core.documents.composer import NO_END, NO_START
from supervision.core.documents.grid import LEFT, MM, WIDTH
from supervision.core.documents.sheet import Run, Text, extent
from supervision.core.documents.word.paragraphs import TAB, Piece, Shape, paragraph
from supervision.core.documents.word.xml import BASELINE, Element

_ASCENT = 0.88
_LEAD = 1.25  # height of a line of its own, in em
_NEAR = 0.3  # mm within which two marks stand on one line
_LOOSE = 7.0  # pt by which a line is stretched before it would take another character
_TIGHT = -0.05  # pt
_BESIDE = 0.2  # em
_LEAST_ROOM = 12.0  # pt
_MARKS = NO_START | NO_END | {"〔", "〕"}


def set_pieces(lines: Sequence[Text], usual: float) -> list[Piece]:
    """A paragraph's lines as pieces. `usual` is the normal space after a character, pt.

    Only what the layout squeezed, or kept off a line that had room for it, gets spacing of its own:
    so Word breaks where the layout does, and all the rest stays plain text.
    """
    pieces = []
    for number, line in enumerate(lines):
        size = sum(len(run.text) for run in line.runs)
        total = sum((run.gap - usual) * len(run.text) for run in line.runs) if size else 0.0
        closed, loose = total <= _TIGHT * size, total >= _LOOSE
        own = closed or (loose and number < len(lines) - 1)
        spare = _beside_digits(line) / size if own and total < 0 else 0.0
        pieces += [_piece(run, line.size, usual, own=own, closer=spare) for run in line.runs]
    return pieces


def _beside_digits(line: Text) -> float:
    """The room that LibreOffice puts between Han and digits of a line that has none to give, pt; less than a character."""
    words = "".join(run.text for run in line.runs)
    found = sum(
        one.isascii() != other.isascii() and not {one, other} & _MARKS
        for one, other in pairwise(words)
    )
    return min(found * _BESIDE * line.size, _LEAST_ROOM)


def _piece(run: Run, size: float, usual: float, *, own: bool, closer: float) -> Piece:
    kept = own or run.gap < usual - 1.0
    return Piece(run.text, run.face, size, spacing_of(run.gap - closer if kept else usual))


def spacing_of(gap: float) -> int:
    """Space after a character in twips, never more than asked for."""
    return int(gap * 20 // 1) if gap * 20 % 1 < 0.6 else round(gap * 20)


def mark_pieces(text: Text) -> list[Piece]:
    """A mark's text as it is set, its own spacing and scale included."""
    scale = round(text.stretch * 100)
    return [
        Piece(run.text, run.face, text.size, round(run.gap * text.stretch * 20), text.red, scale)
        for run in text.runs
    ]


def rows_of(texts: Iterable[Text]) -> list[list[Text]]:
    """Marks that stand on one baseline, from top to bottom, each row from left to right."""
    ordered = sorted(texts, key=_baseline)
    rows: list[list[Text]] = []
    for text in ordered:
        if rows and _baseline(text) - _baseline(rows[-1][0]) < _NEAR:
            rows[-1].append(text)
        else:
            rows.append([text])
    return [sorted(row, key=lambda text: text.x) for row in rows]


def _baseline(text: Text) -> float:
    return text.top + _ASCENT * text.size / MM


class Placing:
    """Paragraphs one below the other, each with its baseline where the layout has it.

    `bottom` is where the last one ends; places are mm from the page's top and from 版心's left.
    """

    def __init__(self, top: float, left: float = LEFT) -> None:
        self.bottom, self._left = top, left

    def line(self, row: Sequence[Text]) -> Element:
        """The paragraph of one row of marks."""
        height = max(_LEAD * text.size / MM for text in row)
        baseline = _baseline(row[0])
        height = min(height, (baseline - self.bottom) / BASELINE)
        before = baseline - BASELINE * height - self.bottom
        self.bottom += before + height
        return paragraph(*placed_row(row, self._left, Shape(height, before=before)))

    def room_to(self, place: float) -> float:
        """How far it is from the last line to this height."""
        return place - self.bottom


def placed_row(row: Sequence[Text], left: float, shape: Shape) -> tuple[list[Piece], Shape]:
    """A row of marks as one line: one by its side, several by tab stops."""
    pieces: list[Piece] = []
    if len(row) == 1:
        return mark_pieces(row[0]), side_of(row[0], left, shape)
    tabs, end = [], row[0].x
    for text in row:
        if text.x - end > _NEAR:
            pieces.append(TAB)
            tabs.append(text.x - left)
        pieces += mark_pieces(text)
        end = text.x + width_of(text)
    return pieces, replace(shape, align="left", first=row[0].x - left, tabs=tuple(tabs))


def side_of(text: Text, left: float, shape: Shape) -> Shape:
    """Centred, at the right, or at the left: as a person would have set it."""
    start = text.x - left
    end = WIDTH - start - width_of(text)
    if abs(start - end) < _NEAR:
        return replace(shape, align="center", first=0.0)
    if start > end:
        return replace(shape, align="right", right=max(end, 0.0), first=0.0)
    return replace(shape, align="left", left=start, first=0.0)


def width_of(text: Text) -> float:
    """Length of a mark, mm."""
    total = 0.0
    for run in text.runs:
        total += extent(run.text, run.face, size=text.size, gap=0.0) * text.stretch
        total += run.gap * text.stretch / MM * len(run.text)
    return total - text.runs[-1].gap * text.stretch / MM
