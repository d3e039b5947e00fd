"""Owns what follows the body: 附件说明, 署名 and 成文日期 with room for the seal, 附注."""

import math
from dataclasses import replace

from supervision.core.documents.blocks import INDENT, blank_row, row_item
from supervision.core.documents.composer import compose
from supervision.core.documents.fit import Spacing
from supervision.core.documents.flow import Item
from supervision.core.documents.fonts import Face
from supervision.core.documents.grid import EM3, GAP, PITCH, SIZE3, STEP, WIDTH
from supervision.core.documents.model import (
    Attachment,
    Layout,
    Paper,
    Signature,
    SignatureStyle,
    chinese_date,
)
from supervision.core.documents.naming import listed
from supervision.core.documents.sheet import (
    Mark,
    Text,
    as_one,
    extent,
    set_line,
    single,
    tagged,
    widths,
)
from supervision.core.documents.tags import MORE, PARAGRAPH
from supervision.core.documents.text import clean
from supervision.core.documents.title import title_lines

_BELOW_CENTRE = 3.0  # mm by which name and date lie below the seal's centre (居中下压)
_SEALS_A_ROW = 3
_SEAL_SPACE = 2.0  # mm between two seals, which must not touch
_LONGEST_NAME = 24  # characters of a 署名 on one line
BLANK_DATE = "\u3000\u3000年\u3000月\u3000日"
_STAMP_WIDTH = 4 * STEP  # a signature stamp is about 20 × 10 mm


def attachments_note(attachments: tuple[Attachment, ...], spacing: Spacing) -> list[Item]:
    """附件：1.… one empty line below the body; wrapped lines stand under the name."""
    pitch = spacing.pitch
    items = [blank_row(pitch)] if attachments else []
    for number, attachment in enumerate(attachments, start=1):
        title = clean(attachment.title.replace("\n", ""))
        label = f"{number}." if len(attachments) > 1 else ""
        x = 2 * STEP + 3 * STEP
        begin = x + (extent(f"{len(attachments)}.") + GAP * EM3 if label else 0.0)
        faces = [Face.FANGSONG] * len(title)
        lines = compose(
            title,
            widths(title, faces),
            measure=(WIDTH - begin) / EM3,
            gap=GAP,
            careful=spacing.careful,
        )
        for place, line in enumerate(lines):
            marks: list[Mark] = []
            if place == 0 and number == 1:
                marks.append(single("附件：", x=2 * STEP, top=0.0))
            if place == 0 and label:
                marks.append(single(label, x=x, top=0.0))
            marks.append(set_line(title, line, faces, x=begin, top=0.0, size=SIZE3))
            marks[:] = [
                tagged(mark, MORE if place or n else PARAGRAPH) for n, mark in enumerate(marks)
            ]
            items.append(row_item(pitch, *marks))
    return items


def signature_items(signature: Signature, pitch: float) -> list[Item]:
    """One item that holds names, date and the room for seals; it never breaks."""
    build = {
        SignatureStyle.SEALED: _sealed,
        SignatureStyle.UNSEALED: _unsealed,
        SignatureStyle.STAMP: _stamped,
    }
    return [build[signature.style](signature, pitch)]


def seal_box(signature: Signature, pitch: float = PITCH) -> tuple[float, float, float]:
    """Of the last seal: centre x from 版心's left, top and bottom below the date row's top, mm."""
    date = date_text(signature)
    centre = WIDTH - 4 * STEP - extent(date) / 2
    middle = _seal_middle(pitch) - pitch
    return centre, middle - signature.seal_mm / 2, middle + signature.seal_mm / 2


def below_items(paper: Paper, spacing: Spacing) -> list[Item]:
    """附注 in round brackets on the line below the date; in 文书式, without 版记, 抄送 below it.

    Both stand lower when one would run into the seal.
    """
    pitch, signature = spacing.pitch, paper.signature
    lines = _note(clean(paper.note), spacing)
    if paper.layout is Layout.PLAIN and paper.copies_to:
        lines += copies_lines(paper.copies_to, spacing)
    items: list[Item] = []
    if lines and signature.style is SignatureStyle.SEALED:
        centre, _, bottom = seal_box(signature, pitch)
        if max(_reach(line) for line in lines) > centre - signature.seal_mm / 2:
            items += [blank_row(pitch, blank=False)] * math.ceil((bottom - pitch) / pitch)
    return items + [row_item(pitch, *line) for line in lines]


def _note(text: str, spacing: Spacing) -> list[list[Mark]]:
    """附注, 左空二字."""
    if not text:
        return []
    text = f"（{text.removeprefix('（').removesuffix('）')}）"
    faces = [Face.FANGSONG] * len(text)
    lines = compose(
        text,
        widths(text, faces),
        measure=WIDTH / EM3,
        indent=INDENT,
        gap=GAP,
        careful=spacing.careful,
    )
    set_lines = [
        set_line(text, line, faces, x=0.0 if number else 2 * STEP, top=0.0, size=SIZE3)
        for number, line in enumerate(lines)
    ]
    return [[line] for line in as_one(set_lines)]


