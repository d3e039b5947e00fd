"""Owns the composition of a whole paper: text in, pages with placed marks out; no PDF yet."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest

from supervision.core.documents import scans
from supervision.core.documents.blocks import (
    blank_row,
    columns_items,
    paragraph_items,
    row_item,
    table_items,
)
from supervision.core.documents.closing import attachments_note, below_items, glued, signature_items
from supervision.core.documents.composer import compose
from supervision.core.documents.errors import DocumentError
from supervision.core.documents.fit import IMPRINT_ROW, Fit, Spacing
from supervision.core.documents.flow import TURNED, UPRIGHT, Canvas, Done, Flow, Item, merge_rules
from supervision.core.documents.fonts import Face
from supervision.core.documents.grid import (
    BOTTOM,
    EM3,
    EM4,
    HEIGHT,
    LEFT,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PITCH,
    RIGHT,
    SIZE1,
    SIZE3,
    SIZE4,
    WIDTH,
    rows_at,
)
from supervision.core.documents.head import LETTER_GAP, LETTER_SECOND_RULE, head, opening_title
from supervision.core.documents.imprint import Imprint, imprint
from supervision.core.documents.model import (
    Attachment,
    Block,
    Columns,
    Layout,
    Paper,
    Paragraph,
    Table,
)
from supervision.core.documents.naming import listed
from supervision.core.documents.sheet import (
    Mark,
    Rule,
    Sheet,
    Text,
    as_one,
    extent,
    set_line,
    single,
    tagged,
    widths,
)
from supervision.core.documents.tags import ARTIFACT, Kind, Tag
from supervision.core.documents.text import clean, is_heading
from supervision.core.documents.title import title_lines

_NUMBER_TOP = 269.0 - EM4 / 2  # page number: the dashes' mid-line is 7 mm below 版心
_TICK = 5.0  # mm
TOO_MANY = "主送机关太多，首页排不下正文（文书式没有版记），请改用统称或者公文版式"
_NOTE = 120  # characters below a table on its side that stay on its page
_HEADING_LINES = 3  # of a longer heading no more go with what follows


@dataclass(frozen=True)
class Setting:
    """The pages of a paper, to how many of its paragraphs something was done, and where its parts went.

    `text_pages` come before the 版记 if that takes pages of its own; `addressed` says that 主送 stands above the text;
    `begun` counts the lines of text on page 1, below title and 主送; `signed` is the page of the signature.
    """

    sheets: list[Sheet]
    done: Counter[Done]
    text_pages: int
    addressed: bool
    begun: int
    signed: int


def typeset(paper: Paper, fit: Fit) -> Setting:
    """The pages, in order, set this way; raises DocumentError when it cannot be by the standard."""
    spacing = fit.spacing
    flow = Flow(spacing.pitch)
    first = flow.open_page()
    opening = head(paper, within=fit.rules > 2)
    first.marks += opening.marks
    flow.cursor = opening.title_row * PITCH
    flow.origin = flow.cursor if fit.pitch is not None else 0.0
    flow.run(_opening(paper, spacing))
    here = not fit.below and _addressees_fit(paper, flow, spacing)
    to = addressee_items(paper.addressees, spacing) if here else []
    above = first.lines + len(to)
    _run_blocks(flow, [*to, *_body(paper, fit)], spacing)
    block = imprint(paper, addressees_here=not here, spacing=spacing, row=fit.imprint_row)
    for number, attachment in enumerate(paper.attachments, start=1):
        _attach(flow, attachment, number if len(paper.attachments) > 1 else None, spacing)
        if attachment.file is not None:
            last = attachment is paper.attachments[-1]
            scans.place(flow, attachment, partial(_spare, paper, block if last else None))
    text_pages = len(flow.sheets)
    _imprint(flow, paper, block)
    _finish(flow.sheets, paper)
    return Setting(flow.sheets, flow.done, text_pages, here, first.lines - above, flow.signed)


def _opening(paper: Paper, spacing: Spacing) -> list[Item]:
    """The title; in 文书式 the number at the right directly under it."""
    items = _title_items(opening_title(paper), WIDTH, spacing)
    number = clean(paper.number or "")
    if paper.layout is Layout.PLAIN and number:
        line = single(number, x=WIDTH - extent(number), top=0.0)
        items.insert(max(len(items) - 1, 0), row_item(spacing.pitch, line))
    return items


def _title_items(lines: list[str], width: float, spacing: Spacing) -> list[Item]:
    """2号小标宋 centred, one row of the grid a line, in the row's middle; an empty row below."""
    dy = (EM3 - SIZE1 / MM) / 2
    items = []
    for number, line in enumerate(lines):
        x = (width - extent(line, Face.BIAOSONG, size=SIZE1, gap=0.0)) / 2
        text = single(line, Face.BIAOSONG, x=x, top=dy, size=SIZE1, gap=0.0)
        text = tagged(text, Tag(Kind.TITLE, more=number > 0))
        items.append(Item(spacing.pitch, (text,), ink=EM3))
    return [*items, Item(spacing.pitch, ink=0.0)] if items else []


