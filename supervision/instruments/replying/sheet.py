"""反馈表.docx out and in: a Word table whose rows are matched to the items by the mark in the last column."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Mm, Pt
from lxml.etree import XMLSyntaxError

from supervision.core.duedates import UNIT_KINDS
from supervision.core.duedates.shown import printed_due
from supervision.core.errors import DomainError
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.replying.service import is_open
from supervision.instruments.wording.before import answering, asked_as, told_as
from supervision.instruments.wording.items import fact

HEADINGS = ("序号", "问题与要求", "（请填写）", "佐证材料名称", "标识（请勿改动）")
WIDTHS = (12, 85, 100, 40, 20)
LARGEST = 50_000_000  # bytes unpacked: a reply sheet is a few hundred kilobytes
MOST_ROWS = 500
UNREADABLE = (  # whatever a broken or hostile package makes its readers raise
    zipfile.BadZipFile, zlib.error, PackageNotFoundError, XMLSyntaxError, LookupError, ValueError,
    TypeError, AttributeError, RuntimeError, OSError, EOFError,
)  # fmt: skip
OUR_MARK = re.compile(r"[0-9]+-[0-9]+")


@dataclass
class ReadSheet:
    """What a filled sheet says: answers by item id, and what could not be matched, in words."""

    answers: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def mark(item: InstrumentItem) -> str:
    """What ties a row to its item: paper and item."""
    return f"{item.instrument_id}-{item.id}"


def write(paper: Instrument) -> bytes:
    """The sheet for the items that are still open."""
    document = docx.Document()
    _landscape(document)
    document.add_heading(f"{answering(paper)}情况反馈表", level=1)
    until = printed_due(paper.due_on, paper, *UNIT_KINDS)
    due = f"；反馈期限：{until}（含当日）" if until else ""
    document.add_paragraph(f"文号：{paper.number or ''}；反馈单位：{paper.addressee}{due}")
    document.add_paragraph(
        f"请逐条填写“{told_as(paper)}”，不要增删行，不要改动最后一列。加盖公章后随文报送。"
    )
    table = document.add_table(rows=1, cols=len(HEADINGS))
    table.style = "Table Grid"
    headings = (HEADINGS[0], asked_as(paper), f"{told_as(paper)}（请填写）", *HEADINGS[3:])
    _fill(table.rows[0], headings)
    for item in paper.items:
        if is_open(item):
            asked = "\n".join(part for part in (item.heading, fact(item), item.demand) if part)
            _fill(table.add_row(), (str(item.seq), asked, item.measures, "", mark(item)))
    document.add_paragraph("单位负责人（签名）：\u3000\u3000\u3000\u3000\u3000\u3000日期：")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _landscape(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    document.styles["Normal"].font.size = Pt(11)


def _fill(row: Any, values: tuple[str, ...]) -> None:
    for cell, value, width in zip(row.cells, values, WIDTHS, strict=True):
        cell.text = value
        cell.width = Mm(width)


def read(content: bytes, paper: Instrument) -> ReadSheet:
    """The answers in a filled sheet; DomainError when the file is no reply sheet at all."""
    found = ReadSheet()
    wanted = {mark(item): item for item in paper.items if is_open(item)}
    for number, asked, answer, tag in _rows(content):
        item = wanted.pop(tag, None)
        if item is not None:
            found.answers[item.id] = answer
            if not answer:
                found.notes.append(f"第{item.seq}条：表中没有填写{told_as(paper)}")
        elif tag or answer:
            found.notes.append(_unmatched(number, asked, tag, paper))
    found.notes += [f"第{item.seq}条：表中没有这一行，请手工填写" for item in wanted.values()]
    if not found.answers:
        message = "这份反馈表与本件的条目对不上：请用本件下载的反馈表填写，最后一列的标识不要改动"
        raise DomainError(message, field="sheet")
    return found


def _unmatched(number: str, asked: str, tag: str, paper: Instrument) -> str:
    row = f"表中“{number or asked[:12] or '（空）'}”一行"
    if OUR_MARK.fullmatch(tag) and tag.partition("-")[0] != str(paper.id):
        return f"{row}的标识属于另一件文书，未带入"
    if tag in {mark(item) for item in paper.items}:
        return f"{row}对应的条目已有结论或在表中重复，未带入"
    return f"{row}的标识“{tag[:20]}”找不到对应条目，未带入"


def _rows(content: bytes) -> list[tuple[str, str, str, str]]:
    """(序号, 问题与要求, answer, mark) of every row of the tables with our five columns."""
    try:
        return [
            (number, asked, answer, "".join(tag.split()))
            for row in _open(content)
            if len(row) == len(HEADINGS)
            for number, asked, answer, _names, tag in [row]
        ]
    except UNREADABLE:
        message = "打不开这个文件，请上传 .docx 格式的反馈表"
        raise DomainError(message, field="sheet") from None


def _open(content: bytes) -> Iterator[list[str]]:
    """The cells as they stand in the file: what one claims to span is not spread out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
            raise DomainError("文件解开后过大，不是反馈表", field="sheet")
    for table in docx.Document(io.BytesIO(content)).element.body.tbl_lst:
        for row in table.tr_lst[1:MOST_ROWS]:
            yield ["\n".join(line.text for line in cell.p_lst).strip() for cell in row.tc_lst]
