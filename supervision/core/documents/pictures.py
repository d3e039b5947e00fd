"""Pages of a PDF as pictures: the preview works in every browser, on a phone too, without a plugin."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

DPI = 110
_PASSWORD = 4  # what pdfium says of a file that asks for one
_drawing = threading.Lock()  # pdfium is not thread-safe


Edges = tuple[float, ...]


class NotReadable(ValueError):
    """No PDF, or one too broken to be drawn."""


class NotUnlocked(NotReadable):
    """A PDF that asks for a password."""


@contextmanager
def _opened(pdf: bytes) -> Iterator["PdfDocument"]:
    import pypdfium2

    with _drawing:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise (NotUnlocked if error.err_code == _PASSWORD else NotReadable) from error
        try:
            yield document
        except pypdfium2.PdfiumError as error:
            raise NotReadable from error
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """How many pages `pdf` has."""
    with _opened(pdf) as document:
        return len(document)


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page in mm, as it is seen; every page was opened for it."""
    point = 25.4 / 72
    with _opened(pdf) as document:
        return [(width * point, height * point) for width, height in map(_size, document)]


def _size(page: "PdfPage") -> tuple[float, float]:
    size: tuple[float, float] = page.get_size()
    page.close()
    return size


def page_picture(pdf: bytes, number: int, width: int) -> "Image":
    """Page `number` (from 1), so many dots wide, with what was filled into its forms; no script is run."""
    with _opened(pdf) as document:
        document.init_forms()
        page = document[number - 1]
        drawn: Image = page.render(scale=width / page.get_width()).to_pil()
        return drawn


@dataclass(frozen=True)
class Words:
    """A line of a page and where it stands: in shares of the page before it was turned by `turn` degrees."""

    text: str
    x: float
    top: float
    width: float
    height: float
    turn: int


def page_words(pdf: bytes, number: int) -> list[Words]:
    """What is seen of page `number` (from 1) in words, line by line; of a scan nothing."""
    with _opened(pdf) as document:
        page = document[number - 1]
        (left, bottom, *_), (_, _, right, top) = _edges(page)
        wide, high = right - left, top - bottom
        read = page.get_textpage()
        found = []
        for place in range(read.count_rects()):
            x0, y0, x1, y1 = read.get_rect(place)
            text = " ".join(read.get_text_bounded(x0, y0, x1, y1).split())
            seen = left < (x0 + x1) / 2 < right and bottom < (y0 + y1) / 2 < top
            if text and seen and x1 > x0 and y1 > y0:
                corner = (x0 - left) / wide, (top - y1) / high
                size = (x1 - x0) / wide, (y1 - y0) / high
                found.append(Words(text, *corner, *size, page.get_rotation()))
        return found


def _edges(page: "PdfPage") -> tuple[Edges, Edges]:
    """Left, bottom, right and top of what is shown, as the least and the most of both boxes."""
    boxes = page.get_mediabox(), page.get_cropbox()
    least, most = (tuple(map(of, *boxes)) for of in (max, min))
    return least, most


def readable(pdf: bytes) -> bool:
    """Whether it opens without a password and has a page."""
    try:
        return page_count(pdf) > 0
    except NotReadable:
        return False


def page_png(pdf: bytes, number: int, *, dpi: int = DPI) -> bytes:
    """Page `number` (from 1) as PNG; IndexError when there is no such page."""
    with _opened(pdf) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        picture = document[number - 1].render(scale=dpi / 72).to_pil()
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