def addressee_items(names: Sequence[str], spacing: Spacing) -> list[Item]:
    """主送机关 顶格, a full-width colon after the last."""
    if not names:
        return []
    text = listed(names, by_sort=spacing.calm) + "："
    faces = [Face.FANGSONG] * len(text)
    lines = compose(
        text,
        widths(text, faces),
        measure=WIDTH / EM3,
        gap=spacing.gap,
        careful=spacing.careful,
    )
    set_lines = [set_line(text, line, faces, x=0.0, top=0.0, size=SIZE3) for line in lines]
    return [row_item(spacing.pitch, line) for line in as_one(set_lines)]


def _addressees_fit(paper: Paper, flow: Flow, spacing: Spacing) -> bool:
    """Do they leave room for body text on page 1? Else they move to the 版记."""
    rows = round(flow.cursor / spacing.pitch) + len(addressee_items(paper.addressees, spacing))
    fit = rows < rows_at(spacing.pitch)
    if not fit and paper.layout is Layout.PLAIN:
        raise DocumentError(TOO_MANY)
    return fit


def _body(paper: Paper, fit: Fit) -> list[Item | Block]:
    """Body, 附件说明, signature and 附注; the last lines of text stay with the signature."""
    spacing = fit.spacing
    blocks = list(paper.blocks)
    note = attachments_note(paper.attachments, spacing)
    closing = [
        *signature_items(paper.signature, spacing.pitch),
        *below_items(paper, spacing),
    ]
    last: list[Block] = []
    while blocks and not _turned(blocks[-1]) and (spacing.careful or not last):
        last.insert(0, blocks.pop())
    tail = [*_set(last, UPRIGHT, spacing), *note]
    count = fit.kept + len(note)
    free = tail[:-count] if len(tail) > count else []
    kept = tail[len(free) :]
    signed = [replace(item, closing=True) for item in (*glued(closing[:-1]), closing[-1])]
    return [*blocks, *free, *glued(kept), *signed]


def _turned(part: Item | Block) -> bool:
    return isinstance(part, Table) and part.landscape


def _set(blocks: Sequence[Block], canvas: Canvas, spacing: Spacing) -> list[Item]:
    """Blocks as items; a heading stays on one page with what follows it."""
    items: list[Item] = []
    for block, following in zip_longest(blocks, blocks[1:]):
        some = _items(block, canvas, spacing)
        heads = following is not None and is_heading(block, following, tidy=spacing.tidy)
        if spacing.careful and heads:
            some = [*some[:-_HEADING_LINES], *glued(some[-_HEADING_LINES:])]
        items += some
    return items


def _items(block: Block, canvas: Canvas, spacing: Spacing) -> list[Item]:
    if isinstance(block, Table):
        return table_items(block, canvas.width, spacing=spacing)
    if isinstance(block, Columns):
        return columns_items(block, canvas.width, spacing.pitch)
    return paragraph_items(block, canvas.width, spacing)


def _run_blocks(flow: Flow, parts: Sequence[Item | Block], spacing: Spacing) -> None:
    """Run items and blocks; a landscape table takes turned pages, what follows a new page."""
    canvas = flow.canvas
    pending: list[Item] = []
    together: list[Block] = []
    for part, following in zip_longest(parts, parts[1:]):
        if isinstance(part, Item):
            pending.append(part)
        elif _turned(part) and not canvas.turned:
            flow.run(pending)
            pending = []
            flow.open_page(TURNED)
            flow.run(_items(part, TURNED, spacing))
        else:
            together.append(part)
            ends = following is None or isinstance(following, Item) or _turned(following)
            if ends or flow.canvas is not canvas:
                pending += _set(together, canvas, spacing)
                together = []
        if flow.canvas is not canvas and pending:
            flow.open_page(canvas)
    flow.run(pending)


