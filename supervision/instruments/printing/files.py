"""A paper on paper: the archived original re-served, before that a draft; page by page where it is long."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from supervision.core import settings
from supervision.core.db import session
from supervision.core.documents.bundle import bind, stamped_void
from supervision.core.documents.fitting import fitted
from supervision.core.documents.model import Paper
from supervision.core.documents.pdf import LONG, PART, in_parts, page_alone, pages_of, render
from supervision.core.documents.pictures import page_count, page_png
from supervision.core.documents.sheet import Sheet
from supervision.core.errors import DomainError, NotFound
from supervision.core.files import StoredFile
from supervision.core.files.models import Purpose
from supervision.core.files.store import attachments_of, content_of
from supervision.instruments.drafting.composing import document
from supervision.instruments.models import Instrument
from supervision.instruments.signing import service as signing

_NO_PAGE = "没有这一页"


def archived(paper: Instrument) -> bytes | None:
    """The archived file, never rendered again; a copy of a voided or revoked one bears the stamp."""
    stored = session.get(StoredFile, paper.archive_id) if paper.archive_id is not None else None
    if stored is None:
        return None
    return _stamped(content_of(stored), paper.status.stamp)


def rendition(paper: Instrument) -> bytes | None:
    """What the system set of a paper whose original is the sealed scan; None where there is none."""
    if not paper.archive_scanned or paper.frozen is None:
        return None
    kept = attachments_of(paper, Purpose.ARCHIVE)
    if not kept:  # the scan came before the archive was made
        return drawn(as_it_stands(paper))
    return _stamped(content_of(kept[0].file), paper.status.stamp)


@lru_cache(maxsize=4)
def _stamped(content: bytes, stamp: str) -> bytes:
    return stamped_void(content, stamp) if stamp else content


def as_it_stands(paper: Instrument) -> Paper:
    """What prints while there is no archive: a 草稿, or what was signed a moment ago."""
    if paper.back_entered:
        return document(paper, watermark="补录")
    if paper.frozen is not None:
        frozen = Paper.from_json(paper.frozen)
        return replace(frozen, void=paper.status.stamp)
    return document(paper, number=signing.blank_number(paper), watermark="草稿")


def to_edit(paper: Instrument) -> Paper:
    """The editable copy: as it prints, with room for the number while none is given."""
    room = None if paper.back_entered else signing.blank_number(paper)
    return document(paper, number=room)


@lru_cache(maxsize=16)
def set_pages(content: Paper) -> list[Sheet]:
    """The set pages of a paper; the same content is set once for its count and its pictures."""
    return pages_of(content)


def has_exchange(paper: Instrument, *, for_bureau: bool) -> bool:
    """Whether an OFD copy (试验) is offered: of what the system set and somebody signed, where the setting is on."""
    signed = paper.frozen is not None and not paper.archive_scanned and not paper.back_entered
    return for_bureau and signed and bool(settings.get("ofd_copy"))


def for_exchange(paper: Instrument, *, for_bureau: bool) -> Paper:
    """The signed paper as its OFD copy shows it; NotFound where none is offered."""
    if not has_exchange(paper, for_bureau=for_bureau):
        raise NotFound("没有OFD副本")
    return as_it_stands(paper)


def special(content: Paper) -> str:
    """What was done to make it fit, in words; empty for a paper set as usual."""
    words = fitted(content).words
    return f"版面作了特殊处理：{words}。" if words else ""


def pages(paper: Instrument) -> int:
    """How many pages it prints on; raises DocumentError where it can't print at all."""
    content = archived(paper)
    return page_count(content) if content is not None else len(set_pages(as_it_stands(paper)))


def pages_or_refusal(paper: Instrument) -> tuple[int, str]:
    """The number of pages, or 0 and why it cannot print as it stands."""
    try:
        return pages(paper), ""
    except DomainError as refusal:
        return 0, refusal.message


def picture(paper: Instrument, number: int) -> bytes:
    """One page as a picture; only that page is drawn."""
    content = archived(paper)
    if content is not None:
        if not 1 <= number <= page_count(content):
            raise NotFound(_NO_PAGE)
        return _picture_in(content, number)
    return picture_of(as_it_stands(paper), number)


@lru_cache(maxsize=32)
def _picture_in(archive: bytes, number: int) -> bytes:
    """The first page stands beside the items whenever the paper is opened: the same content is drawn once."""
    return page_png(archive, number)


@lru_cache(maxsize=64)
def picture_of(content: Paper, number: int) -> bytes:
    """One page of what has not been archived."""
    sheets = set_pages(content)
    if not 1 <= number <= len(sheets):
        raise NotFound(_NO_PAGE)
    return page_png(page_alone(content, sheets, number), 1)


@lru_cache(maxsize=8)
def drawn(content: Paper) -> bytes:
    """A whole short draft."""
    return render(content).pdf


def is_long(content: Paper) -> bool:
    return len(set_pages(content)) >= LONG


def drawn_slowly(content: Paper, tell: Callable[[int, int], None]) -> bytes:
    """A whole paper, a few pages at a time; `tell(done, total)` hears how far it is."""
    sheets = set_pages(content)
    parts = []
    for number, part in enumerate(in_parts(content, sheets), start=1):
        parts.append(part)
        tell(min(number * PART, len(sheets)), len(sheets))
    return bind(parts) if len(parts) > 1 else parts[0]


def fingerprint(content: Paper, *, duplex: bool) -> str:
    """What a report of the layout check is about: all but number and dates, which signing gives."""
    bare = replace(
        content, number=None, printed_on=None, duplex=duplex,
        signature=replace(content.signature, date=None),
    )  # fmt: skip
    return hashlib.sha256(bare.to_json().encode()).hexdigest()
