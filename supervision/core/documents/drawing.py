"""Drawing set pages with WeasyPrint, without network; imported by whoever draws, not before."""

import datetime as dt
import threading
import warnings
from functools import cache
from pathlib import Path

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from supervision.core.documents import fonts

_STYLES = Path(__file__).resolve().parents[3] / "static" / "documents" / "paper.css"
_drawing = threading.Lock()  # one font configuration is shared; it is not made for two threads


def draw(
    markup: str, *, identifier: bytes, embedded: bytes | None, embedded_on: dt.datetime
) -> bytes:
    """The PDF of `markup`, to be packed by whoever saves it; with `embedded` bytes inside (data.json) it is PDF/A-3a.

    WeasyPrint packs as tightly as zlib can: a sixth of a letter's time for a twentieth of its size.
    """
    options: dict[str, object] = {"pdf_identifier": identifier, "uncompressed_pdf": True}
    if embedded is not None:
        attachment = _attachment(embedded, embedded_on)
        options |= {"pdf_variant": "pdf/a-3a", "attachments": [attachment]}
    with _drawing, warnings.catch_warnings():
        # WeasyPrint leaves its sRGB profile open for the collector to close.
        warnings.simplefilter("ignore", ResourceWarning)
        page = HTML(string=markup, url_fetcher=NoFetcher())
        pdf: bytes = page.write_pdf(stylesheets=[_styles()], font_config=_fonts(), **options)
    return pdf


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


@cache
def _styles() -> CSS:
    """Page rules and one class for each face, naming the families in their order."""
    rules = [_STYLES.read_text("utf-8")]
    rules += [
        f".{face} {{ font-family: {', '.join(fonts.families(face))}; }}" for face in fonts.Face
    ]
    return CSS(string="\n".join(rules), font_config=_fonts(), url_fetcher=NoFetcher())


class NoFetcher(URLFetcher):
    """Papers need no file and no network; a text that asks for one stops the print."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        raise FatalURLFetchingError(f"a paper asked for {url[:80]}: {headers}")
