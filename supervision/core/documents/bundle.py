"""Owns what is done to finished PDFs without setting them again: binding many, stamping 作废."""

import io
from collections.abc import Iterable

import pikepdf

from supervision.core.documents.pdf import stamp_sheet


def bind(pdfs: Iterable[bytes]) -> bytes:
    """One file of many, in order, for printing; the same files give the same bytes."""
    with pikepdf.new() as bound:
        for pdf in pdfs:
            with pikepdf.open(io.BytesIO(pdf)) as part:
                bound.pages.extend(part.pages)
        return _saved(bound)


def stamped_void(pdf: bytes, text: str = "作废") -> bytes:
    """A copy of an archived PDF with the stamp on every page; the archive itself is not touched."""
    with (
        pikepdf.open(io.BytesIO(pdf)) as copy,
        pikepdf.open(io.BytesIO(stamp_sheet(text))) as stamp,
    ):
        for page in copy.pages:
            page.add_overlay(stamp.pages[0], None)
        return _saved(copy)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()
