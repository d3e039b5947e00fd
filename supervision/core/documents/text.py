"""Owns text as a person types it: cleaning, paragraph levels, the editor's plain-text form."""

import re
import unicodedata
from collections.abc import Iterable

from supervision.core.documents.errors import DocumentError
from supervision.core.documents.fonts import Face
from supervision.core.documents.model import (
    Align,
    Block,
    Column,
    Columns,
    Paragraph,
    Table,
    level_of,
)

_LEAD_FACES = {1: Face.HEITI, 2: Face.KAITI}
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_SPACES = re.compile(r"[ \t\u00a0\u2002-\u200a\u202f]+")
_SENTENCE_ENDS = ("。", "；", "！", "？")
_SHORT_LEAD = 15  # characters before a colon that make it the end of a heading
_TABLE = re.compile(r"\|.*\|")
_ALIGNS = {Align.LEFT: "", Align.CENTER: "^", Align.RIGHT: ">"}


def clean(text: str) -> str:
    """One line of text: NFC, single spaces, nothing invisible; what must not print stays visible.

    Control characters and marks of direction are not dropped in silence: `glyphs` refuses them.
    """
    text = unicodedata.normalize("NFC", text)
    text = "".join(char for char in text if char not in _INVISIBLE)
    return _SPACES.sub(" ", text.replace("\r\n", " ").replace("\n", " ")).strip(" \u3000")


def lead(paragraph: Paragraph) -> int:
    """How many of its first characters stand in the level's face: the first sentence, or what a colon

    ends that stands early in it (一、约谈时间：9月8日).
    """
    if paragraph.level not in _LEAD_FACES:
        return 0
    text = clean(paragraph.text)
    stop, colon = text.find("。"), text.find("：")
    if 0 < colon <= _SHORT_LEAD and (stop < 0 or colon < stop):
        stop = colon
    return stop + 1 if 0 <= stop < len(text) - 1 else len(text)


def is_heading(block: Block, following: Block, *, tidy: bool = True) -> bool:
    """Does this paragraph head what follows? Numbered, all in its level's face, of higher rank.

    A numbered sentence with its full stop heads nothing (`tidy`): the rules before took it for a heading.
    """
    if not isinstance(block, Paragraph) or not block.level:
        return False
    text = clean(block.text)
    if block.level in _LEAD_FACES:
        whole = lead(block) == len(text) and not (tidy and text.endswith(_SENTENCE_ENDS))
    else:
        whole = not text.endswith(_SENTENCE_ENDS)
    if not isinstance(following, Paragraph):
        return whole
    return whole and (not following.level or following.level > block.level)


def faces_of(paragraph: Paragraph) -> list[Face]:
    """The face of each character of the cleaned text."""
    size, first = len(clean(paragraph.text)), lead(paragraph)
    return [_LEAD_FACES.get(paragraph.level, Face.FANGSONG)] * first + [Face.FANGSONG] * (
        size - first
    )


def parse_text(text: str) -> list[Block]:
    """Blocks of an edited text: a line is a paragraph, its numbering gives the level.

    Lines between bars are a table: `|head:3|head:1^|` (share of width; ^ centred, > right), then
    the rows; a first line `|=caption|` names it and `|==caption|` also turns it (横排).
    """
    blocks: list[Block] = []
    rows: list[str] = []
    for line in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]:
        stripped = line.strip(" \t\u3000")
        if _TABLE.fullmatch(stripped):
            rows.append(stripped)
            continue
        if rows:
            blocks.append(_table(rows))
            rows = []
        if stripped:
            blocks.append(Paragraph(stripped, level_of(stripped)))
    return blocks


def format_text(blocks: Iterable[Block]) -> str:
    """The inverse of `parse_text`; a chart cannot be typed, its table can."""
    return "\n".join(
        block.text.strip() if isinstance(block, Paragraph) else _table_text(block)
        for block in blocks
        if not isinstance(block, Columns)
    )


def _table(lines: list[str]) -> Table:
    caption, landscape = "", False
    if lines[0].startswith("|="):
        landscape = lines[0].startswith("|==")
        caption, lines = lines[0].strip("|").lstrip("="), lines[1:]
    if not lines:
        raise DocumentError(f"表格“{caption}”没有表头")
    columns = tuple(_column(cell) for cell in _cells(lines[0]))
    for number, line in enumerate(lines[1:], start=1):
        if len(_cells(line)) != len(columns):
            raise DocumentError(
                f"表格第{number}行有{len(_cells(line))}格，表头有{len(columns)}格，请补齐或删去竖线“|”"
            )
    return Table(columns, tuple(_cells(line) for line in lines[1:]), caption, landscape)


def _cells(line: str) -> tuple[str, ...]:
    parts = re.split(r"(?<!\\)\|", line[1:-1])
    return tuple(part.strip().replace("\\|", "|").replace("\\n", "\n") for part in parts)


def _column(cell: str) -> Column:
    found = re.fullmatch(r"(.*?)(?::(\d+(?:\.\d+)?)([\^>]?))?", cell)
    heading, share, mark = found.groups() if found else (cell, None, "")
    align = {"^": Align.CENTER, ">": Align.RIGHT}.get(mark or "", Align.LEFT)
    return Column(heading, float(share or 1), align)


def _table_text(table: Table) -> str:
    lines = []
    if table.caption or table.landscape:
        lines.append(f"|{'==' if table.landscape else '='}{table.caption}|")
    lines.append(_row(f"{c.heading}:{c.share:g}{_ALIGNS[c.align]}" for c in table.columns))
    return "\n".join([*lines, *(_row(row) for row in table.rows)])


def _row(cells: Iterable[str]) -> str:
    return "|" + "|".join(cell.replace("|", "\\|").replace("\n", "\\n") for cell in cells) + "|"
