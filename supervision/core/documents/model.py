"""Owns what a paper *is*: frozen data without any typesetting; its JSON is what signing freezes.

Numbering (一、（一）1.（1）) is typed in the text: what a person sees in the editor is what prints.
`level` only chooses the face. All text is text; nothing here is ever read as markup.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Self

from supervision.core.documents.codec import Codec, dumps
from supervision.core.documents.errors import DocumentError
from supervision.core.documents.fit import Fit
from supervision.core.words import Word


class Layout(Word):
    """公文 with its 版头, 信函 (函, 转办函), or 文书式: a black title without 版头 and 版记."""

    OFFICIAL = "official", "公文（有版头）"
    LETTER = "letter", "信函"
    PLAIN = "plain", "文书式（黑色标题，不套红头）"


class SignatureStyle(Word):
    """How the paper is authenticated."""

    SEALED = "sealed", "加盖印章"
    UNSEALED = "unsealed", "不加盖印章"
    STAMP = "stamp", "加盖签发人签名章"


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. Level 0 body, 1 `一、` 黑体, 2 `（一）` 楷体, 3 `1.` and 4 `（1）` 仿宋.

    On levels 1 and 2 the face covers the first sentence; what follows its 。 is body text.
    """

    text: str
    level: int = 0

    def __post_init__(self) -> None:
        if self.level not in range(5):
            raise DocumentError(f"段落层级只能是0至4，不能是{self.level}")


@dataclass(frozen=True)
class Column:
    """A column: its heading, its share of the table's width, and how its cells stand."""

    heading: str
    share: float = 1.0
    align: Align = Align.LEFT


@dataclass(frozen=True)
class Table:
    """A ruled table in the body or in an attachment; a landscape one takes pages of its own."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    landscape: bool = False

    def __post_init__(self) -> None:
        if not self.columns:
            raise DocumentError("表格至少要有一列")
        if any(column.share <= 0 for column in self.columns):
            raise DocumentError("表格的列宽必须大于零")
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise DocumentError(f"表格第{number}行有{len(row)}格，应为{len(self.columns)}格")


@dataclass(frozen=True)
class Series:
    """One series of a column chart; `tone` names its colour (main, soft)."""

    name: str
    tone: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class Columns:
    """A column chart, drawn by the very macro that draws it on the screen. Word gets no picture of
    it: give the numbers as a Table after it.
    """

    caption: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]


Block = Paragraph | Table | Columns


@dataclass(frozen=True)
class BoundFile:
    """A PDF or a picture bound behind the paper: what it is called, its own hash, its pages' sizes in mm.

    Its bytes lie elsewhere (`bound.FILES`); what prints of them is a picture of each page.
    """

    name: str
    sha256: str
    media_type: str
    pages: tuple[tuple[float, float], ...]

    @property
    def pictured(self) -> bool:
        """Whether it is a picture, which bears no title of its own."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True)
class Attachment:
    """An attachment (附件) bound with the paper, typed or a file; `landscape` turns every table in it."""

    title: str
    blocks: tuple[Block, ...] = ()
    landscape: bool = False
    file: BoundFile | None = None


@dataclass(frozen=True)
class Signature:
    """署名 and 成文日期. `names` in order, 主办 first; `date=None` leaves blanks to be filled.

    A signature stamp (签名章) carries the signer's `post` (局长) and prints no `names`.
    `seal_mm` is the diameter of the real seal, for which room is kept (42 mm: city and county).
    """

    style: SignatureStyle = SignatureStyle.SEALED
    names: tuple[str, ...] = ()
    date: dt.date | None = None
    post: str = ""
    seal_mm: float = 42.0


