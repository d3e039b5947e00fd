"""Owns the editable copy: the same layout as a Word file, part by part."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from itertools import zip_longest

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from supervision.core.documents.blocks import paragraph_lines, table_items
from supervision.core.documents.fit import Fit
from supervision.core.documents.fitting import fitted
from supervision.core.documents.fonts import Face
from supervision.core.documents.glyphs import refuse_missing
from supervision.core.documents.grid import HEIGHT, SIZE1, SIZE3, WIDTH
from supervision.core.documents.model import (
    Attachment,
    Block,
    Layout,
    Paper,
    Paragraph,
    Table,
)
from supervision.core.documents.pdf import special_of
from supervision.core.documents.text import clean, is_heading
from supervision.core.documents.title import title_lines
from supervision.core.documents.typeset import Setting, foot_of, sides_of, typeset
from supervision.core.documents.word import ending
from supervision.core.documents.word.marks import set_pieces, spacing_of
from supervision.core.documents.word.opening import addressees, letter_rules, opening
from supervision.core.documents.word.page import Sections, Side
from supervision.core.documents.word.paragraphs import Piece, Shape, blank, paragraph
from supervision.core.documents.word.styles import BODY, LEVELS, TITLE, prepare
from supervision.core.documents.word.tables import ruled
from supervision.core.documents.word.xml import Element, element

_CLEARLY = 3.0  # mm: what lacks little room in the layout lacks it in Word, too
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of the zip's entries: the same paper gives the same bytes


def to_docx(paper: Paper) -> bytes:
    """A Word file with the paper's text in order; DocumentError for what cannot be printed."""
    refuse_missing(paper)
    fit = fitted(paper)
    document = docx.Document()
    _Copy(document, paper, fit, typeset(paper, fit)).write()
    return _bytes(document, paper)


