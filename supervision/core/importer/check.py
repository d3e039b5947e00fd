"""Refusing a sheet before anything opens it: locked, not a sheet, a bomb, a DTD, absurd dimensions."""

import io
import re
import zipfile

from supervision.core.errors import DomainError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MEGABYTE = 1024 * 1024
MOST_UNPACKED = 150 * MEGABYTE
MOST_RATIO = 200  # a sheet packs 5 to 50 times
MOST_ROWS = 110_000
MOST_COLUMNS = 200
HEAD = 4096  # the dimension and a DTD stand at the beginning of a part
_DIMENSION = re.compile(rb'<dimension[^>]*\bref="([A-Z]+)([0-9]+)(?::([A-Z]+)([0-9]+))?"')


class Unreadable(DomainError):
    """A file that cannot be read as a sheet; the message says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="sheet")


def check(name: str, content: bytes) -> str:
    """The kind of sheet: xlsx, xls or csv. Raises Unreadable with a Chinese reason."""
    kind = name.rpartition(".")[2].lower()
    if not content:
        raise Unreadable("文件是空的，请检查后重新选择")
    if content.startswith(OLE) and ENCRYPTED in content:
        raise Unreadable("文件设有打开密码，请在Excel中去掉密码（另存为不加密的副本）后再导入")
    if kind == "xlsx":
        _check_package(content)
    elif kind == "xls":
        if not content.startswith(OLE):
            raise Unreadable("文件内容不是.xls格式，请在Excel中另存为.xlsx后再导入")
    elif kind != "csv":
        raise Unreadable("请选择 .xlsx、.xls 或 .csv 文件")
    return kind


def _check_package(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_sizes(package.infolist(), len(content))
            for entry in package.infolist():
                if entry.filename.endswith((".xml", ".rels")):
                    _check_part(package, entry)
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
        OSError,
        RuntimeError,
        EOFError,
    ) as e:
        if isinstance(e, Unreadable):
            raise
        raise Unreadable("文件已损坏或不是.xlsx格式，请在Excel中打开后另存一次再导入") from e


def _check_sizes(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or (unpacked > 20 * MEGABYTE and unpacked > size * MOST_RATIO):
        raise Unreadable("文件解压后过大，请删去多余的行、列和图片后再导入")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("文件设有密码，请去掉密码后再导入")


def _check_part(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    with package.open(entry) as part:
        head = part.read(HEAD)
    if b"<!DOCTYPE" in head or "<!DOCTYPE".encode("utf-16-le") in head:
        raise Unreadable("文件含有不允许的内容（DTD），请在Excel中另存一次再导入")
    found = _DIMENSION.search(head)
    if found:
        _check_dimension(found.group(3) or found.group(1), int(found.group(4) or found.group(2)))


def _check_dimension(column: bytes, row: int) -> None:
    width = 0
    for letter in column.decode():
        width = width * 26 + ord(letter) - 64
    if row > MOST_ROWS or width > MOST_COLUMNS:
        raise Unreadable(
            f"表格声明的范围是{row}行、{width}列，超出可导入的范围。"
            "请选中数据以外的空行、空列并删除，保存后再导入"
        )
