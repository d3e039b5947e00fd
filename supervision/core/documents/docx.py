"""Owns the editable copy: the same text as a Word file on Word's own character grid."""

import datetime as dt
import io
import zipfile

import docx
from docx.document import Document as WordDocument

from supervision.core.documents import grid
from supervision.core.documents.closing import date_text
from supervision.core.documents.fonts import Face
from supervision.core.documents.glyphs import refuse_missing
from supervision.core.documents.head import mark_of, opening_title
from supervision.core.documents.model import (
    Block,
    Layout,
    Paper,
    Paragraph,
    SignatureStyle,
    Table,
    chinese_date,
)
from supervision.core.documents.sheet import extent
from supervision.core.documents.text import clean, lead
from supervision.core.documents.title import title_lines
from supervision.core.documents.word import Writer, prepare

_LEVEL_FACES = {1: Face.HEITI, 2: Face.KAITI}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of the zip's entries: the same paper gives the same bytes


def to_docx(paper: Paper) -> bytes:
    """A Word file with the paper's text in order; DocumentError for what cannot be printed."""
    refuse_missing(paper)
    document = docx.Document()
    prepare(document)
    writer = Writer(document)
    _head(writer, paper)
    for line in opening_title(paper):
        writer.line(line, Face.BIAOSONG, size=grid.SIZE1, align="center")
    if paper.layout is Layout.PLAIN and paper.number:
        writer.line(clean(paper.number), align="right")
    writer.blank()
    if paper.addressees:
        writer.line("，".join(clean(name).rstrip("：") for name in paper.addressees) + "：")
    _blocks(writer, paper.blocks)
    _attachments_note(writer, paper)
    _signature(writer, paper)
    for number, attachment in enumerate(paper.attachments, start=1):
        writer.page_break()
        shown = number if len(paper.attachments) > 1 else ""
        writer.line(f"附件{shown}", Face.HEITI)
        writer.blank()
        for line in title_lines(attachment.title):
            writer.line(line, Face.BIAOSONG, size=grid.SIZE1, align="center")
        writer.blank()
        _blocks(writer, attachment.blocks)
    _imprint(writer, paper)
    return _bytes(document, paper)


def _head(writer: Writer, paper: Paper) -> None:
    """份号, 紧急程度, red mark, number or number and 签发人, red rule."""
    corner = [(clean(paper.copy_number), Face.FANGSONG), (clean(paper.urgency), Face.HEITI)]
    shown = [(text, face) for text, face in corner if text]
    for text, face in shown:
        writer.line(text, face)
    if paper.layout is Layout.PLAIN:
        writer.blank(max(0, 2 - len(shown)))
        return
    if paper.layout is Layout.OFFICIAL:
        writer.blank(3 - len(shown))
    joint = len(paper.issuers) > 1 and paper.layout is Layout.OFFICIAL
    marks = [clean(name) for name in paper.issuers] if joint else [mark_of(paper)]
    if joint:
        marks[-1] += "文件"
    for mark in marks:
        size = min(52.0, grid.WIDTH * grid.MM / max(len(mark), 1))
        writer.line(mark, Face.BIAOSONG, size=size, align="center", red=True, exact=False)
    number = clean(paper.number or "")
    if paper.layout is Layout.LETTER:
        writer.rule()
        writer.line(number, align="right")
        writer.blank(2)
        return
    writer.blank(2)
    if paper.signatories:
        names = "　".join(clean(name) for name in paper.signatories)
        writer.line(f"　{number}\t签发人：{names}　", tab=grid.WIDTH)
    else:
        writer.line(number, align="center")
    writer.rule()
    writer.blank(2)


def _blocks(writer: Writer, blocks: tuple[Block, ...]) -> None:
    for block in blocks:
        if isinstance(block, Table):
            writer.table(block)
        elif isinstance(block, Paragraph):
            _paragraph(writer, block)


def _paragraph(writer: Writer, paragraph: Paragraph) -> None:
    text, first = clean(paragraph.text), lead(paragraph)
    face = _LEVEL_FACES.get(paragraph.level, Face.FANGSONG)
    writer.runs([(text[:first], face), (text[first:], Face.FANGSONG)], indent=2)


def _attachments_note(writer: Writer, paper: Paper) -> None:
    if not paper.attachments:
        return
    writer.blank()
    for number, attachment in enumerate(paper.attachments, start=1):
        shown = f"{number}." if len(paper.attachments) > 1 else ""
        label = "附件：" if number == 1 else "\u3000\u3000\u3000"
        title = clean(attachment.title.replace("\n", ""))
        writer.line(f"{label}{shown}{title}", indent=2)


def _signature(writer: Writer, paper: Paper) -> None:
    """Names and date by the style of signing; the blank rows keep the seal's room."""
    signature = paper.signature
    date = date_text(signature)
    sealed = signature.style is SignatureStyle.SEALED
    writer.blank(2 if sealed else 1)
    right = 4 * grid.STEP if signature.style is not SignatureStyle.UNSEALED else 2 * grid.STEP
    if signature.style is SignatureStyle.STAMP:
        writer.line(clean(signature.post), align="right", right=10 * grid.STEP)
        writer.blank()
    else:
        for name in (clean(name) for name in signature.names):
            spare = (extent(date) - extent(name)) / 2 if sealed else 0.0
            writer.line(name, align="right", right=max(0.0, right + spare))
    writer.line(date, align="right", right=right)
    note = clean(paper.note).removeprefix("（").removesuffix("）")
    if note:
        writer.line(f"（{note}）", indent=2)


def _imprint(writer: Writer, paper: Paper) -> None:
    """版记 as a table with rules above, between and below."""
    if paper.layout is Layout.PLAIN:
        if paper.copies_to:
            names = "，".join(clean(name) for name in paper.copies_to)
            writer.line(f"抄送：{names}。", indent=2)
        return
    rows = []
    if paper.copies_to:
        rows.append(("抄送：" + "，".join(clean(name) for name in paper.copies_to) + "。", ""))
    if paper.layout is Layout.OFFICIAL and (paper.printer or paper.printed_on):
        printed = f"{chinese_date(paper.printed_on)}印发" if paper.printed_on else ""
        rows.append((clean(paper.printer), printed))
    if rows:
        writer.blank(2)
        writer.imprint(rows, ruled=paper.layout is Layout.OFFICIAL)


def _bytes(document: WordDocument, paper: Paper) -> bytes:
    """The file with fixed dates, so that the same paper gives the same bytes."""
    day = paper.signature.date or dt.date(2000, 1, 1)
    moment = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
    properties = document.core_properties
    properties.author = "、".join(clean(name) for name in paper.issuers)
    properties.title = clean(paper.title)
    properties.comments = ""
    properties.created = properties.modified = moment
    raw = io.BytesIO()
    document.save(raw)
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(raw) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
