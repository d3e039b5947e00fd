"""Owns pages of bound files as pictures: sRGB or grey JPEG, no larger than they are printed."""

import io
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from supervision.core.documents.bound import content_of
from supervision.core.documents.errors import DocumentError
from supervision.core.documents.glyphs import printable
from supervision.core.documents.model import BoundFile
from supervision.core.documents.pictures import NotReadable, Words, page_picture, page_words
from supervision.core.documents.sheet import Scan

if TYPE_CHECKING:
    from PIL.Image import Image

_DOTS = 220 / 25.4  # a mm: sharp on paper, a page of text some 200 KB
_QUALITY = 82
_COLOURLESS = 24  # of 255: what a scanner or JPEG gives a grey page
_MOST_SAID = 20_000  # characters of a page that lie under its picture


@dataclass(frozen=True)
class Raster:
    """A page ready to be put into a PDF."""

    jpeg: bytes
    width: int
    height: int
    grey: bool


@lru_cache(maxsize=32)
def raster(scan: Scan) -> Raster:
    """The picture of a page as it is placed."""
    size = round(scan.width * _DOTS), round(scan.height * _DOTS)
    try:
        found = _drawn(scan, *size)
    except NotReadable:
        raise DocumentError(
            f"附件文件“{scan.file.name}”第{scan.page}页画不出来，请重新导出后上传"
        ) from None
    picture = _plain(found)
    picture.thumbnail(size)
    grey = _is_grey(picture)
    out = io.BytesIO()
    picture.convert("L" if grey else "RGB").save(out, "JPEG", quality=_QUALITY, subsampling=0)
    return Raster(out.getvalue(), picture.width, picture.height, grey)


@lru_cache(maxsize=1)
def _content(file: BoundFile) -> bytes:
    """Read once for all its pages."""
    return content_of(file)


def _drawn(scan: Scan, width: int, height: int) -> "Image":
    from PIL import Image, ImageOps

    content = _content(scan.file)
    if scan.file.pictured:
        picture = Image.open(io.BytesIO(content))
        picture.draft(picture.mode, (max(width, height),) * 2)  # a large JPEG is not read in full
        return ImageOps.exif_transpose(picture)
    wide = max(width, height) if scan.turned else width
    drawn = page_picture(content, scan.page, wide)
    return drawn.transpose(Image.Transpose.ROTATE_90) if scan.turned else drawn


def _plain(picture: "Image") -> "Image":
    """sRGB on white paper, whatever profile, palette or transparency it came with."""
    from PIL import Image, ImageCms

    profile = picture.info.get("icc_profile")
    if picture.mode not in ("RGB", "L", "CMYK"):
        layered = picture.convert("RGBA")
        picture = Image.new("RGB", layered.size, "white")
        picture.paste(layered, mask=layered.getchannel("A"))
    if profile and picture.mode != "L":
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(
                picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except ImageCms.PyCMSError:  # a profile of another kind than the picture
            made = None
        picture = made or picture
    return picture.convert("RGB")


def _is_grey(picture: "Image") -> bool:
    from PIL import ImageChops

    red, green, blue = picture.split()
    spread = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return all(int(one.getextrema()[1]) <= _COLOURLESS for one in spread)  # type: ignore[arg-type]


@lru_cache(maxsize=256)
def words_on(scan: Scan) -> tuple[Words, ...]:
    """The lines of a page, so far as its file has any and our faces have their characters."""
    if scan.file.pictured:
        return ()
    found, said = [], 0
    for words in page_words(_content(scan.file), scan.page):
        text = "".join(char for char in words.text if printable(char))
        said += len(text)
        if text.strip() and said <= _MOST_SAID:
            found.append(replace(words, text=text))
    return tuple(found)
