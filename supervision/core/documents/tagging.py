"""Tags a drawn PDF by what its placed texts are: PDF/UA-1 structure beside PDF/A-3.

`painting` numbers every text and picture of a page as it draws them; here the lines become headings,
paragraphs and tables, in the place of WeasyPrint's own tree, which is empty.
"""

import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from supervision.core.documents.grid import MM, PAGE_HEIGHT
from supervision.core.documents.pictured import said_of
from supervision.core.documents.raster import words_on
from supervision.core.documents.scans import put
from supervision.core.documents.sheet import Chart, Picture, Scan, Sheet, Text
from supervision.core.documents.tags import Kind, Tag

_UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


@dataclass
class _Tree:
    """The structure while it grows; `owners` of the marks of each page, in the order of their numbers."""

    pdf: Pdf
    document: Dictionary
    owners: dict[int, list[Dictionary]] = field(default_factory=lambda: defaultdict(list))
    open: Dictionary | None = None
    kind: Kind | None = None
    table: Dictionary | None = None
    row: int = -1
    cells: list[Dictionary] = field(default_factory=list)  # of that row

    def take(self, tag: Tag, page: int) -> None:
        """Put the next text of the page where it belongs."""
        if tag.columns:
            self._cell(tag)
        else:
            self._end_table()
            if not (tag.more and self.open is not None and self.kind is tag.kind):
                self.open, self.kind = self.under(self.document, tag.kind.value), tag.kind
        assert self.open is not None  # noqa: S101
        self.fill(self.open, page)

    def under(self, parent: Dictionary, name: str) -> Dictionary:
        """A new element at the end of another."""
        made = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{name}"), P=parent, K=Array())
        )
        parent.K.append(made)
        return made

    def fill(self, element: Dictionary, page: int) -> int:
        """The next mark of the page as the element's; its number."""
        number = len(self.owners[page])
        element.K.append(Dictionary(Type=Name.MCR, Pg=self.pdf.pages[page].obj, MCID=number))
        self.owners[page].append(element)
        return number

    def figure(self, mark: Chart | Picture | Scan) -> Dictionary:
        """A chart, a code or a page of a bound file, with its words."""
        self._end_table()
        self.open = None
        figure = self.under(self.document, "Figure")
        figure.Alt = String(mark.said if isinstance(mark, Scan) else said_of(mark))
        wide, high = (mark.side,) * 2 if isinstance(mark, Picture) else (mark.width, mark.height)
        box = (mark.x, PAGE_HEIGHT - mark.top - high, mark.x + wide, PAGE_HEIGHT - mark.top)
        figure.A = Dictionary(
            O=Name.Layout, Placement=Name.Block, BBox=Array([round(mm * MM, 3) for mm in box])
        )
        return figure

    def page(self, sheet: Sheet, number: int) -> list[tuple[Scan, int]]:
        """What stands on a page; the pictures of bound pages, put there last, with their marks."""
        scans = []
        for mark in (*sheet.marks, *sheet.turned):
            if isinstance(mark, Scan):
                scans.append((mark, self.figure(mark)))
                if words_on(mark):
                    self.take(Tag(), number)
            elif isinstance(mark, Chart | Picture):
                self.fill(self.figure(mark), number)
            elif isinstance(mark, Text) and mark.tag.kind is not Kind.ARTIFACT:
                self.take(mark.tag, number)
        if sheet.void:
            self.take(Tag(), number)
        return [(scan, self.fill(figure, number)) for scan, figure in scans]

    def _cell(self, tag: Tag) -> None:
        """A row has all its cells, those that hold nothing, too; one that goes on overleaf is one row."""
        if self.table is None or tag.row < self.row:
            self.table, self.row = self.under(self.document, "Table"), -1
        if tag.row != self.row:
            row, self.row = self.under(self.table, "TR"), tag.row
            self.cells = [self._empty(row, tag.kind) for _ in range(tag.columns)]
        self.open, self.kind = self.cells[tag.column], tag.kind

    def _empty(self, row: Dictionary, kind: Kind) -> Dictionary:
        made = self.under(row, kind.value)
        if kind is Kind.HEAD_CELL:
            made.A = Dictionary(O=Name.Table, Scope=Name.Column)
        return made

    def _end_table(self) -> None:
        if self.table is not None:
            self.table, self.open = None, None


def tagged_pdf(pdf: bytes, sheets: Sequence[Sheet]) -> bytes:
    """The drawn `pdf` (`pdf/a-3a`) of these pages with a structure that says what they say."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        document = opened.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, K=Array())
        )
        tree = _Tree(opened, document)
        bound = [tree.page(sheet, number) for number, sheet in enumerate(sheets)]
        _adopt(opened, document, tree)
        for page, scans in zip(opened.pages, bound, strict=True):
            for scan, mark in scans:
                put(opened, page, scan, mark=b"/Figure <</MCID %d>> BDC" % mark)
        return _saved(opened)


def _adopt(pdf: Pdf, document: Dictionary, tree: _Tree) -> None:
    """The tree in the place of the empty one, every mark with its owner."""
    numbers = Array()
    for number, page in enumerate(pdf.pages):
        page.obj.StructParents = number
        page.obj.Tabs = Name.S
        numbers.append(number)
        numbers.append(Array(tree.owners[number]))
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([document])))
    document.P = root
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = len(pdf.pages)
    pdf.Root.StructTreeRoot = root
    metadata = pdf.Root.Metadata
    said = metadata.read_bytes().replace(b"</rdf:RDF>", _UA.encode() + b"</rdf:RDF>", 1)
    pdf.Root.Metadata = pdf.make_stream(said, Type=Name.Metadata, Subtype=Name.XML)


def _saved(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()
