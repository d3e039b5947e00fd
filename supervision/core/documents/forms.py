"""Owns the working forms (送达回证, 约谈记录, 问题清单 …): one look for all of them."""

from collections.abc import Iterator
from itertools import groupby

from supervision.core.documents.blocks import cells_items, table_items
from supervision.core.documents.composer import compose
from supervision.core.documents.flow import Canvas, Flow, Item, merge_rules
from supervision.core.documents.fonts import Face
from supervision.core.documents.grid import MM, SIZE1, SIZE3, SIZE4, SIZE_TABLE
from supervision.core.documents.model import (
    Align,
    Code,
    Form,
    FormBlock,
    Grid,
    Paragraph,
    SignLine,
    Table,
    chinese_date,
)
from supervision.core.documents.sheet import (
    Mark,
    Picture,
    Rule,
    Sheet,
    extent,
    set_line,
    single,
    widths,
)
from supervision.core.documents.text import clean, faces_of
from supervision.core.documents.title import title_lines

UPRIGHT_FORM = Canvas(25.0, 25.0, 160.0, 244.0)
WIDE_FORM = Canvas(25.0, 25.0, 247.0, 157.0, wide=True)
_SPACE = 4.0  # mm between blocks
_TEXT_LEADING = 8.4
_AIR = 1.0  # mm more above and below the text of a form's cell than of a table's
_SMALL = 10.5  # pt, 五号
_SIGN_ROW = 12.0
_CODE_SIDE = 30.0
_FOOT = 9.0  # mm from the canvas to the page number


def typeset_form(form: Form) -> list[Sheet]:
    """The pages of a form."""
    canvas = WIDE_FORM if form.landscape else UPRIGHT_FORM
    flow = Flow()
    flow.open_page(canvas)
    flow.run(_heading(form, canvas.width))
    previous: FormBlock | None = None
    for block in form.blocks:
        alike = type(block) is type(previous) and isinstance(block, Paragraph | SignLine)
        if previous and not alike:
            flow.run([Item(_SPACE, ink=0.0, blank=True)])
        flow.run(_block_items(block, canvas.width))
        previous = block
    if clean(form.note):
        flow.run([Item(_SPACE / 2, ink=0.0, blank=True)])
        flow.run(_lines(clean(form.note), canvas.width, size=_SMALL, leading=5.6))
    _finish(flow.sheets, form, canvas)
    return flow.sheets


def _heading(form: Form, width: float) -> Iterator[Item]:
    if clean(form.issuer):
        yield _centred(clean(form.issuer), Face.FANGSONG, width, size=SIZE3, height=9.5)
    for line in title_lines(form.title):
        yield _centred(line, Face.BIAOSONG, width, size=SIZE1, height=11.5)
    number = clean(form.number)
    marks: list[Mark] = []
    if number:
        x = width - extent(number, size=SIZE_TABLE, gap=0.0)
        marks.append(single(number, x=x, top=0.8, size=SIZE_TABLE, gap=0.0))
    yield Item(7.0 if number else 3.0, tuple(marks))


def _centred(text: str, face: Face, width: float, *, size: float, height: float) -> Item:
    x = (width - extent(text, face, size=size, gap=0.0)) / 2
    return Item(height, (single(text, face, x=x, top=0.0, size=size, gap=0.0),), glued=True)


def _block_items(block: FormBlock, width: float) -> list[Item]:
    if isinstance(block, Grid):
        return _grid_items(block, width)
    if isinstance(block, Table):
        return table_items(block, width, snap=False)
    if isinstance(block, Paragraph):
        return _paragraph(block, width)
    return [_sign_line(block, width) if isinstance(block, SignLine) else _code(block, width)]


def _grid_items(grid: Grid, width: float) -> list[Item]:
    """Rows of cells; a label stands centred in 黑体."""
    unit = width / sum(grid.shares)
    items: list[Item] = []
    for number, row in enumerate(grid.rows):
        sizes, cells, column = [], [], 0
        for cell in row:
            sizes.append(unit * sum(grid.shares[column : column + cell.span]))
            face = Face.HEITI if cell.label else Face.FANGSONG
            cells.append((cell.text, face, Align.CENTER if cell.label else cell.align))
            column += cell.span
        least = max(cell.lines for cell in row)
        items += cells_items(cells, sizes, top_rule=number == 0, least_lines=least, air=_AIR)
    return items


