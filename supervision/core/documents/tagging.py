"""Tags a drawn PDF by what its placed texts are: PDF/UA-1 structure beside PDF/A-3.

WeasyPrint marks every text and every picture of a `pdf/a-3a` file; its own tree says only that they are
lines. Here the lines become headings, paragraphs and tables, and what is none of the text an artifact.
"""

import io
import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from supervision.core.documents.grid import MM, PAGE_HEIGHT
from supervision.core.documents.raster import words_on
from supervision.core.documents.scans import on, put
from supervision.core.documents.sheet import Scan, Sheet, Text
from supervision.core.documents.tags import ARTIFACT, Kind, Tag

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
_MARKED = re.compile(rb"/Span\s*<<\s*/MCID (\d+)\s*>>\s*BDC")


@dataclass(frozen=True)
class _Drawn:
    """A text or picture as it was drawn: its marked content on its page."""

    page: int
    mcids: tuple[int, ...]
    picture: Object | None = None


@dataclass
class _Tree:
    """The new structure while it grows; `owners` of the marks by page, None for artifacts."""

    pdf: Pdf
    document: Dictionary
    owners: dict[int, dict[int, Dictionary | None]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    open: Dictionary | None = None
    kind: Kind | None = None
    table: Dictionary | None = None
    row: int = -1
    cells: list[Dictionary] = field(default_factory=list)  # of that row
    bound: list[tuple[int, Scan, int]] = field(default_factory=list)  # page, what, its mark

    def take(self, tag: Tag, drawn: _Drawn) -> None:
        """Put what was drawn where it belongs."""
        if tag.kind is Kind.ARTIFACT:
            self.owners[drawn.page] |= dict.fromkeys(drawn.mcids)
            return
        if tag.columns:
            self._cell(tag)
        else:
            self._end_table()
            if not (tag.more and self.open is not None and self.kind is tag.kind):
                self.open, self.kind = self.under(self.document, tag.kind.value), tag.kind
        assert self.open is not None  # noqa: S101
        self.fill(self.open, drawn)

    def under(self, parent: Dictionary, name: str) -> Dictionary:
        """A new element at the end of another."""
        made = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{name}"), P=parent, K=Array())
        )
        parent.K.append(made)
        return made

    def fill(self, element: Dictionary, drawn: _Drawn) -> None:
        """Marked content as the element's."""
        page = self.pdf.pages[drawn.page].obj
        for mark in drawn.mcids:
            element.K.append(Dictionary(Type=Name.MCR, Pg=page, MCID=mark))
            self.owners[drawn.page][mark] = element

    def picture(self, drawn: _Drawn) -> None:
        """A chart or a code: with the words it was given."""
        self._end_table()
        self.open = None
        figure = self.under(self.document, "Figure")
        assert drawn.picture is not None  # noqa: S101
        figure.Alt = drawn.picture.get("/Alt", String("图"))
        figure.A = drawn.picture.A
        self.fill(figure, drawn)

    def bind(self, waiting: deque[tuple[int, Scan]], *, before: int) -> None:
        """Pages of bound files, each after the words of the page it stands on."""
        while waiting and waiting[0][0] < before:
            page, scan = waiting.popleft()
            self._end_table()
            self.open = None
            figure = self.under(self.document, "Figure")
            figure.Alt = String(scan.said)
            x, top, right = (size * MM for size in (scan.x, scan.top, scan.x + scan.width))
            bottom = (scan.top + scan.height) * MM
            high = PAGE_HEIGHT * MM
            figure.A = Dictionary(
                O=Name.Layout,
                Placement=Name.Block,
                BBox=Array([x, high - bottom, right, high - top]),
            )
            mark = max(self.owners[page], default=-1) + 1
            self.bound.append((page, scan, mark))
            self.fill(figure, _Drawn(page, (mark,)))

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
        root = opened.Root.StructTreeRoot
        texts = iter([tag for sheet in sheets for tag in _tags(sheet)])
        document = opened.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, K=Array())
        )
        tree = _Tree(opened, document)
        pages = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        for page, mark in _blanks(root.K[0], pages):
            tree.owners[page][mark] = None
        waiting = deque(on(sheets))
        for drawn in _drawn(root.K[0], pages):
            tree.bind(waiting, before=drawn.page)
            if drawn.picture is not None:
                tree.picture(drawn)
            else:
                tree.take(next(texts), drawn)
        if next(texts, None) is not None:
            message = "a text was not drawn"
            raise AssertionError(message)
        tree.bind(waiting, before=len(sheets))
        _adopt(opened, document, tree)
        for page, scan, mark in tree.bound:
            put(opened, opened.pages[page], scan, mark=_figure_mark(mark, words_on(scan)))
        return _saved(opened)