def copies_lines(names: tuple[str, ...], spacing: Spacing) -> list[list[Mark]]:
    """抄送：…。 左空二字; wrapped lines stand after the colon."""
    text = listed(names, by_sort=spacing.calm) + "。"
    faces = [Face.FANGSONG] * len(text)
    measure = (WIDTH - 5 * STEP) / EM3
    set_lines = compose(
        text, widths(text, faces), measure=measure, gap=GAP, careful=spacing.careful
    )
    lines: list[list[Mark]] = [
        [tagged(set_line(text, line, faces, x=5 * STEP, top=0.0, size=SIZE3), MORE)]
        for line in set_lines
    ]
    lines[0].insert(0, single("抄送：", x=2 * STEP, top=0.0))
    return lines


def _reach(line: list[Mark]) -> float:
    """How far to the right a line goes."""
    return max(
        mark.x + extent("".join(run.text for run in mark.runs))
        for mark in line
        if isinstance(mark, Text)
    )


def date_text(signature: Signature) -> str:
    return chinese_date(signature.date) if signature.date else BLANK_DATE


def _names(signature: Signature) -> list[list[str]]:
    """Each name as one line, a very long one broken by meaning."""
    names = [clean(name) for name in signature.names]
    return [[name] if len(name) <= _LONGEST_NAME else title_lines(name) for name in names]


def _seal_middle(pitch: float) -> float:
    """Height of the seal's centre below the last name's row: a little above name and date."""
    return (pitch + EM3) / 2 - _BELOW_CENTRE


def _sealed(signature: Signature, pitch: float) -> Item:
    """Names in rows of seals, the last seal also over the date."""
    radius = signature.seal_mm / 2
    date = date_text(signature)
    centre = WIDTH - 4 * STEP - extent(date) / 2
    names = _names(signature) or [[""]]
    rows = _seal_rows(names, centre, signature.seal_mm)
    # The seal's top is within one line of the body: as few empty rows as the radius allows.
    above = math.ceil((radius - _seal_middle(pitch) + EM3) / pitch) - 1
    between = math.ceil((signature.seal_mm + _SEAL_SPACE) / pitch)
    marks: list[Mark] = []
    top = above * pitch
    for number, row in enumerate(rows):
        top = (above + number * between) * pitch
        for middle, lines in row:
            marks += _centred(lines, middle, top, pitch)
    last = top + pitch
    marks.append(single(date, x=centre - extent(date) / 2, top=last))
    return Item(last + pitch, tuple(marks), ink=top + _seal_middle(pitch) + radius)


def _seal_rows(
    names: list[list[str]], centre: float, seal: float
) -> list[list[tuple[float, list[str]]]]:
    """Names with the x of their centres, a row of seals after another, the last under the date."""
    widest = max(extent(line) for lines in names for line in lines)
    a_row = _SEALS_A_ROW
    while a_row > 1 and (centre - seal / 2) / (a_row - 1) < max(widest, seal) + _SEAL_SPACE:
        a_row -= 1
    a_row = min(a_row, len(names))
    step = (centre - seal / 2) / (a_row - 1) if a_row > 1 else 0.0
    step = min(step, max(widest + 2 * STEP, seal + 4 * _SEAL_SPACE))
    rows = [names[i : i + a_row] for i in range(0, len(names), a_row)]
    return [
        [(centre - (len(row) - 1 - place) * step, lines) for place, lines in enumerate(row)]
        for row in rows
    ]


def _centred(lines: list[str], middle: float, top: float, pitch: float) -> list[Mark]:
    """A name centred on its seal, kept inside 版心; its last line on the row itself."""
    marks: list[Mark] = []
    for number, line in enumerate(lines):
        length = extent(line)
        x = min(max(middle - length / 2, 0.0), WIDTH - length)
        marks.append(single(line, x=x, top=top - (len(lines) - 1 - number) * pitch))
    return marks


def _unsealed(signature: Signature, pitch: float) -> Item:
    """署名 右空二字; the date begins two characters right of it, or takes 右空二字 itself."""
    date = date_text(signature)
    lines = [line for name in _names(signature) for line in name]
    longest = max((extent(line) for line in lines), default=0.0)
    x = WIDTH - 2 * STEP - longest
    date_x = x + 2 * STEP
    if date_x + extent(date) > WIDTH - 2 * STEP:
        date_x = WIDTH - 2 * STEP - extent(date)
        x = min(x, date_x - 2 * STEP)
    marks: list[Mark] = [single(line, x=x, top=(row + 1) * pitch) for row, line in enumerate(lines)]
    top = (len(lines) + 1) * pitch
    marks.append(single(date, x=date_x, top=top))
    return Item(top + pitch, tuple(marks), ink=top + EM3)


def _stamped(signature: Signature, pitch: float) -> Item:
    """Room for the signature stamp two lines down, post at its left, the date a line below."""
    post = clean(signature.post)
    date = date_text(signature)
    stamp_left = WIDTH - 4 * STEP - _STAMP_WIDTH
    marks: list[Mark] = []
    if post:
        marks.append(single(post, x=stamp_left - 2 * STEP - extent(post), top=2 * pitch))
    top = 4 * pitch
    marks.append(single(date, x=WIDTH - 4 * STEP - extent(date), top=top))
    return Item(top + pitch, tuple(marks), ink=top + EM3)


def glued(items: list[Item]) -> list[Item]:
    """The same items, each kept on one page with its successor."""
    return [replace(item, glued=True) for item in items]
