"""Which files are accepted: extension, sniffed content and size must agree."""

import io
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from supervision.core.errors import DomainError

MAX_PIXELS = 40_000_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_ENTRIES = 5000


class Refused(DomainError):
    """An upload that is not accepted; the message names the file and what to do."""


@dataclass(frozen=True)
class FileType:
    """One accepted kind of file; `inline` kinds may be shown in the browser."""

    extension: str
    media_type: str
    label: str
    inline: bool = False


_TYPES = (
    FileType("jpg", "image/jpeg", "图片", inline=True),
    FileType("jpeg", "image/jpeg", "图片", inline=True),
    FileType("png", "image/png", "图片", inline=True),
    FileType("pdf", "application/pdf", "PDF", inline=True),
    FileType(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word文档",
    ),
    FileType(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel表格"
    ),
    FileType("xls", "application/vnd.ms-excel", "Excel 97表格"),
    FileType("csv", "text/csv", "CSV表格"),
)
ALLOWED = {kind.extension: kind for kind in _TYPES}
_OFFICE_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")  # controls, direction marks, halves of characters
_PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what Word and Excel write


def clean_name(name: str) -> str:
    """The file's own name without path and without anything that cannot be seen in it."""
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(char for char in last if unicodedata.category(char) not in _UNSEEN)
    stem, dot, extension = kept.strip().rpartition(".")
    return f"{stem[:150]}{dot}{extension[:10]}" if dot else kept.strip()[:150]


def identify(name: str, content: bytes, *, limit: int) -> FileType:
    """The accepted type of an upload; Refused with a Chinese reason otherwise."""
    extension = name.rpartition(".")[2].lower()
    kind = ALLOWED.get(extension)
    if kind is None:
        accepted = "、".join(ALLOWED)
        message = f"“{name}”：不接受此类文件，可上传 {accepted}"
        raise Refused(message)
    if not content:
        message = f"“{name}”是空文件，请检查后重新选择"
        raise Refused(message)
    if len(content) > limit:
        message = f"“{name}”超过{limit // (1024 * 1024)}MB，请压缩或拆分后上传"
        raise Refused(message)
    if content.startswith(_OLE) and _LOCKED in content:
        message = f"“{name}”设有打开密码，请去掉密码（另存为不加密的副本）后上传"
        raise Refused(message)
    if kind.media_type.startswith("image/") and _too_many_pixels(content):
        most = MAX_PIXELS // 10_000
        message = f"“{name}”超过{most}万像素，请缩小后上传"
        raise Refused(message)
    if not _content_agrees(kind, content):
        message = f"“{name}”的内容与扩展名不符，请确认文件类型（加密或含宏的文件不接受）"
        raise Refused(message)
    return kind


def _content_agrees(kind: FileType, content: bytes) -> bool:
    if kind.extension in _OFFICE_PART:
        return _is_office(content, _OFFICE_PART[kind.extension])
    if kind.extension == "xls":
        return content.startswith(_OLE) and _MACROS not in content
    if kind.extension == "csv":
        return _is_text(content)
    if kind.media_type.startswith("image/"):
        return _is_picture(content, "JPEG" if kind.media_type == "image/jpeg" else "PNG")
    import puremagic

    try:
        sniffed = puremagic.from_string(content[:8192], mime=True)
    except (puremagic.PureError, ValueError):
        return False
    return sniffed == kind.media_type and content.startswith(b"%PDF-")


def _is_text(content: bytes) -> bool:
    """Text in one of the two encodings Chinese sheets come in, and nothing a browser might run."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "\0" not in text and "<script" not in text.lower()
    return False


def _is_picture(content: bytes, wanted: str) -> bool:
    """Header only: nothing is decoded, so a picture of 40 megapixels costs nothing."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=[wanted]):
            return True
    except (OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False


def _too_many_pixels(content: bytes) -> bool:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            return picture.width * picture.height > MAX_PIXELS
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return True
    except (OSError, ValueError):
        return False


def _is_office(content: bytes, part: str) -> bool:
    """A plain OOXML package: right main part, no password, no macros, sane declared sizes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False
    names = {entry.filename for entry in entries}
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    plain = all(
        entry.compress_type in _PLAIN_METHODS and not entry.flag_bits & 1 for entry in entries
    )
    unpacked = sum(entry.file_size for entry in entries)
    sane = len(entries) <= MAX_ENTRIES and unpacked <= MAX_UNPACKED
    return part in names and plain and not macros and sane
