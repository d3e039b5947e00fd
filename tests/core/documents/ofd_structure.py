"""Reads an OFD package by the schema of GB/T 33190-2016, written down by hand, and says what is wrong with it.

It shares nothing with the writer: what each element may hold, in which order and with which attributes, stands
here as the standard's OFD.xsd, Document.xsd, Page.xsd and Res.xsd have it, as far as our copies use it.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from xml.etree import ElementTree

from fontTools.ttLib import TTFont

SPACE = "{http://www.ofdspec.org/2016}"
# element: (children in their order, attributes it must have, attributes it may have)
SCHEMA: dict[str, tuple[tuple[str, ...], set[str], set[str]]] = {
    "OFD": (("DocBody",), {"Version", "DocType"}, set()),
    "DocBody": (("DocInfo", "DocRoot", "Versions", "Signatures"), set(), set()),
    "DocInfo": (
        ("DocID", "Title", "Author", "Subject", "Abstract", "CreationDate", "ModDate", "DocUsage", "Cover",
         "Keywords", "Creator", "CreatorVersion", "CustomDatas"), set(), set(),
    ),
    "Document": (("CommonData", "Pages", "Outlines", "Permissions", "Actions", "VPreferences", "Bookmarks",
                  "Annotations", "CustomTags", "Attachments", "Extensions"), set(), set()),
    "CommonData": (("MaxUnitID", "PageArea", "PublicRes", "DocumentRes", "TemplatePage", "DefaultCS"), set(), set()),
    "PageArea": (("PhysicalBox", "ApplicationBox", "ContentBox", "BleedBox"), set(), set()),
    "Pages": (("Page",), set(), set()),
    "Res": (("ColorSpaces", "DrawParams", "Fonts", "MultiMedias", "CompositeGraphicUnits"), {"BaseLoc"}, set()),
    "Fonts": (("Font",), set(), set()),
    "Font": (("FontFile",), {"ID", "FontName"}, {"FamilyName", "Charset", "Italic", "Bold", "Serif", "FixedWidth"}),
    "MultiMedias": (("MultiMedia",), set(), set()),
    "MultiMedia": (("MediaFile",), {"ID", "Type"}, {"Format"}),
    "Area": (("PhysicalBox", "ApplicationBox", "ContentBox", "BleedBox"), set(), set()),
    "Content": (("Layer",), set(), set()),
    "Layer": (("TextObject", "PathObject", "ImageObject"), {"ID"}, {"Type", "DrawParam"}),
    "TextObject": (
        ("FillColor", "StrokeColor", "CGTransform", "TextCode"), {"ID", "Boundary", "Font", "Size"},
        {"CTM", "HScale", "Alpha", "Stroke", "Fill"},
    ),
    "TextCode": ((), set(), {"X", "Y", "DeltaX", "DeltaY"}),
    "PathObject": (
        ("StrokeColor", "FillColor", "AbbreviatedData"), {"ID", "Boundary"},
        {"CTM", "LineWidth", "Stroke", "Fill", "Rule"},
    ),
    "ImageObject": ((), {"ID", "Boundary", "ResourceID"}, {"CTM", "Alpha"}),
    "FillColor": ((), set(), {"Value", "Alpha"}),
}  # fmt: skip
PAGE = (("Template", "PageRes", "Area", "Content", "Actions"), set[str](), set[str]())
NAMED_PAGE = ((), {"ID", "BaseLoc"}, set[str]())
MUST = {  # children without which an element is none
    "OFD": {"DocBody"}, "DocBody": {"DocInfo", "DocRoot"}, "DocInfo": {"DocID"},
    "Document": {"CommonData", "Pages"}, "CommonData": {"MaxUnitID", "PageArea"}, "PageArea": {"PhysicalBox"},
    "Pages": {"Page"}, "TextObject": {"TextCode"}, "PathObject": {"AbbreviatedData"}, "MultiMedia": {"MediaFile"},
}  # fmt: skip
MEDIA = {b"\xff\xd8\xff": "JPEG"}
TABLES = {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"}


@dataclass(frozen=True)
class Read:
    """A package, opened by its own entry."""

    content: bytes = field(repr=False)

    @cached_property
    def files(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name) for name in archive.namelist()}

    def tree(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.files[name])  # noqa: S314  (our own file)

    @cached_property
    def root(self) -> str:
        [said] = self.tree("OFD.xml").iter(f"{SPACE}DocRoot")
        return str(said.text)

    def beside(self, name: str) -> str:
        """A name as the document means it: from where it lies itself."""
        return str(PurePosixPath(self.root).parent / name)

    @cached_property
    def pages(self) -> list[ElementTree.Element]:
        found = self.tree(self.root).iter(f"{SPACE}Page")
        return [self.tree(self.beside(one.get("BaseLoc", ""))) for one in found]

    def resources(self) -> Iterator[tuple[ElementTree.Element, str]]:
        """Every font and picture with the name of its file in the package."""
        document = self.tree(self.root)
        for kind in ("PublicRes", "DocumentRes"):
            for said in document.iter(f"{SPACE}{kind}"):
                tree = self.tree(self.beside(str(said.text)))
                folder = PurePosixPath(self.beside(str(said.text))).parent / tree.get("BaseLoc", "")
                for one in tree.iter():
                    if one.tag in (f"{SPACE}Font", f"{SPACE}MultiMedia"):
                        yield one, str(folder / str(one[0].text))

    def text(self, page: int) -> str:
        """What the page says, in the order in which it is written."""
        return "".join(str(one.text) for one in self.pages[page].iter(f"{SPACE}TextCode"))


def faults(content: bytes) -> list[str]:
    """Everything that is wrong, in words."""
    read = Read(content)
    assert next(iter(read.files)) == "OFD.xml"
    trees = {name: read.tree(name) for name in read.files if name.endswith(".xml")}
    found = [fault for name, tree in trees.items() for fault in _of_element(tree, name, inside="")]
    return [*found, *_of_names(read, trees), *_of_resources(read), *_of_places(read)]


def _of_element(one: ElementTree.Element, where: str, *, inside: str) -> Iterator[str]:
    if not one.tag.startswith(SPACE):
        yield f"{where}: {one.tag} is of another name space"
    name = one.tag.removeprefix(SPACE)
    if name == "Page":
        children, must, may = NAMED_PAGE if inside == "Pages" else PAGE
    else:
        children, must, may = SCHEMA.get(name, ((), set(), set()))
    held = [kid.tag.removeprefix(SPACE) for kid in one]
    places = [children.index(kid) if kid in children else -1 for kid in held]
    if -1 in places:
        yield f"{where}: {name} may not hold {held[places.index(-1)]}"
    if name != "Layer" and places != sorted(places):
        yield f"{where}: {name} holds {held} in another order"
    if missing := (must - set(one.keys())) | (MUST.get(name, set()) - set(held)):
        yield f"{where}: {name} lacks {sorted(missing)}"
    if unknown := set(one.keys()) - must - may:
        yield f"{where}: {name} may not have {sorted(unknown)}"
    for kid in one:
        yield from _of_element(kid, where, inside=name)


def _of_names(read: Read, trees: dict[str, ElementTree.Element]) -> Iterator[str]:
    """Every identifier once, none above MaxUnitID; every file that is named is there, and no other."""
    given = [
        int(one.get("ID", "0")) for tree in trees.values() for one in tree.iter() if one.get("ID")
    ]
    if len(given) != len(set(given)):
        yield "an identifier is given twice"
    [most] = read.tree(read.root).iter(f"{SPACE}MaxUnitID")
    if max(given) > int(str(most.text)):
        yield f"MaxUnitID is {most.text}, but {max(given)} is given"
    named = {"OFD.xml", read.root}
    for one in read.tree(read.root).iter():
        if one.tag.removeprefix(SPACE) in ("PublicRes", "DocumentRes"):
            named.add(read.beside(str(one.text)))
        if one.get("BaseLoc"):
            named.add(read.beside(one.get("BaseLoc", "")))
    named |= {name for _, name in read.resources()}
    if named != set(read.files):
        yield f"named and there differ: {sorted(named ^ set(read.files))}"


def _of_resources(read: Read) -> Iterator[str]:
    fonts: dict[str, set[int]] = {}
    media = set()
    for one, name in read.resources():
        if one.tag == f"{SPACE}Font":
            face = TTFont(io.BytesIO(read.files[name]))
            if face.sfntVersion != "\x00\x01\x00\x00" or set(face.keys()) & {"CFF ", "CFF2"}:
                yield f"{name} has no TrueType outlines"
            if TABLES - set(face.keys()):
                yield f"{name} lacks {sorted(TABLES - set(face.keys()))}"
            fonts[one.get("ID", "")] = {
                code for code, glyph in face.getBestCmap().items() if face.getGlyphID(glyph)
            }
        else:
            media.add(one.get("ID"))
            if not any(read.files[name].startswith(mark) for mark in MEDIA):
                yield f"{name} is no picture"
    for number, page in enumerate(read.pages):
        for one in page.iter(f"{SPACE}TextObject"):
            [code] = one.iter(f"{SPACE}TextCode")
            if {ord(char) for char in str(code.text)} - fonts.get(one.get("Font", ""), set()):
                yield f"page {number}: the font of “{code.text}” has not all of it"
            steps = code.get("DeltaX", "").split()
            if len(steps) != len(str(code.text)) - 1:
                yield f"page {number}: “{code.text}” has {len(steps)} steps"
        for one in page.iter(f"{SPACE}ImageObject"):
            if one.get("ResourceID") not in media:
                yield f"page {number}: a picture is not there"


def _of_places(read: Read) -> Iterator[str]:
    """Everything lies on its page."""
    for number, page in enumerate(read.pages):
        [box] = page.iter(f"{SPACE}PhysicalBox")
        _, _, wide, high = map(float, str(box.text).split())
        for one in page.iter():
            if one.get("Boundary"):
                x, y, width, height = map(float, one.get("Boundary", "").split())
                if min(x, y) < 0 or x + width > wide + 0.01 or y + height > high + 0.01:
                    yield f"page {number}: {one.tag} lies at {one.get('Boundary')}"


def spoiled_faults(content: bytes, name: str, before: str, after: str) -> list[str]:
    """What is wrong once these words of one file are others; a file that is not found counts."""
    read, out = Read(content), io.BytesIO()
    said = read.files[name].decode()
    assert before in said
    with zipfile.ZipFile(out, "w") as archive:
        for one, held in read.files.items():
            archive.writestr(one, said.replace(before, after, 1) if one == name else held)
    try:
        return faults(out.getvalue())
    except KeyError as missing:
        return [f"{missing} is not there"]