@dataclass(frozen=True)
class Paper:
    """A whole paper by GB/T 9704-2012. Only what is given is printed."""

    layout: Layout = Layout.OFFICIAL
    issuers: tuple[str, ...] = ()  # names in the red head, 主办 first; more than one = 联合行文
    mark: str = ""  # the red head of a single issuer; empty: name + 文件, in a letter the name
    number: str | None = None  # 示司监〔2026〕12号
    copy_number: str = ""  # 份号, six digits
    urgency: str = ""  # 紧急程度: 特急, 加急
    signatories: tuple[str, ...] = ()  # 签发人 of a paper to a superior (上行文)
    title: str = ""
    addressees: tuple[str, ...] = ()  # 主送机关
    blocks: tuple[Block, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    signature: Signature = field(default_factory=Signature)
    note: str = ""  # 附注, without its brackets
    copies_to: tuple[str, ...] = ()  # 抄送机关
    printer: str = ""  # 印发机关
    printed_on: dt.date | None = None  # 印发日期
    duplex: bool = True
    seam: bool = False  # room for a 骑缝章 is marked at the outer edge of every page
    watermark: str = ""  # 草稿
    void: str = ""  # text of the 作废 stamp: "作废" or "作废 2026年11月23日"
    fit: Fit | None = None  # how it is set, recorded at signing; None: to be found

    # A paper frozen before fits were recorded was set by the first rules, and stays so.
    BEFORE: ClassVar[dict[str, object]] = {"fit": {"type": "Fit", "rules": 1}}

    def to_json(self) -> str:
        """Deterministic JSON text, the form frozen at signing."""
        return dumps(self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The paper of `to_json` text; raises DocumentError when it is damaged."""
        return CODEC.loads(text, cls)


@dataclass(frozen=True)
class Cell:
    """A cell of a working form. `span` counts columns; `lines` keeps that many lines of room."""

    text: str = ""
    span: int = 1
    label: bool = False
    lines: int = 1
    align: Align = Align.LEFT


@dataclass(frozen=True)
class Grid:
    """Rows of label and value cells; `shares` are the columns' shares of the width."""

    shares: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if not self.shares or any(share <= 0 for share in self.shares):
            raise DocumentError("表单的列宽必须大于零")
        for number, row in enumerate(self.rows, start=1):
            if sum(cell.span for cell in row) != len(self.shares):
                raise DocumentError(f"表单第{number}行的格数与列数{len(self.shares)}不符")


@dataclass(frozen=True)
class SignLine:
    """A line to be signed by hand (被约谈人签名：……  年 月 日); filled where name or date is known."""

    label: str
    name: str = ""
    date: dt.date | None = None


@dataclass(frozen=True)
class Code:
    """A QR code of `text` with its caption, on a 归档单."""

    text: str
    caption: str = ""


FormBlock = Grid | Table | Paragraph | SignLine | Code


@dataclass(frozen=True)
class Form:
    """A working form (送达回证, 约谈记录, 问题清单, 核查表, 销号确认单, 归档单): one style for all."""

    title: str
    issuer: str = ""  # above the title
    number: str = ""  # at the right under the title
    blocks: tuple[FormBlock, ...] = ()
    note: str = ""  # small print under the last block
    landscape: bool = False
    watermark: str = ""
    void: str = ""

    def to_json(self) -> str:
        """Deterministic JSON text."""
        return dumps(self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The form of `to_json` text; raises DocumentError when it is damaged."""
        return CODEC.loads(text, cls)


Document = Paper | Form


CODEC = Codec(
    Paragraph, Column, Table, Series, Columns, BoundFile, Attachment, Signature, Paper, Cell, Grid,
    SignLine, Code, Form, Fit,
)  # fmt: skip


def chinese_date(day: dt.date) -> str:
    """2026年9月8日: Arabic digits, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十百]+、")),
    (2, re.compile(r"（[一二三四五六七八九十百]+）")),
    (3, re.compile(r"\d{1,3}[.．](?!\d)")),
    (4, re.compile(r"（\d{1,3}）")),
)


def level_of(text: str) -> int:
    """The level that a paragraph's own numbering gives it; 0 without numbering."""
    return next((level for level, pattern in _LEVELS if pattern.match(text)), 0)