class _Copy:
    """One paper on its way into Word: the parts in order, a section ends where the pages change."""

    def __init__(self, document: WordDocument, paper: Paper, fit: Fit, setting: Setting) -> None:
        self._paper, self._fit, self._setting = paper, fit, setting
        self._spacing = fit.spacing
        prepare(document, self._spacing, spacing_of(self._spacing.gap * SIZE3))
        self._body = document.element.body
        for child in list(self._body):
            self._body.remove(child)
        bare = paper.layout is Layout.LETTER
        self._sections = Sections(document, self._spacing, letter_rules(paper), bare_first=bare)
        self._side = Side.UPRIGHT
        self._breaks = False  # the next paragraph begins a page

    def write(self) -> None:
        paper, spacing = self._paper, self._spacing
        self._add(opening(paper, spacing, within=self._fit.rules > 2))
        if paper.addressees and self._setting.addressed:
            self._add([addressees(paper, spacing)])
        self._blocks(paper.blocks, closing=True)
        self._add(ending.note(paper, spacing))
        self._add(ending.signature(paper, spacing))
        room = ending.seal_room(paper, spacing) + (_CLEARLY if self._carried() else 0.0)
        below = list(ending.below(paper, spacing))
        self._add(below or ([blank(room)] if room else []))
        for number, attachment in enumerate(paper.attachments, start=1):
            self._attach(attachment, number if len(paper.attachments) > 1 else "")
        self._imprint()
        self._body.append(self._sections.properties(self._side))

    def _carried(self) -> bool:
        """Did the signature take its last lines to a new page?"""
        return any(0 < sheet.lines <= self._fit.kept for sheet in self._setting.sheets[1:])

    def _add(self, parts: Iterable[Element]) -> None:
        for part in parts:
            if self._breaks and part.tag == qn("w:p"):
                shape = part.find(qn("w:pPr"))
                place = 1 if shape.find(qn("w:pStyle")) is not None else 0
                place += shape.find(qn("w:keepNext")) is not None
                shape.insert(place, element("pageBreakBefore"))
                self._breaks = False
            self._body.append(part)

    def _turn(self, side: Side) -> None:
        """What follows stands on pages of this sort."""
        self._breaks = False
        last = self._body[-1]
        if last.tag != qn("w:p") or last.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            last = blank(ending.HAIR)
            self._body.append(last)
        last.find(qn("w:pPr")).append(self._sections.properties(self._side))
        self._side = side

    def _blocks(self, blocks: Sequence[Block], *, closing: bool = False) -> None:
        home = self._side
        for block, following in zip_longest(blocks, blocks[1:]):
            turned = isinstance(block, Table) and block.landscape
            if turned and home is Side.UPRIGHT:
                self._turn(Side.TURNED)
            if isinstance(block, Paragraph):
                self._add([self._paragraph(block, following, closing=closing)])
            elif isinstance(block, Table):
                self._table(block, last=following is None and not closing)
            if self._side is not home and (following is not None or closing):
                self._turn(home)

    def _paragraph(self, block: Paragraph, following: Block | None, *, closing: bool) -> Element:
        lines, _ = paragraph_lines(block, WIDTH, self._spacing)
        usual = self._spacing.gap * SIZE3
        tidy = self._spacing.tidy
        keep = is_heading(block, following, tidy=tidy) if following is not None else closing
        shape = Shape(self._spacing.pitch, style=LEVELS.get(block.level, BODY), keep=keep)
        return paragraph(set_pieces(lines, usual), shape)

    def _table(self, table: Table, *, last: bool) -> None:
        """A table; what follows it on its page returns to the grid."""
        width = HEIGHT if self._side is Side.TURNED else WIDTH
        self._add(ruled(table, width, self._spacing))
        pitch = self._spacing.pitch
        height = sum(item.height for item in table_items(table, width, spacing=self._spacing))
        if not last and self._side is Side.UPRIGHT and height < HEIGHT:
            self._add([blank(max(-(-height // pitch) * pitch - height, ending.HAIR))])

    def _attach(self, attachment: Attachment, number: int | str) -> None:
        """On pages of its own: 附件N 顶格, its title on the third line."""
        turned, upright = sides_of(attachment, self._spacing)
        side = Side.TURNED if turned else Side.UPRIGHT
        if side is not self._side:
            self._turn(side)
        else:
            self._breaks = True
        pitch = self._spacing.pitch
        lines = title_lines(attachment.title)
        label = Piece(f"附件{number}", Face.HEITI)
        parts = [
            paragraph([label], Shape(pitch, align="left", first=0.0, keep=True)),
            blank(pitch, keep=True),
        ]
        if lines:
            title = Piece("\n".join(lines), Face.BIAOSONG, SIZE1)
            parts += [paragraph([title], Shape(pitch, style=TITLE)), blank(pitch, keep=True)]
        self._add(parts)
        self._blocks(turned or upright or _named(attachment))
        if turned and upright:
            self._turn(Side.UPRIGHT)
            self._blocks(upright)

    def _imprint(self) -> None:
        """The 版记 hangs at the foot of the last page, where the layout has it."""
        pages = len(self._setting.sheets)
        foot = foot_of(self._paper, pages)
        addressed = self._setting.addressed
        holder = ending.imprint_box(self._paper, foot, self._fit, addressed=addressed)
        if holder is None:
            return
        over = pages - self._setting.text_pages
        if over > 1:
            self._turn(Side.BARE)
            self._add([blank(ending.HAIR)])  # the empty page before it
        elif over and self._side is Side.TURNED:
            self._turn(Side.UPRIGHT)
            over = 0
        if over:
            self._breaks = True
        self._add([holder])


def _named(attachment: Attachment) -> tuple[Block, ...]:
    """A file that is bound behind the paper: the copy says which, and that it is not in it."""
    file = attachment.file
    if file is None:
        return ()
    return (
        Paragraph(
            f"（附件文件“{file.name}”，共{len(file.pages)}页，装订在正本之后，此副本不含。）"
        ),
    )


def _bytes(document: WordDocument, paper: Paper) -> bytes:
    """The file with fixed dates, so that the same paper gives the same bytes."""
    day = paper.signature.date or dt.date(2000, 1, 1)
    moment = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
    properties = document.core_properties
    properties.author = "、".join(clean(name) for name in paper.issuers)
    properties.title = clean(paper.title)
    properties.comments = ""
    properties.keywords = special_of(paper)
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
