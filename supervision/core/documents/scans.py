"""Owns the pages of bound files on our own: where each is placed, and drawing them into the finished PDF."""

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from supervision.core.documents.bound import as_placed, scale_of, turned
from supervision.core.documents.flow import Flow, Item
from supervision.core.documents.grid import HEIGHT, MM, PAGE_HEIGHT, WIDTH
from supervision.core.documents.model import Attachment, BoundFile
from supervision.core.documents.raster import Raster, raster
from supervision.core.documents.sheet import Scan, Sheet

if TYPE_CHECKING:
    import pikepdf

_LEAST = 120.0  # mm: a page is not made smaller than this to leave room below it


def place(flow: Flow, attachment: Attachment, spare: Callable[[int], float]) -> None:
    """Each page of the file on one of ours, the first below what stands there already.

    All are scaled to the room of the first, so that they look alike; `spare` says how much of a page
    is wanted below the last of them.
    """
    file = attachment.file
    assert file is not None  # noqa: S101
    room = HEIGHT - flow.cursor
    for page in range(1, len(file.pages) + 1):
        if page > 1:
            flow.open_page()
        last = page == len(file.pages)
        below = spare(len(flow.sheets)) if last else 0.0
        free = min(room, HEIGHT - flow.cursor)
        free = free - below if free - below >= _LEAST else free
        scan = _placed(attachment, file, page, free)
        flow.run([Item(scan.height, (scan,))])


def _placed(attachment: Attachment, file: BoundFile, page: int, room: float) -> Scan:
    width, height = as_placed(file, page)
    scale = scale_of(width, height, room)
    said = f"附件“{attachment.title}”第{page}页，共{len(file.pages)}页"
    x = (WIDTH - width * scale) / 2
    return Scan(x, 0.0, width * scale, height * scale, file, page, turned(file, page), said)


def packed(pdf: bytes, sheets: Sequence[Sheet]) -> bytes:
    """The drawn `pdf` of these pages with the pages of bound files below their text, its streams packed."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page, sheet in zip(opened.pages, sheets, strict=True):
            for scan in sheet.scans:
                put(opened, page, scan)
        out = io.BytesIO()
        opened.save(out, deterministic_id=True)
        return out.getvalue()


def put(pdf: "pikepdf.Pdf", page: "pikepdf.Page", scan: Scan, *, mark: bytes = b"") -> None:
    """Draw one page of a file under what stands on ours; `mark` says whose content it is."""
    import pikepdf

    name = pikepdf.Name(
        f"/Bound{scan.file.sha256[:8]}_{scan.page}"
    )  # one by chance is not the same twice
    page.add_resource(_image(pdf, raster(scan)), pikepdf.Name.XObject, name)
    bottom = PAGE_HEIGHT - scan.top - scan.height
    size = " ".join(f"{mm * MM:.3f}" for mm in (scan.width, 0, 0, scan.height, scan.x, bottom))
    begun, ended = (mark, b" EMC") if mark else (b"", b"")
    drawing = b"%b q %b cm %b Do Q%b\n" % (begun, size.encode(), str(name).encode(), ended)
    page.contents_add(pikepdf.Stream(pdf, drawing), prepend=True)


def _image(pdf: "pikepdf.Pdf", found: Raster) -> "pikepdf.Stream":
    import pikepdf

    image = pikepdf.Stream(pdf, found.jpeg)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = found.width, found.height, 8
    image.ColorSpace = pikepdf.Name.DeviceGray if found.grey else pikepdf.Name.DeviceRGB
    image.Filter = pikepdf.Name.DCTDecode
    return image
