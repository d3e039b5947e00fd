"""Owns reading: any PDF as pages of characters, boxes and fonts, in mm and pt; judges nothing.

A character's em box is derived from its baseline (880/120 parts), so that faces with other
ascents are measured alike.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import pdfplumber
import pikepdf
import pypdfium2
from PIL import Image, ImageChops

from supervision.core.documents.checker.standard import MM_PER_PT
from supervision.core.documents.errors import DocumentError

_ASCENT, _DESCENT = 0.88, 0.12
_DPI = 300
Drawn = dict[str, Any]  # what pdfplumber says of a character, a box or a line


@dataclass(frozen=True, slots=True)
class Char:
    """A character as drawn; `x0..x1` is its advance, `top..bottom` its em box."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    font: str
    red: bool
    black: bool

    @property
    def top(self) -> float:
        return self.baseline - _ASCENT * self.size * MM_PER_PT

    @property
    def bottom(self) -> float:
        return self.baseline + _DESCENT * self.size * MM_PER_PT


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, a stroke or a picture."""

    x0: float
    x1: float
    top: float
    bottom: float
    red: bool = False

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Page:
    """One page. `turned` are boxes of characters that do not stand upright."""

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    turned: tuple[Box, ...]
    boxes: tuple[Box, ...]
    drawings: tuple[Box, ...]  # pictures and red curves: what may be a seal
    text: str  # as the second reader extracts it

    @cached_property
    def rules(self) -> list[Box]:
        """Horizontal rules longer than 100 mm, from top to bottom."""
        wide = [box for box in self.boxes if box.width > 100 and box.height < 2]
        return sorted(wide, key=lambda box: box.top)

    @cached_property
    def columns(self) -> list[Box]:
        """Vertical rules of tables."""
        return [box for box in self.boxes if box.width < 1 and box.height > 4]


@dataclass(frozen=True)
class Font:
    """A font of the file and what is wrong with it."""

    name: str
    embedded: bool
    type3: bool
    custom_map: bool  # WeasyPrint writes one only where a glyph was missing
    readable: bool  # has a way back to Unicode


@dataclass(frozen=True)
class Reading:
    """A whole file."""

    pdf: bytes
    pages: tuple[Page, ...]
    fonts: tuple[tuple[int, Font], ...]  # with the first page they are used on
    keywords: str = ""  # where our own papers say what was done to make them fit

    def first_ink(self, page: int, box: Box) -> float | None:
        """Height in mm of the first red row inside a box of the page, at 300 dpi; None without ink."""
        with pypdfium2.PdfDocument(self.pdf) as document:
            drawn = document[page - 1]
            width, height = (size * MM_PER_PT for size in drawn.get_size())
            crop = (box.x0, height - box.bottom, width - box.x1, box.top)
            edges = tuple(max(edge, 0.0) / MM_PER_PT for edge in crop)
            bitmap = drawn.render(scale=_DPI / 72, crop=edges)
            image = bitmap.to_pil().convert("RGB")
        red, green, blue = image.split()
        ink = ImageChops.darker(
            _mask(red, above=180), ImageChops.darker(_mask(green, below=90), _mask(blue, below=90))
        )
        bounds = ink.getbbox()
        return None if bounds is None else max(box.top, 0.0) + bounds[1] * 25.4 / _DPI


def _mask(channel: Image.Image, *, above: int = -1, below: int = 256) -> Image.Image:
    """White where the channel's value lies between the limits."""
    return channel.point([255 if above < value < below else 0 for value in range(256)])


def read(pdf: bytes) -> Reading:
    """Every page of a PDF; DocumentError when it is none or is locked."""
    try:
        texts = list(_texts(pdf))
        with pdfplumber.open(io.BytesIO(pdf)) as opened, pikepdf.open(io.BytesIO(pdf)) as structure:
            fonts = tuple(_fonts(structure))
            keywords = str(structure.docinfo.get("/Keywords", ""))
            pages = tuple(
                _page(page, source, text)
                for page, source, text in zip(opened.pages, structure.pages, texts, strict=True)
            )
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, KeyError) as error:
        raise DocumentError("这不是可以检查的PDF文件（已损坏、加密或者不是PDF）") from error
    return Reading(pdf, pages, fonts, keywords)


