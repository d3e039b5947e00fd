"""The OFD package: OFD.xml, the document with its pages, its resources, faces and pictures, in one ZIP."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from itertools import count
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from supervision.core.documents.model import Paper
from supervision.core.documents.ofd.faces import face_file
from supervision.core.documents.ofd.objects import Units
from supervision.core.documents.pdf import pages_of
from supervision.core.documents.raster import raster
from supervision.core.documents.sheet import Scan, Sheet
from supervision.core.documents.text import clean

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a file in a ZIP must bear some date
_UPRIGHT, _WIDE = "0 0 210 297", "0 0 297 210"


def ofd_of(paper: Paper) -> bytes:
    """The paper as OFD; DocumentError where it holds what cannot be printed. The same bytes every time."""
    return _Package(paper, pages_of(paper)).packed()


class _Package:
    """What the pages ask for is kept while they are written: fonts with their characters, pictures."""

    def __init__(self, paper: Paper, sheets: Sequence[Sheet]) -> None:
        self._paper = paper
        self._identifiers = count(1)
        self._fonts: dict[str, tuple[int, set[str]]] = {}
        self._pictures: dict[Scan, int] = {}
        units = Units(self._next, self._font, self._picture)
        self._pages = [(self._next(), self._page(sheet, units)) for sheet in sheets]

    def _next(self) -> int:
        return next(self._identifiers)

    def _font(self, family: str, characters: str) -> int:
        if family not in self._fonts:
            self._fonts[family] = (self._next(), set())
        number, wanted = self._fonts[family]
        wanted.update(characters)
        return number

    def _picture(self, scan: Scan) -> int:
        if scan not in self._pictures:
            self._pictures[scan] = self._next()
        return self._pictures[scan]

    def packed(self) -> bytes:
        """Every file in a fixed order, OFD.xml first."""
        out = io.BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for name, content in self._files():
                info = ZipInfo(name, _LONG_AGO)
                info.compress_type = ZIP_DEFLATED
                archive.writestr(info, content)
        return out.getvalue()

    def _files(self) -> Iterator[tuple[str, bytes]]:
        pages = [(f"Pages/Page_{n}/Content.xml", said) for n, (_, said) in enumerate(self._pages)]
        yield "OFD.xml", self._entry(pages).encode()
        yield "Doc_0/Document.xml", self._document().encode()
        yield "Doc_0/PublicRes.xml", self._public().encode()
        yield "Doc_0/DocumentRes.xml", self._own().encode()
        for name, said in pages:
            yield f"Doc_0/{name}", said.encode()
        for family, (number, wanted) in self._fonts.items():
            yield f"Doc_0/Res/font_{number}.ttf", face_file(family, frozenset(wanted))
        for scan, number in self._pictures.items():
            yield f"Doc_0/Res/image_{number}.jpg", raster(scan).jpeg

    def _entry(self, pages: Sequence[tuple[str, str]]) -> str:
        paper = self._paper
        day = paper.signature.date
        identity = hashlib.sha256("".join(said for _, said in pages).encode()).hexdigest()[:32]
        facts = {
            "DocID": identity,
            "Title": clean(paper.title),
            "Author": "、".join(paper.issuers),
            "CreationDate": day.isoformat() if day else "",
            "DocUsage": "Normal",
            "Creator": "明督",
        }
        said = "".join(_element(name, value) for name, value in facts.items() if value)
        return (
            f'{_XML}<ofd:OFD {_SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>{said}</ofd:DocInfo>'
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        )

    def _document(self) -> str:
        pages = "".join(
            f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{place}/Content.xml"/>'
            for place, (number, _) in enumerate(self._pages)
        )
        return (
            f"{_XML}<ofd:Document {_SPACE}><ofd:CommonData>"
            f"<ofd:MaxUnitID>{self._next()}</ofd:MaxUnitID>"
            f"<ofd:PageArea>{_element('PhysicalBox', _UPRIGHT)}</ofd:PageArea>"
            "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
            f"</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
        )

    def _public(self) -> str:
        fonts = "".join(
            f'<ofd:Font ID="{number}" FontName="{family}" FamilyName="{family}">'
            f"{_element('FontFile', f'font_{number}.ttf')}</ofd:Font>"
            for family, (number, _) in self._fonts.items()
        )
        inside = f"<ofd:Fonts>{fonts}</ofd:Fonts>" if fonts else ""
        return f'{_XML}<ofd:Res {_SPACE} BaseLoc="Res">{inside}</ofd:Res>'

    def _own(self) -> str:
        media = "".join(
            f'<ofd:MultiMedia ID="{number}" Type="Image" Format="JPEG">'
            f"{_element('MediaFile', f'image_{number}.jpg')}</ofd:MultiMedia>"
            for number in self._pictures.values()
        )
        inside = f"<ofd:MultiMedias>{media}</ofd:MultiMedias>" if media else ""
        return f'{_XML}<ofd:Res {_SPACE} BaseLoc="Res">{inside}</ofd:Res>'

    def _page(self, sheet: Sheet, units: Units) -> str:
        layer = self._next()
        drawn = "\n".join(units.of(sheet))
        box = _element("PhysicalBox", _WIDE if sheet.wide else _UPRIGHT)
        return (
            f"{_XML}<ofd:Page {_SPACE}><ofd:Area>{box}</ofd:Area><ofd:Content>"
            f'<ofd:Layer ID="{layer}" Type="Body">\n{drawn}\n</ofd:Layer></ofd:Content></ofd:Page>'
        )


def _element(name: str, said: str) -> str:
    return f"<ofd:{name}>{escape(said)}</ofd:{name}>"
