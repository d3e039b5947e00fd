"""Paints the marks of a set page onto WeasyPrint's stream: its shaping, its fonts, no layout of its own.

What is content and what an artifact is said here, mark by mark in the order of `drawn`; `tagging` puts it into a tree.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from itertools import groupby
from math import cos, radians, sin
from types import SimpleNamespace
from xml.etree import ElementTree

from pydyf import Dictionary
from tinycss2.color5 import parse_color
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_first_line
from weasyprint.images import SVGImage
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream
from weasyprint.svg.text import Style, TextBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import Layout

from supervision.core.documents import fonts
from supervision.core.documents.fonts import Face
from supervision.core.documents.grid import PAGE_HEIGHT, PAGE_WIDTH
from supervision.core.documents.pictured import svg_of
from supervision.core.documents.pictures import Words
from supervision.core.documents.raster import words_on
from supervision.core.documents.sheet import Chart, Mark, Picture, Rule, Run, Scan, Sheet, Text
from supervision.core.documents.tags import ARTIFACT, Kind, Tag

_PX = 96 / 25.4  # WeasyPrint's unit, a mm
_POINT = 96 / 72
_UNSEEN = 3  # neither filled nor stroked
_BASE = 0.88  # of the em above the baseline, in every face
_BLACK, _RED, _PALE = (parse_color(said) for said in ("#000", "#e60012", "rgb(0 0 0 / 7.5%)"))
_WATERMARK = (150.0, 118.0, -35.0)  # pt, mm below the top, degrees
_STAMP = (26.0, 14.0, 12.0)
_STAMP_RIGHT, _STAMP_BORDER, _STAMP_PADDING = 22.0, 0.8, (4.0, 2.0)  # mm
_LEFT, _FOOT = 28.0, 262.0  # mm: where 横排 pages have their own corner


class Painter:
    """One page; `marked`: every piece is said to be content or artifact."""

    def __init__(self, stream: Stream, config: FontConfiguration, *, marked: bool) -> None:
        self._stream = stream
        self._config = config
        self._marked = marked
        self._next = 0

    def page(self, sheet: Sheet, scale: float) -> None:
        with self._stream.stacked():
            self._stream.transform(a=scale, d=scale)
            if sheet.watermark:
                self._watermark(sheet.watermark)
            for mark in sheet.marks:
                self._put(mark)
            if sheet.turned:
                with self._turned(_LEFT * _PX, _FOOT * _PX, -90):
                    for mark in sheet.turned:
                        self._put(mark)
            if sheet.void:
                self._stamp(sheet.void, PAGE_HEIGHT if sheet.wide else PAGE_WIDTH)

    def _put(self, mark: Mark) -> None:
        if isinstance(mark, Text):
            with self._as(mark.tag):
                self._text(mark)
        elif isinstance(mark, Rule):
            with self._as(ARTIFACT):
                self._rule(mark)
        elif isinstance(mark, Scan):
            if words_on(mark):
                with self._as(Tag()):
                    self._words(mark)
        else:
            with self._as(None):
                self._picture(mark)

    @contextmanager
    def _as(self, tag: Tag | None) -> Iterator[None]:
        """Content with the next number, or an artifact; without a tag it is a figure."""
        if not self._marked:
            yield
            return
        if tag is not None and tag.kind is Kind.ARTIFACT:
            self._stream.begin_marked_content("Artifact")
        else:
            number, self._next = Dictionary({"MCID": self._next}), self._next + 1
            self._stream.begin_marked_content("Span" if tag else "Figure", number)
        yield
        self._stream.end_marked_content()

    @contextmanager
    def _turned(self, x: float, y: float, degrees: float) -> Iterator[None]:
        """Drawn from this place on, turned."""
        a, b = cos(radians(degrees)), sin(radians(degrees))
        with self._stream.stacked():
            self._stream.transform(a=a, b=b, c=-b, d=a, e=x, f=y)
            yield

    def _text(self, mark: Text) -> None:
        """Its runs one after another; a line feed in them begins the next line of a cell."""
        x = start = mark.x * _PX
        y = mark.top * _PX + mark.size * _BASE * _POINT
        self._stream.set_color(_RED if mark.red else _BLACK)
        for run in mark.runs:
            pieces = run.text.split("\n")
            for number, piece in enumerate(pieces):
                if number:
                    x, y = start, y + mark.leading * _PX
                x += self._run(piece, run, mark, x, y)

    def _run(self, text: str, run: Run, mark: Text, x: float, y: float) -> float:
        """Draw these characters; how long they are.

        The file is told the gap once; by WeasyPrint's own spacing it would be told of every character. What another
        font prints begins at a place of its own: not every reader adds the gap where fonts change.
        """
        style = _style(run.face, mark.size, self._config)
        gap, begun = run.gap * _POINT, x
        for _, chars in groupby(text, partial(fonts.family_of, run.face)):
            piece = "".join(chars)
            self._shaped(piece, style, Matrix(a=mark.stretch, d=-1, e=x, f=y), gap=gap)
            length = fonts.text_width(run.face, piece) * mark.size * _POINT + gap * len(piece)
            x += length * mark.stretch
        return x - begun

    def _shaped(self, text: str, style: Style, matrix: Matrix, *, gap: float = 0.0) -> None:
        layout = _layout(style)
        layout.set_text(text)
        self._stream.begin_text()
        self._stream.stream.append(f"{gap:.4f} Tc")
        draw_first_line(self._stream, TextBox(layout, style), "none", "none", matrix)
        self._stream.end_text()

    def _rule(self, mark: Rule) -> None:
        self._stream.set_color(_RED if mark.red else _BLACK)
        self._stream.rectangle(
            *(size * _PX for size in (mark.x, mark.top, mark.width, mark.height))
        )
        self._stream.fill()

    def _picture(self, mark: Picture | Chart) -> None:
        high = mark.side if isinstance(mark, Picture) else mark.height
        wide = mark.side if isinstance(mark, Picture) else mark.width
        context = SimpleNamespace(font_config=self._config)
        tree = ElementTree.fromstring(svg_of(mark))  # noqa: S314  (our own template's)
        image = SVGImage(tree, "", None, context)
        with self._stream.stacked():
            self._stream.transform(e=mark.x * _PX, f=mark.top * _PX)
            image.draw(self._stream, wide * _PX, high * _PX, None)

    def _words(self, scan: Scan) -> None:
        """What a page of a file says, unseen on its picture: to be searched, copied and read out."""
        lines = words_on(scan)
        turn = (lines[0].turn - (90 if scan.turned else 0)) % 360
        x = scan.x + (scan.width if turn in (90, 180) else 0)
        y = scan.top + (scan.height if turn in (180, 270) else 0)
        size = (scan.height, scan.width) if turn % 180 else (scan.width, scan.height)
        with self._turned(x * _PX, y * _PX, turn):
            self._stream.set_text_rendering(_UNSEEN)
            for words in lines:
                self._unseen(words, size[0] * _PX, size[1] * _PX)
            self._stream.set_text_rendering(0)

    def _unseen(self, words: Words, wide: float, high: float) -> None:
        """As long and as high as it stands in the picture."""
        size = max(round(words.height * high / _POINT), 1)
        length = fonts.text_width(Face.FANGSONG, words.text) * size * _POINT
        if not length:
            return
        foot = (words.top + words.height) * high - size * _POINT * (1 - _BASE)
        style = _style(Face.FANGSONG, float(size), self._config)
        stretch = words.width * wide / length
        self._shaped(words.text, style, Matrix(a=stretch, d=-1, e=words.x * wide, f=foot))

    def _watermark(self, text: str) -> None:
        """Pale, across the middle of the page, below everything."""
        size, top, degrees = _WATERMARK
        style = _style(Face.HEITI, size, self._config)
        half = fonts.text_width(Face.HEITI, text) * size * _POINT / 2
        middle = top * _PX + size * _POINT / 2
        with self._as(ARTIFACT), self._turned(PAGE_WIDTH / 2 * _PX, middle, degrees):
            self._stream.set_color(_PALE)
            self._shaped(text, style, Matrix(d=-1, e=-half, f=(_BASE - 0.5) * size * _POINT))

    def _stamp(self, text: str, page_width: float) -> None:
        """作废 in a red frame at the upper right, over everything."""
        size, top, degrees = _STAMP
        beside, above = ((padding + _STAMP_BORDER) * _PX for padding in _STAMP_PADDING)
        half = fonts.text_width(Face.HEITI, text) * size * _POINT / 2 + beside
        high = size * _POINT / 2 + above
        x = (page_width - _STAMP_RIGHT) * _PX - half
        style = _style(Face.HEITI, size, self._config)
        with self._as(Tag()), self._turned(x, top * _PX + high, degrees):
            self._stream.set_color(_RED)
            self._stream.set_color(_RED, stroke=True)
            line = _STAMP_BORDER * _PX
            self._stream.set_line_width(line)
            self._stream.rectangle(
                line / 2 - half, line / 2 - high, 2 * half - line, 2 * high - line
            )
            self._stream.stroke()
            base = Matrix(d=-1, e=beside - half, f=(_BASE - 0.5) * size * _POINT)
            self._shaped(text, style, base)


class _Style(Style):
    """Told apart by what it is made of, not by what it says."""

    __hash__ = object.__hash__
    __eq__ = object.__eq__


@lru_cache(maxsize=512)
def _style(face: Face, size: float, config: FontConfiguration) -> _Style:
    """What WeasyPrint asks of a text; size in pt."""
    style = _Style(INITIAL_VALUES)
    style.font_config = config
    style["font_family"] = list(fonts.families(face))
    style["font_size"] = size * _POINT
    style["font_weight"] = 400
    style["lang"] = "zh-CN"
    return style


@lru_cache(maxsize=512)
def _layout(style: _Style) -> Layout:
    """Pango's own object, used for one text of the style after another."""
    return Layout(style)
