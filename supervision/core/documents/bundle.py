"""Owns what is done to finished PDFs without setting them again: binding many, stamping 作废."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from supervision.core.documents.pdf import stamp_sheet

if TYPE_CHECKING:
    import pikepdf

_A4 = (595, 842)  # points


def bind(pdfs: Iterable[bytes], *, duplex: bool = False) -> bytes:
    """One file of many, in order, for printing; the same files give the same bytes.

    `duplex`: each begins on a front side, a blank page is put in where one would not.
    """
    import pikepdf

    with pikepdf.new() as bound:
        for pdf in pdfs:
            if duplex and len(bound.pages) % 2:
                bound.add_blank_page(page_size=_A4)
            with pikepdf.open(io.BytesIO(pdf)) as part:
                bound.pages.extend(part.pages)
        return _saved(bound)


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of (name, content); equal names are told apart, the same files give the same bytes."""
    out, used = io.BytesIO(), Counter[str]()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in files:
            used[name] += 1
            stem, dot, extension = name.rpartition(".")
            distinct = name if used[name] == 1 else f"{stem}（{used[name]}）{dot}{extension}"
            package.writestr(zipfile.ZipInfo(distinct), content)
    return out.getvalue()


def stamped_void(pdf: bytes, text: str = "作废") -> bytes:
    """A copy of an archived PDF with the stamp on every page; the archive itself is not touched."""
    import pikepdf

    with (
        pikepdf.open(io.BytesIO(pdf)) as copy,
        pikepdf.open(io.BytesIO(stamp_sheet(text))) as stamp,
    ):
        for page in copy.pages:
            page.add_overlay(stamp.pages[0], None)
        return _saved(copy)


def _saved(pdf: "pikepdf.Pdf") -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()