def _tags(sheet: Sheet) -> Iterator[Tag]:
    """In the order of templates/documents/pages.html."""
    if sheet.watermark:
        yield ARTIFACT
    yield from (mark.tag for mark in (*sheet.marks, *sheet.turned) if isinstance(mark, Text))
    if sheet.void:
        yield Tag()


def _drawn(element: Object, pages: dict[tuple[int, int], int]) -> Iterator[_Drawn]:
    """Texts and pictures of WeasyPrint's tree, in order."""
    if element.S in (Name.P, Name.Figure):
        place = pages[element.Pg.objgen]
        yield _Drawn(place, tuple(_marks(element)), element if Name.Figure == element.S else None)
        return
    for kid in element.K:
        if isinstance(kid, Dictionary):
            yield from _drawn(kid, pages)


def _blanks(element: Object, pages: dict[tuple[int, int], int]) -> Iterator[tuple[int, int]]:
    """What stands in neither text nor picture: the room around a picture."""
    if element.S in (Name.P, Name.Figure):
        return
    for kid in element.K:
        if isinstance(kid, Dictionary):
            yield from _blanks(kid, pages)
        else:
            yield pages[element.Pg.objgen], int(kid)


def _marks(element: Object) -> Iterator[int]:
    for kid in element.K:
        if isinstance(kid, Dictionary):
            yield from _marks(kid)
        else:
            yield int(kid)


def _adopt(pdf: Pdf, document: Dictionary, tree: _Tree) -> None:
    """The new tree in the place of the old, every mark with its owner."""
    numbers = Array()
    for number, page in enumerate(pdf.pages):
        page.obj.StructParents = number
        page.obj.Tabs = Name.S
        own = tree.owners[number]
        numbers.append(number)
        numbers.append(Array([own.get(mark) for mark in range(max(own, default=-1) + 1)]))
        artifacts = {mark for mark, owner in own.items() if owner is None}
        if artifacts:
            _as_artifacts(pdf, page, artifacts)
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([document])))
    document.P = root
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = len(pdf.pages)
    pdf.Root.StructTreeRoot = root
    metadata = pdf.Root.Metadata
    said = metadata.read_bytes().replace(b"</rdf:RDF>", _UA.encode() + b"</rdf:RDF>", 1)
    pdf.Root.Metadata = pdf.make_stream(said, Type=Name.Metadata, Subtype=Name.XML)


def _figure_mark(mark: int, words: str) -> bytes:
    """What begins the picture of a page; its words are said in its place, and can be copied."""
    facts = Dictionary(MCID=mark)
    if words:
        facts.ActualText = String(words)
    return b"/Figure " + facts.unparse(resolved=True) + b" BDC"


def _as_artifacts(pdf: Pdf, page: pikepdf.Page, marks: set[int]) -> None:
    def said(found: re.Match[bytes]) -> bytes:
        return b"/Artifact BMC" if int(found[1]) in marks else found[0]

    page.obj.Contents = pdf.make_stream(_MARKED.sub(said, page.obj.Contents.read_bytes()))


def _saved(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()
