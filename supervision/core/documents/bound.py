"""Owns files bound behind a paper: which may be, what is known of them, where their bytes lie.

A page is bound as a picture of itself (`raster`): scripts, forms, foreign fonts and colours stay behind, so that the
archive is PDF/A whatever was uploaded; the file itself is kept beside the paper, named with its hash.
"""

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from supervision.core.documents.errors import DocumentError
from supervision.core.documents.grid import HEIGHT, PITCH, WIDTH
from supervision.core.documents.model import BoundFile, Document, Paper
from supervision.core.documents.pictures import NotReadable, NotUnlocked, page_sizes
from supervision.core.seams import Seam

PDF = "application/pdf"
PICTURES = ("image/jpeg", "image/png")
MOST_PAGES = 200  # of all files of a paper: what one person can still leaf through and staple
_WIDE = 1.05  # times as wide as high
_ALIKE = 0.02
_LEAST, _LONGEST = 5.0, 20  # mm; times as long as it is wide: no page, no photograph is
_SCREEN = 96 / 25.4  # pixels a mm: a small picture is not blown up

FILES: Seam[Callable[[str], bytes | None]] = Seam("where the bytes of bound files lie, by SHA-256")
_GIVEN: ContextVar[Mapping[str, bytes] | None] = ContextVar("bytes at hand", default=None)


def read(name: str, media_type: str, content: bytes) -> BoundFile:
    """What is known of a file that is to be bound; DocumentError in words where it cannot be."""
    if media_type == PDF:
        pages = _pages_of_pdf(name, content)
    elif media_type in PICTURES:
        pages = (_size_of_picture(name, content),)
    else:
        raise DocumentError(
            f"“{name}”不能随文书装订：附件文件只收PDF、JPG、PNG，Word、Excel请先另存为PDF"
        )
    for number, size in enumerate(pages, start=1):
        if min(size) < _LEAST or max(size) > _LONGEST * min(size):
            raise DocumentError(
                f"“{name}”第{number}页的尺寸是{size[0]:g}×{size[1]:g}毫米，排不进版心，请检查后重新上传"
            )
    return BoundFile(name, hashlib.sha256(content).hexdigest(), media_type, pages)


def refuse_too_many(files: Sequence[BoundFile]) -> None:
    """DocumentError where the files of one paper have more pages than are bound together."""
    count = sum(len(one.pages) for one in files)
    if count <= MOST_PAGES:
        return
    longest = max(files, key=lambda one: len(one.pages))
    raise DocumentError(
        f"附件文件共{count}页（其中“{longest.name}”{len(longest.pages)}页），随文书装订的最多{MOST_PAGES}页，"
        "请只附必要的部分，其余另册送达"
    )


def _pages_of_pdf(name: str, content: bytes) -> tuple[tuple[float, float], ...]:
    try:
        sizes = page_sizes(content)
    except NotUnlocked:
        raise DocumentError(
            f"“{name}”设有打开密码，不能装订，请去掉密码（另存为不加密的副本）后上传"
        ) from None
    except NotReadable:
        raise DocumentError(f"“{name}”已损坏，读不出页面，请重新扫描或导出后上传") from None
    if not sizes:
        raise DocumentError(f"“{name}”一页也没有，请检查后重新上传")
    return tuple((round(width, 1), round(height, 1)) for width, height in sizes)


def _size_of_picture(name: str, content: bytes) -> tuple[float, float]:
    from PIL import Image, ImageOps

    try:
        with _strict(), Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            picture.load()
            width, height = ImageOps.exif_transpose(picture).size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise DocumentError(f"“{name}”已损坏，图片打不开，请重新拍摄或扫描后上传") from None
    return round(width / _SCREEN, 1), round(height / _SCREEN, 1)


def scale_words(file: BoundFile) -> str:
    """How many pages, and how much smaller than they are they print: 3页，缩至72%，其中1页A3缩至51%."""
    said = f"{len(file.pages)}页"
    if file.pictured:
        return said
    scales = [_printed_at(file, page) for page in range(1, len(file.pages) + 1)]
    usual = max(scales)
    if usual < 1:
        said += f"，缩至{usual:.0%}"
    smaller = [scale for scale in scales if scale < usual - _ALIKE]
    if smaller:
        said += f"，其中{len(smaller)}页较大，缩至{min(smaller):.0%}"
    return said


def _printed_at(file: BoundFile, page: int) -> float:
    return scale_of(*as_placed(file, page), HEIGHT - PITCH)


def as_placed(file: BoundFile, page: int) -> tuple[float, float]:
    """Its width and height as it stands on ours: a wide page is turned by a quarter, as a wide table is."""
    width, height = file.pages[page - 1]
    return (height, width) if turned(file, page) else (width, height)


def turned(file: BoundFile, page: int) -> bool:
    width, height = file.pages[page - 1]
    return not file.pictured and width > _WIDE * height


def scale_of(width: float, height: float, room: float) -> float:
    """As large as it fits, never larger than it is."""
    return min(WIDTH / width, room / height, 1.0)


@contextmanager
def _strict() -> Iterator[None]:
    """A picture that was cut short is broken: WeasyPrint has Pillow fill up what is missing, for everybody."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


@contextmanager
def at_hand(files: Mapping[str, bytes]) -> Iterator[None]:
    """Bytes by SHA-256 where there is no application to ask: a process of its own."""
    token = _GIVEN.set(files)
    try:
        yield
    finally:
        _GIVEN.reset(token)


def content_of(file: BoundFile) -> bytes:
    """The very bytes that were bound; DocumentError where they cannot be had."""
    given = _GIVEN.get() or {}
    if file.sha256 in given:
        return given[file.sha256]
    for source in FILES.parts():
        if (found := source(file.sha256)) is not None:
            return found
    raise DocumentError(f"附件文件“{file.name}”找不到了，请告知系统管理员从备份中恢复")


def files_of(document: Document) -> list[BoundFile]:
    """The files bound behind a paper."""
    attached = document.attachments if isinstance(document, Paper) else ()
    return [one.file for one in attached if one.file is not None]
