"""Pages of a PDF as pictures: the preview works in every browser, on a phone too, without a plugin."""

import io
import threading

DPI = 110
_drawing = threading.Lock()  # pdfium is not thread-safe


def page_count(pdf: bytes) -> int:
    """How many pages `pdf` has."""
    import pypdfium2

    with _drawing:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def readable(pdf: bytes) -> bool:
    """Whether it opens without a password and has a page."""
    import pypdfium2

    try:
        return page_count(pdf) > 0
    except pypdfium2.PdfiumError:
        return False


def page_png(pdf: bytes, number: int, *, dpi: int = DPI) -> bytes:
    """Page `number` (from 1) as PNG; IndexError when there is no such page."""
    import pypdfium2

    with _drawing:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 1 <= number <= len(document):
                raise IndexError(number)
            picture = document[number - 1].render(scale=dpi / 72).to_pil()
        finally:
            document.close()
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