def _texts(pdf: bytes) -> Iterator[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            words = page.get_textpage()
            yield words.get_text_range()
            words.close()
            page.close()


def _page(page: Any, source: pikepdf.Page, text: str) -> Page:
    left, bottom, right, top = (float(edge) * MM_PER_PT for edge in source.mediabox)
    bound = [image for image in page.images if str(image["name"]).startswith("Bound")]
    seen = [char for char in page.chars if not any(_within(char, image) for image in bound)]
    upright = [char for char in seen if _leans(char) == 0]
    turned = [char for char in seen if _leans(char) == 90]
    filled = [curve for curve in page.curves if _is_rectangle(curve)]
    height = float(page.height) * MM_PER_PT
    return Page(
        number=page.page_number,
        width=right - left,
        height=top - bottom,
        chars=tuple(_char(char, height) for char in upright),
        turned=tuple(map(_box, turned)),
        boxes=tuple(dict.fromkeys((*map(_box, (*page.rects, *filled)), *map(_stroke, page.lines)))),
        drawings=(
            *map(_box, page.images),
            *(box for box in map(_box, page.curves) if box.red and min(box.width, box.height) > 2),
        ),
        text=text,
    )


def _within(char: Drawn, image: Drawn) -> bool:
    """Words that lie unseen on the picture of a bound page are none of ours."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    inside: bool = image["x0"] <= x <= image["x1"] and image["top"] <= y <= image["bottom"]
    return inside


def _is_rectangle(curve: Drawn) -> bool:
    """Some programs draw a rectangle as a path along its sides."""
    xs, ys = ([round(float(point[axis]), 2) for point in curve["pts"]] for axis in (0, 1))
    corners = {min(xs), max(xs)}, {min(ys), max(ys)}
    on_edge = all(x in corners[0] or y in corners[1] for x, y in zip(xs, ys, strict=True))
    straight = all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(zip(xs, ys, strict=True)))
    return bool(curve.get("fill")) and on_edge and straight


def _leans(char: Drawn) -> int:
    """0 upright, 90 turned by a quarter, 45 anything else (watermark, 作废 stamp)."""
    across, up = abs(char["matrix"][0]), abs(char["matrix"][1])
    if up < 1e-3 * across:
        return 0
    return 90 if across < 1e-3 * up else 45


def _char(char: Drawn, height: float) -> Char:
    colour = _rgb(char["non_stroking_color"])
    return Char(
        text=char["text"],
        x0=char["x0"] * MM_PER_PT,
        x1=char["x1"] * MM_PER_PT,
        baseline=height - char["matrix"][5] * MM_PER_PT,
        size=char["size"],
        font=str(char["fontname"]).rpartition("+")[2],
        red=_is_red(colour),
        black=max(colour) < 0.15,
    )


def _box(drawn: Drawn) -> Box:
    colours = (drawn.get("non_stroking_color"), drawn.get("stroking_color"))
    red = any(_is_red(_rgb(colour)) for colour in colours)
    x0, x1, top, bottom = (drawn[edge] * MM_PER_PT for edge in ("x0", "x1", "top", "bottom"))
    return Box(x0, x1, top, bottom, red)


def _stroke(line: Drawn) -> Box:
    """A stroked line as the box its ink fills."""
    half = float(line.get("linewidth") or 0) * MM_PER_PT / 2
    x0, x1, top, bottom = (line[edge] * MM_PER_PT for edge in ("x0", "x1", "top", "bottom"))
    red = _is_red(_rgb(line.get("stroking_color")))
    flat = bottom - top < x1 - x0
    if flat:
        return Box(x0, x1, top - half, bottom + half, red)
    return Box(x0 - half, x1 + half, top, bottom, red)


def _rgb(colour: object) -> tuple[float, float, float]:
    """A PDF colour of one, three or four parts as red, green, blue."""
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    values = [float(part) for part in parts if isinstance(part, int | float)]
    if len(values) == 3:
        return values[0], values[1], values[2]
    if len(values) == 4:
        key = 1 - values[3]
        return (1 - values[0]) * key, (1 - values[1]) * key, (1 - values[2]) * key
    grey = values[0] if values else 0.0
    return grey, grey, grey


def _is_red(colour: tuple[float, float, float]) -> bool:
    return colour[0] > 0.7 and max(colour[1:]) < 0.25


def _fonts(pdf: pikepdf.Pdf) -> Iterator[tuple[int, Font]]:
    """Each font once, with the first page that names it."""
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pdf.pages, start=1):
        for found in _used(page.resources):
            if found.objgen not in seen or found.objgen == (0, 0):
                seen.add(found.objgen)
                yield number, _font(found)


def _used(resources: Any, depth: int = 3) -> Iterator[Any]:
    """Fonts of a page and of the forms drawn on it."""
    yield from dict(resources.get("/Font", {})).values()
    for drawn in dict(resources.get("/XObject", {})).values() if depth else ():
        if drawn.get("/Subtype") == "/Form" and "/Resources" in drawn:
            yield from _used(drawn.Resources, depth - 1)


def _font(font: Any) -> Font:
    inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {})
    encoding = font.get("/Encoding")
    composite = font.get("/Subtype") == "/Type0"
    return Font(
        name=str(font.get("/BaseFont", "（无名）")).lstrip("/").rpartition("+")[2],
        embedded=any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")),
        type3=font.get("/Subtype") == "/Type3",
        custom_map=composite and isinstance(encoding, pikepdf.Stream),
        readable="/ToUnicode" in font or (not composite and encoding is not None),
    )
