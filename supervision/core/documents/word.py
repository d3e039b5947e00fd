"""Owns the dealings with Word: page, grid, fonts by name, page numbers, tables and rules."""

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from supervision.core.documents import grid
from supervision.core.documents.fonts import Face
from supervision.core.documents.model import Table

_FONTS = {
    Face.BIAOSONG: "方正小标宋简体",
    Face.FANGSONG: "仿宋_GB2312",
    Face.KAITI: "楷体_GB2312",
    Face.HEITI: "黑体",
}
_LATIN, _SONG = "Times New Roman", "宋体"
_RED = RGBColor(0xE6, 0x00, 0x12)
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_AFTER_BORDERS = tuple(
    f"w:{name}"
    for name in [
        "shd",
        "tabs",
        "suppressAutoHyphens",
        "kinsoku",
        "wordWrap",
        "overflowPunct",
        "topLinePunct",
        "autoSpaceDE",
        "autoSpaceDN",
        "bidi",
        "adjustRightInd",
        "snapToGrid",
        "spacing",
        "ind",
        "contextualSpacing",
        "mirrorIndents",
        "suppressOverlap",
        "jc",
        "textDirection",
        "textAlignment",
        "textboxTightWrap",
        "outlineLvl",
        "divId",
        "cnfStyle",
        "rPr",
        "sectPr",
        "pPrChange",
    ]
)
_LINE_PITCH = round(grid.HEIGHT / grid.ROWS * grid.MM * 20)  # twips: Word's grid fills 版心
_CHAR_SPACE = round(grid.GAP * grid.SIZE3 * 4096)  # 1/4096 pt
_FOOTER = 25.0  # mm from the page's edge: the dash lies 7 mm below 版心


def prepare(document: WordDocument) -> None:
    """Page, grid, default type and page numbers at both outer edges."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(grid.PAGE_WIDTH), Mm(grid.PAGE_HEIGHT)
    section.left_margin, section.top_margin = Mm(grid.LEFT), Mm(grid.TOP)
    section.right_margin = Mm(grid.PAGE_WIDTH - grid.RIGHT)
    section.bottom_margin = Mm(grid.PAGE_HEIGHT - grid.BOTTOM)
    section.footer_distance = Mm(_FOOTER)
    properties = section._sectPr  # noqa: SLF001 - python-docx has no name for the grid
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(
        _element("w:docGrid", type="linesAndChars", linePitch=_LINE_PITCH, charSpace=_CHAR_SPACE)
    )
    normal = document.styles["Normal"]
    normal.font.size = Pt(grid.SIZE3)
    normal.font.name = _LATIN
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONTS[Face.FANGSONG])
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0], right=True)
    _page_number(section.even_page_footer.paragraphs[0], right=False)


class Writer:
    """Writes paragraphs one after another."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document

    def line(
        self,
        text: str,
        face: Face = Face.FANGSONG,
        *,
        size: float = grid.SIZE3,
        align: str = "both",
        indent: int = 0,
        right: float = 0.0,
        red: bool = False,
        exact: bool = True,
        tab: float = 0.0,
    ) -> WordParagraph:
        """A paragraph in one face; `right` and `tab` in mm, `indent` in characters."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = _ALIGN["left" if tab else align]
        _run(paragraph, text, face, size=size, red=red)
        if indent:
            _indent(paragraph, indent)
        if right:
            paragraph.paragraph_format.right_indent = Mm(right)
        if tab:
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(tab), WD_TAB_ALIGNMENT.RIGHT)
        if not exact:
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        return paragraph

    def runs(self, parts: Sequence[tuple[str, Face]], *, indent: int) -> None:
        """A justified paragraph in several faces."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = _ALIGN["both"]
        for text, face in parts:
            if text:
                _run(paragraph, text, face)
        _indent(paragraph, indent)

    def blank(self, count: int = 1) -> None:
        """Empty rows of the grid."""
        for _ in range(count):
            self._document.add_paragraph()

    def page_break(self) -> None:
        """What follows begins a page."""
        self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def rule(self) -> None:
        """The red rule, as the lower border of the paragraph just written."""
        border = _element("w:bottom", val="single", sz=12, space=11, color="E60012")
        _border(self._document.paragraphs[-1], border)

    def table(self, table: Table) -> None:
        """A ruled table; its head is repeated on each page."""
        if table.caption:
            self.line(table.caption, Face.HEITI, size=grid.SIZE4, align="center")
        made = self._document.add_table(rows=0, cols=len(table.columns))
        made.style = "Table Grid"
        made.autofit = False
        total = sum(column.share for column in table.columns)
        rows = [tuple(column.heading for column in table.columns), *table.rows]
        for number, cells in enumerate(rows):
            row = made.add_row()
            for cell, text, column in zip(row.cells, cells, table.columns, strict=True):
                cell.width = Mm(grid.WIDTH * column.share / total)
                paragraph = cell.paragraphs[0]
                paragraph.alignment = _ALIGN["center" if number == 0 else column.align.value]
                face = Face.HEITI if number == 0 else Face.FANGSONG
                _run(paragraph, text, face, size=grid.SIZE_TABLE)
            if number == 0:
                row._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # noqa: SLF001

    def imprint(self, rows: Sequence[tuple[str, str]], *, ruled: bool) -> None:
        """Lines of the 版记, each with a text at the left and one at the right."""
        for number, (left, right) in enumerate(rows):
            text = f"\u3000{left}\t{right}\u3000" if right else f"\u3000{left}"
            paragraph = self.line(text, size=grid.SIZE4, tab=grid.WIDTH)
            if ruled:
                edges = [_element("w:top", val="single", sz=6 if number else 8, space=1)]
                if number == len(rows) - 1:
                    edges.append(_element("w:bottom", val="single", sz=8, space=1))
                _border(paragraph, *edges)


def _run(
    paragraph: WordParagraph,
    text: str,
    face: Face,
    *,
    size: float = grid.SIZE3,
    red: bool = False,
) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(round(size * 2) / 2)
    run.font.name = _LATIN
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONTS[face])  # noqa: SLF001
    if red:
        run.font.color.rgb = _RED


def _indent(paragraph: WordParagraph, characters: int) -> None:
    """左空N字 in Word's own unit, so that it stays two characters when the size changes."""
    paragraph.paragraph_format.first_line_indent = Pt(characters * grid.SIZE3)
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001
    indent.set(qn("w:firstLineChars"), str(characters * 100))


def _border(paragraph: WordParagraph, *edges: object) -> None:
    """Borders of a paragraph, at the place among its properties that Word's schema asks for."""
    borders = OxmlElement("w:pBdr")
    borders.extend(edges)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)  # noqa: SLF001


def _page_number(paragraph: WordParagraph, *, right: bool) -> None:
    """— 1 — in 4号, one character in from the outer edge."""
    paragraph.alignment = _ALIGN["right" if right else "left"]
    space = paragraph.paragraph_format
    space.right_indent, space.left_indent = (Mm(grid.EM4), None) if right else (None, Mm(grid.EM4))
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text or "")
        run.font.size = Pt(grid.SIZE4)
        run.font.name = _SONG
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _SONG)  # noqa: SLF001
        if text is None:
            for kind in ("begin", "end"):
                run._r.append(_element("w:fldChar", fldCharType=kind))  # noqa: SLF001
                if kind == "begin":
                    instruction = OxmlElement("w:instrText")
                    instruction.text = "PAGE"
                    run._r.append(instruction)  # noqa: SLF001


def _element(name: str, **attributes: object) -> object:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    return element