def _paragraph(paragraph: Paragraph, width: float) -> list[Item]:
    text, faces = clean(paragraph.text), faces_of(paragraph)
    return _lines(text, width, size=SIZE4, leading=_TEXT_LEADING, faces=faces, indent=2.0)


def _lines(
    text: str,
    width: float,
    *,
    size: float,
    leading: float,
    faces: list[Face] | None = None,
    indent: float = 0.0,
) -> list[Item]:
    faces = faces or [Face.FANGSONG] * len(text)
    em = size / MM
    items = []
    for number, line in enumerate(
        compose(text, widths(text, faces), measure=width / em, indent=indent)
    ):
        x = 0.0 if number else indent * em
        mark = set_line(text, line, faces, x=x, top=(leading - em) / 2, size=size)
        items.append(Item(leading, (mark,)))
    return items


def _sign_line(sign: SignLine, width: float) -> Item:
    """Label, a line to sign on, and the date at the right."""
    em = SIZE4 / MM
    top = _SIGN_ROW - em - 1.5
    label = f"{clean(sign.label)}："
    date = (
        chinese_date(sign.date) if sign.date else "\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"
    )
    begin = extent(label, size=SIZE4, gap=0.0)
    date_x = width - extent(date, size=SIZE4, gap=0.0)
    marks: list[Mark] = [single(label, x=0.0, top=top, size=SIZE4, gap=0.0)]
    if clean(sign.name):
        marks.append(single(clean(sign.name), x=begin + em / 2, top=top, size=SIZE4, gap=0.0))
    marks.append(Rule(begin, _SIGN_ROW - 1.0, max(date_x - begin - 2 * em, 10.0), 0.25))
    marks.append(single(date, x=date_x, top=top, size=SIZE4, gap=0.0))
    return Item(_SIGN_ROW, tuple(marks))


def _code(code: Code, width: float) -> Item:
    """A QR code with its caption at the right."""
    modules, path = _modules(code.text)
    em = SIZE_TABLE / MM
    marks: list[Mark] = [Picture(0.0, 0.0, _CODE_SIDE, modules, path)]
    faces = [Face.FANGSONG] * len(clean(code.caption))
    begin = _CODE_SIDE + 3.0
    text = clean(code.caption)
    lines = compose(text, widths(text, faces), measure=(width - begin) / em)
    top = (_CODE_SIDE - len(lines) * 6.5) / 2
    for number, line in enumerate(lines):
        marks.append(set_line(text, line, faces, x=begin, top=top + number * 6.5, size=SIZE_TABLE))
    return Item(_CODE_SIDE, tuple(marks))


def _modules(text: str) -> tuple[int, str]:
    """Side of the code in modules, quiet zone included, and its dark runs as SVG path data."""
    import segno

    rows = list(segno.make(text, error="m", micro=False).matrix_iter(border=2))
    runs = []
    for y, row in enumerate(rows):
        for dark, group in groupby(enumerate(row), key=lambda cell: bool(cell[1])):
            cells = list(group)
            if dark:
                runs.append(f"M{cells[0][0]} {y}h{len(cells)}v1h-{len(cells)}z")
    return len(rows), "".join(runs)


def _finish(sheets: list[Sheet], form: Form, canvas: Canvas) -> None:
    """第1页 共2页 at the foot of each page; a single page needs none."""
    for number, sheet in enumerate(sheets, start=1):
        sheet.marks = merge_rules(sheet.marks)
        sheet.watermark, sheet.void = clean(form.watermark), clean(form.void)
        if len(sheets) > 1:
            text = f"第{number}页 共{len(sheets)}页"
            x = canvas.left + (canvas.width - extent(text, size=_SMALL, gap=0.0)) / 2
            y = canvas.top + canvas.height + _FOOT
            sheet.marks.append(single(text, x=x, top=y, size=_SMALL, gap=0.0))
