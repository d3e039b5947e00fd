"""What people upload: hostile names, packages that lie, files that are something else."""

import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterator

import docx
import pytest
from PIL import Image

from supervision.core.errors import DomainError
from supervision.core.files.types import Refused, clean_name, identify
from supervision.instruments.models import Instrument
from supervision.instruments.replying import sheet as reply_sheet

LIMIT = 1024 * 1024
MUTATIONS = 240


def _document() -> bytes:
    stream = io.BytesIO()
    document = docx.Document()
    document.add_table(rows=3, cols=len(reply_sheet.HEADINGS))
    document.save(stream)
    return stream.getvalue()


def _picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (2, 2)).save(stream, "PNG")
    return stream.getvalue()


GOOD, PNG = _document(), _picture()
HEADERS = ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8))  # signature, and where its flags stand


def _in_headers(content: bytes, change: Callable[[bytearray, int], None]) -> bytes:
    """`change` gets the place of the flags in each header of the package."""
    changed = bytearray(content)
    for signature, offset in HEADERS:
        place = changed.find(signature)
        while place >= 0:
            change(changed, place + offset)
            place = changed.find(signature, place + 4)
    return bytes(changed)


def _locked(content: bytes) -> bytes:
    def lock(data: bytearray, flags: int) -> None:
        data[flags] |= 1

    return _in_headers(content, lock)


def _packed_by(content: bytes, method: int) -> bytes:
    def repack(data: bytearray, flags: int) -> None:
        data[flags + 2 : flags + 4] = struct.pack("<H", method)

    return _in_headers(content, repack)


def _rewritten(part: str, old: bytes, new: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            text = source.read(name)
            copy.writestr(name, text.replace(old, new, 1) if name == part else text)
    return target.getvalue()


def _with_part(name: str) -> bytes:
    target = io.BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as package:
        package.writestr(name, b"x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("锁定.docx", _locked(GOOD)),
        *((f"{method}.docx", _packed_by(GOOD, method)) for method in (1, 9, 12, 14, 93, 99)),
        ("宏.docx", _with_part("word/VBAproject.bin")),
        ("空.pdf", b""),
        ("大.pdf", b"%PDF-1.7" + b"0" * LIMIT),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
        ("页.html", b"<html><script>x()</script>"),
        ("图.jpg", PNG),
        ("图.png", b"GIF89a"),
        ("图.png", PNG[:40]),
        ("件.pdf", b"<html>%PDF-1.7"),
        ("表.csv", b"a,\x00,b"),
        ("表.csv", b"a,<SCRIPT>x()</SCRIPT>"),
        ("程序.png.exe", PNG),
        ("..", PNG),
    ],
)
def test_what_is_not_what_it_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(Refused):
        identify(clean_name(name), content, limit=LIMIT)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\共享\\照片.png", "照片.png"),
        ("\u202egnp.\u2066exe\u061c.pdf", "gnp.exe.pdf"),
        ("照\x00片\r\nSet-Cookie.png", "照片Set-Cookie.png"),
        ("\u200b\ufeff说明\ud83d.pdf", "说明.pdf"),
        ("长" * 400 + ".pdf", "长" * 150 + ".pdf"),
    ],
)
def test_a_name_shows_what_it_is_and_leads_nowhere(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def _broken() -> Iterator[bytes]:
    """Reply sheets that somebody, or a disk, has spoiled; the same ones in every run."""
    chance = random.Random(2026)  # noqa: S311  (repeatable damage, no secret)
    for number in range(MUTATIONS):
        spoiled = bytearray(GOOD)
        for _ in range((1, 3, 20, 200)[number % 4]):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        yield bytes(spoiled)
    yield from (GOOD[:size] for size in range(0, len(GOOD), len(GOOD) // 40))
    main = "word/document.xml"
    yield _rewritten(main, b"<w:body>", b"<w:corpse>")
    yield _rewritten(main, b"<w:body>", b"<w:body>" + b"<w:p>" * 20_000)
    yield _rewritten(main, b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="999999999"/><w:vMerge/>')
    yield _rewritten("[Content_Types].xml", b"<Types", b"<a")
    yield _rewritten("_rels/.rels", b"officeDocument", b"nothing")
    yield _rewritten(main, b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document')


def test_a_spoiled_reply_sheet_is_refused_in_words() -> None:
    paper = Instrument()
    for content in _broken():
        with pytest.raises(DomainError):
            reply_sheet.read(content, paper)