def _attach(flow: Flow, attachment: Attachment, number: int | None, spacing: Spacing) -> None:
    """An attachment on its own page: 附件N 顶格 on line 1, its title centred on line 3."""
    turned, upright = sides_of(attachment, spacing)
    canvas = TURNED if turned else UPRIGHT
    flow.open_page(canvas)
    label = f"附件{number or ''}"
    start = [
        row_item(spacing.pitch, single(label, Face.HEITI, x=0.0, top=0.0)),
        blank_row(spacing.pitch, blank=False),
    ]
    title = _title_items(title_lines(attachment.title), canvas.width, spacing)
    if attachment.file is not None and not attachment.file.pictured:
        start, title = start[:1], []  # a document has its own title
    _run_blocks(flow, [*start, *title, *(turned or upright)], spacing)
    if turned and upright:
        flow.open_page(UPRIGHT)
        _run_blocks(flow, upright, spacing)


def sides_of(attachment: Attachment, spacing: Spacing) -> tuple[Sequence[Block], Sequence[Block]]:
    """What stands on turned pages with the annex's title above it, and what follows upright: a table on its side that
    begins the annex takes the title along, which would else have a page to itself, and a note below it.
    """
    blocks = attachment.blocks
    if attachment.landscape:
        return blocks, ()
    if not spacing.calm:
        return (), blocks
    count = next((n for n, one in enumerate(blocks) if not _turned(one)), len(blocks))
    rest = blocks[count:]
    words = sum(len(one.text) if isinstance(one, Paragraph) else _NOTE + 1 for one in rest)
    return (blocks, ()) if count and words <= _NOTE else (blocks[:count], rest)


def _spare(paper: Paper, block: Imprint | None, page: int) -> float:
    """How much of this page the 版记 wants, if it may stand there."""
    if block is None or (_backs(paper) and page % 2):
        return 0.0
    return block.height + BOTTOM - foot_of(paper, page) + 1.5


def _backs(paper: Paper) -> bool:
    """Whether the 版记 stands on the back of a sheet."""
    return paper.duplex and paper.layout is Layout.OFFICIAL


def _imprint(flow: Flow, paper: Paper, block: Imprint | None) -> None:
    """Put the 版记 at the foot of the last page, an even one when both sides are printed."""
    if block is None:
        return
    sheets = flow.sheets
    if block.height > HEIGHT:
        raise DocumentError("主送、抄送机关太多，版记超过一页，请改用统称（如“各县、区人民政府”）")
    bottom = foot_of(paper, len(sheets))
    room = not flow.canvas.turned and flow.lowest + 1.0 <= bottom - block.height
    page = len(sheets) + (0 if room else 1)
    if _backs(paper) and page % 2:
        page += 1
    blank = page - len(sheets) > 1
    while len(sheets) < page:
        sheets.append(Sheet(numbered=not blank))
    sheets[-1].marks += block.placed(foot_of(paper, page))


def foot_of(paper: Paper, page: int) -> float:
    """Where the 版记 ends: 版心's bottom edge; on a letter's first page just above the red rule."""
    if paper.layout is Layout.LETTER and page == 1:
        return LETTER_SECOND_RULE - 1.5 - LETTER_GAP + (IMPRINT_ROW - EM4) / 2
    return BOTTOM


def _finish(sheets: list[Sheet], paper: Paper) -> None:
    """Page numbers, watermark and stamp of every page."""
    for number, sheet in enumerate(sheets, start=1):
        sheet.marks = merge_rules(sheet.marks)
        sheet.turned = merge_rules(sheet.turned)
        sheet.watermark, sheet.void = clean(paper.watermark), clean(paper.void)
        bare = paper.layout is Layout.LETTER and number == 1
        if sheet.numbered and not bare:
            sheet.marks.append(page_number(number))
        if paper.seam and len(sheets) > 1:
            sheet.marks += _seam(paper.signature.seal_mm)


def _seam(seal: float) -> list[Mark]:
    """Two short rules at the right edge, a seal's diameter apart: between them the fanned pages are sealed."""
    middle = PAGE_HEIGHT / 2
    x = PAGE_WIDTH - _TICK
    return [Rule(x, middle + side * seal / 2, _TICK, 0.2) for side in (-1, 1)]


def page_number(number: int) -> Mark:
    """— 1 — in 4号: at the right, one character in, on odd pages; at the left on even ones."""
    text = f"— {number} —"
    x = LEFT + EM4
    if number % 2:
        x = RIGHT - EM4 - extent(text, size=SIZE4, gap=0.0)
    return tagged(single(text, x=x, top=_NUMBER_TOP, size=SIZE4, gap=0.0), ARTIFACT)


def text_of(sheets: Iterable[Sheet]) -> list[list[str]]:
    """The lines of each page in the order in which they were set."""
    return [
        [
            line
            for mark in (*s.marks, *s.turned)
            if isinstance(mark, Text)
            for line in _text_lines(mark)
        ]
        for s in sheets
    ]


def _text_lines(mark: Text) -> list[str]:
    return "".join(run.text for run in mark.runs).split("\n")
