"""Several lines or cells copied in Excel, WPS or Word, read as items: which column is what, one item a row."""

import csv
import io
import re
from dataclasses import dataclass
from itertools import zip_longest

from supervision.core.errors import DomainError

FIELDS = {
    "heading": "小标题",
    "statement": "问题",
    "provision": "违反的规定",
    "demand": "意见与要求",
}
_WORDS = {
    "heading": ("小标题", "标题", "题目", "事项", "问题名称"),
    "statement": ("问题", "事实", "存在问题", "存在的问题", "主要问题", "发现问题", "发现的问题", "问题描述"),
    "provision": ("违反的规定", "违反规定", "依据", "法律依据", "规定"),
    "demand": ("意见与要求", "要求", "意见", "建议", "整改要求", "整改意见", "整改建议", "意见建议"),
    "": ("序号", "编号", "号"),
}  # fmt: skip
_NAMED = {word: field for field, words in _WORDS.items() for word in words}
_USUAL = {
    2: ("statement", "demand"),
    3: ("heading", "statement", "demand"),
    4: ("heading", "statement", "provision", "demand"),
}
# What numbers a line: items are numbered by their place.
_ORDINAL = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、"
    r"|\d{1,2}(?:[、）)]|[.．](?!\d))|[①-⑳]|[•·●■◆]|\d{1,2}\t)[\s\u3000]*"
)
_NUMBER = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[、.．）)]?")


@dataclass(frozen=True)
class Pasted:
    """The cells, and the field each column stands for ("" where it is left out)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def items(self) -> list[dict[str, str]]:
        """One item a row."""
        return [
            {field: cell for field, cell in zip(self.columns, row, strict=True) if field}
            for row in self.rows
        ]


def read(text: str, field: str, *, most: int) -> Pasted:
    """What was pasted; a single column is the `field` it was pasted into. DomainError where it can't be items."""
    rows = _cells(text)
    if not rows:
        raise DomainError("没有读到内容：请在 Excel 或 Word 中选中几行，复制后粘贴", field="pasted")
    named = [_NAMED.get(cell.strip()) for cell in rows[0]]
    headed = len(rows) > 1 and any(named) and all(one is not None for one in named)
    body = rows[1:] if headed else rows
    columns = tuple(one or "" for one in named) if headed else _columns(body, field)
    if len(body) > most:
        raise DomainError(f"粘贴了{len(body)}条，这件文书最多还能加{most}条", field="pasted")
    return Pasted(columns, tuple(_unnumbered(row, columns) for row in body))


def items_of(text: str, field: str, *, most: int) -> list[dict[str, str]]:
    """The items themselves."""
    return read(text, field, most=most).items()


def _cells(text: str) -> list[list[str]]:
    lines = [_ORDINAL.sub("", line) if _lone(line) else line for line in text.splitlines()]
    if not any("\t" in line for line in lines):
        return [[line.strip()] for line in lines if line.strip()]
    found = csv.reader(io.StringIO(text.strip("\r\n"), newline=""), dialect="excel-tab")
    try:
        rows = [[cell.strip() for cell in row] for row in found]
    except csv.Error:
        raise DomainError("粘贴的内容读不成表格，请重新复制", field="pasted") from None
    rows = [row for row in rows if any(row)]
    even = zip(*zip_longest(*rows, fillvalue=""), strict=True)
    return [list(row) for row in even]


def _lone(line: str) -> bool:
    """A line of Word: at most its number stands before a tab."""
    return "\t" not in _ORDINAL.sub("", line)


def _columns(rows: list[list[str]], field: str) -> tuple[str, ...]:
    """By their number, a leading column of numbers aside."""
    width = len(rows[0])
    numbered = width > 1 and all(_NUMBER.fullmatch(row[0]) for row in rows)
    told = width - numbered
    if told == 1:
        return ("", field) if numbered else (field,)
    if told not in _USUAL:
        message = (
            "最多四列：小标题、问题、违反的规定、意见与要求。请只复制这些列，或者连同列名一起复制"
        )
        raise DomainError(message, field="pasted")
    return (*([""] if numbered else []), *_USUAL[told])


def _unnumbered(row: list[str], columns: tuple[str, ...]) -> tuple[str, ...]:
    """The first cell that says something without the number before it."""
    first = next((at for at, field in enumerate(columns) if field), 0)
    return tuple(_ORDINAL.sub("", cell) if at == first else cell for at, cell in enumerate(row))
