"""Files to bind behind a paper: a PDF of three pages, the last an A3 on its side, and a photograph; and bad ones."""

import io
from collections.abc import Mapping

import pikepdf
from PIL import Image, ImageDraw

from supervision.core.documents.bound import read
from supervision.core.documents.model import Attachment

MM = 72 / 25.4
A4, A3_WIDE = (210.0, 297.0), (420.0, 297.0)
SCRIPT = "app.alert('示例')"


def pdf_of(*sizes: tuple[float, float], script: bool = False, password: str = "") -> bytes:
    """A PDF with a frame and a blue field on every page, sizes in mm."""
    made = pikepdf.new()
    for width, height in sizes:
        page = made.add_blank_page(page_size=(width * MM, height * MM))
        frame = f"0 0 0.8 rg 60 60 {width * MM - 120:.0f} {height * MM / 2:.0f} re f 10 10 {width * MM - 20:.0f} {height * MM - 20:.0f} re S"
        page.contents_add(pikepdf.Stream(made, frame.encode()))
    if script:
        made.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS=pikepdf.String(SCRIPT)
        )
    out = io.BytesIO()
    locked = pikepdf.Encryption(owner=password, user=password) if password else False
    made.save(out, encryption=locked, deterministic_id=not password)
    return out.getvalue()


def picture(form: str = "PNG", size: tuple[int, int] = (1600, 1000), **options: object) -> bytes:
    """A photograph of a kind."""
    image = Image.new("RGB", size, (200, 220, 240))
    ImageDraw.Draw(image).ellipse((300, 200, 1300, 800), fill=(250, 120, 30))
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


PLAN_PDF, PHOTO_PNG = pdf_of(A4, A4, A3_WIDE, script=True), picture()
PLAN = read("检查方案.pdf", "application/pdf", PLAN_PDF)
PHOTO = read("现场.png", "image/png", PHOTO_PNG)
CONTENTS: Mapping[str, bytes] = {PLAN.sha256: PLAN_PDF, PHOTO.sha256: PHOTO_PNG}
ANNEXES = (Attachment("检查方案", file=PLAN), Attachment("现场照片", file=PHOTO))
