"""Drawing set pages with WeasyPrint, without network; imported by whoever draws, not before.

The pages are set already, so nothing is laid out a second time: WeasyPrint's document gets pages that paint
themselves, each line one run of text at its place. HTML and styles for every line were four fifths of the time.
"""

import datetime as dt
import threading
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from weasyprint import HTML, Attachment
from weasyprint.document import Document, DocumentMetadata, Page
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from supervision.core.documents import fonts
from supervision.core.documents.embedding import Fonts
from supervision.core.documents.painting import Painter
from supervision.core.documents.sheet import Sheet

_UPRIGHT, _WIDE = "210mm 297mm", "297mm 210mm"
_drawing = threading.Lock()  # one font configuration is shared; it is not made for two threads


@dataclass(frozen=True)
class Facts:
    """What a file says of itself; `created` is an ISO date or empty."""

    title: str
    author: str
    created: str
    keywords: str


def draw(
    sheets: Sequence[Sheet], facts: Facts, *, embedded: bytes | None, embedded_on: dt.datetime
) -> bytes:
    """The PDF of these pages, to be packed by whoever saves it; with `embedded` bytes inside (data.json) it is PDF/A-3a.

    WeasyPrint packs as tightly as zlib can: a sixth of a letter's time for a twentieth of its size.
    """
    options: dict[str, object] = {"uncompressed_pdf": True}
    if embedded is not None:
        attachment = _attachment(embedded, embedded_on)
        options |= {"pdf_variant": "pdf/a-3a", "attachments": [attachment]}
    with _drawing, warnings.catch_warnings():
        # WeasyPrint leaves its sRGB profile open for the collector to close.
        warnings.simplefilter("ignore", ResourceWarning)
        pages = [_SetPage(sheet, marked=embedded is not None) for sheet in sheets]
        intent = None if embedded is None else "srgb"
        document = Document(pages, _said(facts), _fetcher(), _fonts(), {}, intent)
        document.fonts = fonts_of_file = Fonts()
        pdf: bytes = document.write_pdf(**options)
        fonts_of_file.require_cut()
    return pdf


class _SetPage(Page):
    """A page that paints what was set instead of what was laid out."""

    def __init__(self, sheet: Sheet, *, marked: bool) -> None:
        self.__dict__.update(vars(_blank(_WIDE if sheet.wide else _UPRIGHT)))
        self._sheet = sheet
        self._marked = marked

    def paint(self, stream: Stream, scale: float = 1) -> None:
        Painter(stream, _fonts(), marked=self._marked).page(self._sheet, scale)


@cache
def _blank(size: str) -> Page:
    """An empty page of this size, as WeasyPrint makes it."""
    html = f"<style>@page {{ size: {size}; margin: 0 }}</style>"
    (page,) = HTML(string=html, url_fetcher=_fetcher()).render(font_config=_fonts()).pages
    return page


def _said(facts: Facts) -> DocumentMetadata:
    return DocumentMetadata(
        title=facts.title,
        authors=[facts.author] if facts.author else [],
        keywords=[facts.keywords] if facts.keywords else [],
        created=facts.created or None,
        modified=facts.created or None,
        lang="zh-CN",
    )


def _attachment(content: bytes, created: dt.datetime) -> Attachment:
    return Attachment(
        string=content,
        name="data.json",
        description="文书数据",
        created=created,
        modified=created,
        relationship="Data",
    )


@cache
def _fonts() -> FontConfiguration:
    """The one configuration of the process; fontconfig reads its file when it is made."""
    fonts.activate()
    return FontConfiguration()


class NoFetcher(URLFetcher):
    """Papers need no file and no network; a text that asks for one stops the print."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        raise FatalURLFetchingError(f"a paper asked for {url[:80]}: {headers}")


@cache
def _fetcher() -> NoFetcher:
    """Kept: each would build openers for every protocol."""
    return NoFetcher()
