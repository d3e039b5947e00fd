"""Reads the structure of a tagged PDF with other readers than wrote it, and says what PDF/UA-1 finds wrong."""

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pdfplumber
import pikepdf

PAINTS = {"f", "f*", "B", "B*", "S", "s", "b", "b*", "Tj", "TJ", "'", '"', "Do", "sh"}
LEVELS = {"/H1": 1, "/H2": 2, "/H3": 3}


@dataclass(frozen=True)
class Element:
    """A block of the document: its kind and words; of a table its rows."""

    kind: str
    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    alt: str = ""


def elements(pdf: bytes) -> list[Element]:
    """What a screen reader is told, in order."""
    with pdfplumber.open(io.BytesIO(pdf)) as read:
        words = [_by_mark(page.chars) for page in read.pages]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        document = opened.Root.StructTreeRoot.K[0]
        return [_element(kid, words, pages) for kid in document.K]


def _by_mark(chars: list[dict[str, object]]) -> dict[int, str]:
    found: dict[int, str] = defaultdict(str)
    for char in chars:
        if isinstance(char.get("mcid"), int):
            found[char["mcid"]] += str(char["text"])
    return found


def _element(kid: pikepdf.Dictionary, words, pages) -> Element:
    rows = ()
    if kid.S == "/Table":
        rows = tuple(
            tuple(_words(cell, words, pages) for cell in row.K) for row in kid.K if row.S == "/TR"
        )
    return Element(str(kid.S), _words(kid, words, pages), rows, str(kid.get("/Alt", "")))


def _words(element: pikepdf.Dictionary, words, pages) -> str:
    said = ""
    for kid in element.K:
        if kid.get("/Type") == "/MCR":
            said += words[pages[kid.Pg.objgen]][int(kid.MCID)]
        else:
            said += _words(kid, words, pages)
    return said


def faults(pdf: bytes) -> list[str]:
    """What of PDF/UA-1 (ISO 14289-1) this reader can see is not so."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [*_of_file(opened), *_of_pages(opened), *_of_tree(opened)]


def _of_file(opened: pikepdf.Pdf) -> Iterator[str]:
    root = opened.Root
    with opened.open_metadata() as said:
        wanted = {"pdfuaid:part": "1", "pdfaid:part": "3", "pdfaid:conformance": "A"}
        for key, value in wanted.items():
            if said.get(key) != value:
                yield f"{key} is {said.get(key)}"
        if not said.get("dc:title"):
            yield "no title in the metadata"
    if str(root.get("/Lang", "")) != "zh-CN":
        yield "no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the window shows the file's name"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked"


def _of_pages(opened: pikepdf.Pdf) -> Iterator[str]:
    """Everything painted is content of the tree or an artifact."""
    numbers = list(opened.Root.StructTreeRoot.ParentTree.Nums)
    owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for place, page in enumerate(opened.pages):
        if int(page.obj.get("/StructParents", -1)) != place:
            yield f"page {place} has no parents"
            continue
        open_marks: list[int | None] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("BDC", "BMC"):
                own = operands[1] if len(operands) > 1 else {}
                mark = own.get("/MCID") if isinstance(own, pikepdf.Dictionary) else None
                open_marks.append(None if mark is None else int(mark))
                if mark is not None and owners[place][int(mark)] is None:
                    yield f"page {place}: mark {mark} has no owner"
                if mark is None and operands[0] != "/Artifact":
                    yield f"page {place}: {operands[0]} is no artifact"
            elif str(operator) == "EMC":
                open_marks.pop()
            elif str(operator) in PAINTS and not open_marks:
                yield f"page {place}: {operator} outside of any mark"


def _of_tree(opened: pikepdf.Pdf) -> Iterator[str]:
    level = 0
    for element in opened.Root.StructTreeRoot.K[0].K:
        kind = str(element.S)
        if kind in LEVELS:
            if LEVELS[kind] > level + 1:
                yield f"{kind} after a heading of level {level}"
            level = LEVELS[kind]
        if kind == "/Figure" and not element.get("/Alt"):
            yield "a picture without words"
        if kind == "/Table":
            widths = {len(row.K) for row in element.K}
            if len(widths) != 1:
                yield f"rows of {sorted(widths)} cells"
            if any(cell.S != "/TH" for cell in element.K[0].K):
                yield "a table without heads"
