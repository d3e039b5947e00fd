"""Owns the PDF: set pages become one file, the same bytes every time; `drawing` holds WeasyPrint."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from supervision.core.documents.fitting import fitted, set_paper
from supervision.core.documents.forms import typeset_form
from supervision.core.documents.glyphs import refuse_missing
from supervision.core.documents.model import Document, Form, Paper
from supervision.core.documents.raster import words_on
from supervision.core.documents.scans import packed
from supervision.core.documents.sheet import Sheet
from supervision.core.documents.text import clean
from supervision.core.documents.typeset import text_of

LONG = 30  # pages from which drawing all of them is work for the background
PART = 10  # pages drawn at a stretch where somebody else may be waiting
_CHINA = dt.timezone(dt.timedelta(hours=8))
_UNDATED = dt.datetime(2000, 1, 1, tzinfo=_CHINA)  # a file inside a PDF must bear some date


@dataclass(frozen=True)
class Rendered:
    """A finished PDF; `lines` are each page's lines of text in reading order."""

    pdf: bytes
    lines: tuple[tuple[str, ...], ...]

    @property
    def pages(self) -> int:
        return len(self.lines)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()


def render(document: Document) -> Rendered:
    """The PDF of a paper or form; DocumentError when it holds something that cannot be printed."""
    sheets = pages_of(document)
    return Rendered(_draw(document, sheets), _lines(sheets))


def archive(document: Document, data: dict[str, object]) -> bytes:
    """PDF/A-3a with `data` inside as data.json (UTF-8, sorted keys), tagged as PDF/UA-1; deterministic.

    The structure is tested with pikepdf; conformance has not been proven with veraPDF.
    """
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1)
    return _draw(document, pages_of(document), embedded=text.encode())


def pages_of(document: Document) -> list[Sheet]:
    """The set pages without drawing them (some milliseconds): page count, live preview."""
    refuse_missing(document)
    return set_paper(document) if isinstance(document, Paper) else typeset_form(document)


def page_alone(document: Document, sheets: list[Sheet], number: int) -> bytes:
    """One of the set pages (from 1) as a PDF of its own: a preview need not draw the others."""
    return _draw(document, [sheets[number - 1]])


def in_parts(document: Document, sheets: list[Sheet]) -> Iterator[bytes]:
    """The set pages drawn few at a time: others may draw in between, and progress can be told."""
    for start in range(0, len(sheets), PART):
        yield _draw(document, sheets[start : start + PART])


def _lines(sheets: list[Sheet]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(lines) for lines in text_of(sheets))


def stamp_sheet(text: str) -> bytes:
    """A page that holds nothing but the 作废 stamp, to be laid over a finished one."""
    form = Form(title="", void=text)
    return _draw(form, pages_of(form))


def _draw(document: Document, sheets: list[Sheet], *, embedded: bytes | None = None) -> bytes:
    created = _created(document)
    author = "、".join(document.issuers) if isinstance(document, Paper) else document.issuer
    date = created.isoformat() if created else ""
    from supervision.core.documents.drawing import Facts, draw

    for sheet in sheets:  # before the lock of whoever draws: their bytes may lie in the store
        for scan in sheet.scans:
            words_on(scan)
    facts = Facts(clean(document.title), clean(author), date, special_of(document))
    pdf = draw(sheets, facts, embedded=embedded, embedded_on=created or _UNDATED)
    if embedded is None:
        return packed(pdf, sheets)
    from supervision.core.documents.tagging import tagged_pdf

    return tagged_pdf(pdf, sheets)


def special_of(document: Document) -> str:
    """What was done to make it fit, said in the file's keywords, where the checker reads it."""
    words = fitted(document).words if isinstance(document, Paper) else ""
    return f"特殊情况：{words}" if words else ""


def _created(document: Document) -> dt.datetime | None:
    """The paper's own date, None without one: a clock would make two prints differ."""
    day = document.signature.date if isinstance(document, Paper) else None
    return dt.datetime.combine(day, dt.time(), tzinfo=_CHINA) if day else None
