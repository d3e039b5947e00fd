"""Verifying: was this PDF issued here, is it unchanged, which number; nothing of its content.

Whoever asks sees no more than the holder of the file knows: an answer needs the file's exact bytes,
its exact hash, or the whole signed content. Numbers alone are never confirmed.
"""

import hashlib
import io
import json
import re
import zlib
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from supervision.agencies.models import Body
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.certificate import signatures_of
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.files import StoredFile
from supervision.core.files.models import Attachment, Purpose
from supervision.core.words import Word
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus

DATA = "data.json"
MOST_DATA = 5_000_000  # bytes of embedded data that are unpacked at most
UNREADABLE = (  # whatever somebody may have put in the place of our data
    ValueError, KeyError, AttributeError, TypeError, RecursionError, zlib.error
)  # fmt: skip
_HASH = re.compile(r"[0-9a-f]{64}")


class Finding(Word):
    """What a verification found."""

    UNCHANGED = (
        "unchanged",
        "由本系统制发，未改动",
        "done",
        "文件与归档件逐字节一致，内嵌数据与签发内容一致。",
    )
    SCANNED = (
        "scanned",
        "由本机关制发，未改动",
        "done",
        "文件与归档的盖章扫描件逐字节一致，盖章扫描件为原件。",
    )
    COPY = (
        "copy",
        "由本系统制发，为排版件",
        "near",
        "文件是系统排版的电子件，未改动；该文书线下签批，原件为盖章扫描件。",
    )
    VOID = "void", "由本系统制发，但已作废", "near", "文件与归档件逐字节一致，该文书后来作废。"
    REVOKED = (
        "revoked",
        "由本系统制发，但已撤销",
        "near",
        "文件与归档件逐字节一致，该文书送达后已由发文机关撤销。",
    )
    CONTRADICTED = (
        "contradicted",
        "与归档件一致，但与签发内容不符",
        "overdue",
        "文件内嵌的数据与系统中的签发内容不同，请联系审计员核查。",
    )
    RESAVED = (
        "resaved",
        "文件已改动",
        "overdue",
        "内嵌数据与签发内容相同，但文件不是归档件的原样（可能另存、批注、打印后扫描或者被编辑），不能作为原件。",
    )
    UNKNOWN = (
        "unknown",
        "不是本系统归档的原件",
        "overdue",
        "可能不是由本系统制发，也可能在制发后被改动。请向发文机关核实。",
    )


@dataclass(frozen=True)
class Verdict:
    """What is said of a file; number, issuer and date only where the file proves its holder knows."""

    finding: Finding
    sha256: str
    number: str = ""
    issuer: str = ""
    signed_on: date | None = None
    signatures: tuple[str, ...] = ()  # digital ones, in words


def verify_file(pdf: bytes) -> Verdict:
    """Compare a PDF with the archives: first by its bytes, then by the data inside."""
    found = tuple(signatures_of(pdf)) if b"/ByteRange" in pdf else ()
    return replace(_compared(pdf), signatures=found)


def _compared(pdf: bytes) -> Verdict:
    digest = hashlib.sha256(pdf).hexdigest()
    content = _content(embedded(pdf))
    with seeing(EVERYTHING):
        paper = _archived(digest)
        if paper is not None:
            return _verdict(_state(paper, content), paper, digest)
        paper = _copied(digest)
        if paper is not None:
            return _verdict(Finding.COPY, paper, digest)
        paper = _with_content(content)
        if paper is not None:
            return _verdict(Finding.RESAVED, paper, digest)
    return Verdict(Finding.UNKNOWN, digest)


def verify_hash(digest: str) -> Verdict:
    """What is on record of an archive with this SHA-256 (the QR code of the slip asks so)."""
    digest = digest.strip().lower()
    if not _HASH.fullmatch(digest):
        message = "校验码应为64位十六进制数"
        raise DomainError(message)
    with seeing(EVERYTHING):
        paper = _archived(digest)
        if paper is not None:
            return _verdict(_state(paper, json.loads(paper.frozen or "null")), paper, digest)
        paper = _copied(digest)
        if paper is None:
            return Verdict(Finding.UNKNOWN, digest)
        return _verdict(Finding.COPY, paper, digest)


def embedded(pdf: bytes) -> dict[str, object] | None:
    """The data inside an archived PDF, None without; never unpacks more than MOST_DATA bytes."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            if DATA not in opened.attachments:
                return None
            stream = opened.attachments[DATA].obj.EF.F
            data = json.loads(_unpacked(stream))
    except (pikepdf.PdfError, *UNREADABLE):
        return None
    return data if isinstance(data, dict) else None


def _unpacked(stream: Any) -> bytes:
    raw: bytes = stream.read_raw_bytes()
    if stream.get("/Filter") is None:
        return raw[:MOST_DATA]
    return zlib.decompressobj().decompress(raw, MOST_DATA)


def _content(data: dict[str, object] | None) -> object:
    return data.get("content") if data else None


def _archived(digest: str) -> Instrument | None:
    statement = sa.select(Instrument).where(Instrument.archive_sha256 == digest)
    return session.scalars(statement.options(joinedload(Instrument.kind)).limit(1)).one_or_none()


def _copied(digest: str) -> Instrument | None:
    """The paper of which this is the copy the system set, since the sealed scan is its original."""
    statement = (
        sa.select(Instrument)
        .join(
            Attachment,
            sa.and_(
                Attachment.owner_type == "instrument",
                Attachment.owner_id == Instrument.id,
                Attachment.purpose == Purpose.ARCHIVE,
            ),
        )
        .join(StoredFile, StoredFile.id == Attachment.file_id)
        .where(StoredFile.sha256 == digest, Instrument.archive_scanned)
    )
    return session.scalars(statement.options(joinedload(Instrument.kind)).limit(1)).one_or_none()


def _with_content(content: object) -> Instrument | None:
    """The signed paper whose whole content this is; its number alone would prove nothing."""
    document = content.get("document") if isinstance(content, dict) else None
    number = document.get("number") if isinstance(document, dict) else None
    if not isinstance(number, str) or not number or not number.isprintable():
        return None
    statement = sa.select(Instrument).where(
        Instrument.number == number, Instrument.frozen.is_not(None)
    )
    papers = session.scalars(statement.limit(20))
    return next((paper for paper in papers if _same(paper, content)), None)


def _same(paper: Instrument, content: object) -> bool:
    return bool(paper.frozen) and json.loads(paper.frozen or "null") == content


_ENDED = {InstrumentStatus.VOID: Finding.VOID, InstrumentStatus.REVOKED: Finding.REVOKED}


def _state(paper: Instrument, content: object) -> Finding:
    if paper.archive_scanned:  # a scan has no data inside that could be compared
        return _ENDED.get(paper.status, Finding.SCANNED)
    if not _same(paper, content):
        return Finding.CONTRADICTED
    return _ENDED.get(paper.status, Finding.UNCHANGED)


def _verdict(finding: Finding, paper: Instrument, digest: str) -> Verdict:
    issuer = session.get_one(Body, paper.body_id).name
    return Verdict(finding, digest, paper.number or "", issuer, paper.signed_on)
