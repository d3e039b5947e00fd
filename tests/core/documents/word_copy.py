"""Word copies beside the papers themselves: set by LibreOffice with our own faces, page by page.

`python -m tests.core.documents.word_copy --write` writes the table of docs/documents.md.
"""

import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2

from supervision.core.documents.checker import check
from supervision.core.documents.docx import to_docx
from supervision.core.documents.model import Block, Paper, Table
from supervision.core.documents.pdf import render
from supervision.instruments.kinds.built_in import BUILT_IN as KINDS
from tests.core.documents.calm_samples import calm_papers
from tests.core.documents.checker.gallery import PAGE, paper_of
from tests.core.documents.plain_samples import plain_papers
from tests.core.documents.samples import papers

_FACES = Path(__file__).resolve().parents[3] / ".fonts"
_NAMES = {  # what a Word copy asks for, and the face of ours that stands in for it
    "方正小标宋简体": ("MingduBiaoSong",),
    "仿宋_GB2312": ("MingduFangSong",),
    "楷体_GB2312": ("MingduKaiTi",),
    "黑体": ("MingduHeiTi",),
    "宋体": ("MingduLatin",),
    "Times New Roman": ("MingduLatin",),
}
BEGIN, END = "<!-- word: begin -->", "<!-- word: end -->"
UNFINISHED = {  # as in the papers' own PDF
    "official-draft": {"number_form", "date_form"},
    "letter-draft": {"number_form", "date_form"},
    "plain-draft": {"number_form", "date_form"},
    "official-upward-3": {"mark_names"},
}
_RARE = ("MingduRare", "MingduRareB", "MingduRareC")


@dataclass(frozen=True)
class Pair:
    """A paper's own PDF and what LibreOffice makes of its Word copy."""

    name: str
    own: bytes
    word: bytes
    paper: Paper


def converted(papers: Mapping[str, Paper], folder: Path) -> Iterator[Pair]:
    """All papers through one LibreOffice."""
    for name, paper in papers.items():
        (folder / f"{name}.docx").write_bytes(to_docx(paper))
    to_pdf(folder)
    for name, paper in papers.items():
        yield Pair(
            name, render(paper).pdf, as_printed((folder / f"{name}.pdf").read_bytes()), paper
        )


def to_pdf(folder: Path) -> None:
    """Every Word file of a folder as PDF beside it."""
    conf = folder / "fonts.conf"
    conf.write_text(_font_names(folder), "utf-8")
    files = sorted(map(str, folder.glob("*.docx")))
    command = [
        "soffice", f"-env:UserInstallation=file://{folder}/office", "--headless",
        "--convert-to", "pdf", "--outdir", str(folder), *files,
    ]  # fmt: skip
    env = {**os.environ, "FONTCONFIG_FILE": str(conf)}
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=600)


def _font_names(folder: Path) -> str:
    aliases = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="same">'
        + "".join(f"<string>{face}</string>" for face in (*faces, *_RARE, "MingduFangSong"))
        + "</edit></match>"
        for name, faces in _NAMES.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{_FACES / 'faces'}</dir><cachedir>{folder / 'fontcache'}</cachedir>{aliases}</fontconfig>"
    )


def as_printed(pdf: bytes) -> bytes:
    """Word lays a wide page on its side; bound with the others it stands, turned to the left."""
    opened = pikepdf.open(io.BytesIO(pdf))
    for page in opened.pages:
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        if right - left <= top - bottom:
            continue
        before = pikepdf.Stream(opened, f"q 0 1 -1 0 {top} {-left} cm\n".encode())
        after = pikepdf.Stream(opened, b"\nQ")
        page.contents_add(before, prepend=True)
        page.contents_add(after)
        page.mediabox = [0, 0, top - bottom, right - left]
        for box in ("/CropBox", "/TrimBox"):
            if box in page:
                del page[box]
    made = io.BytesIO()
    opened.save(made)
    return made.getvalue()


# Rows of the checker that LibreOffice itself decides, each with what it does.
LIBREOFFICE = {
    "signed_names": "汉字与数字之间自动加五分之一字的空（文件里写明不加，LibreOffice 导入时不读），成文日期因此宽约6 mm，署名与它的中线差3 mm",
    "date_place": "同上：不加盖印章的，日期以署名首字定位，右端因此偏出",
    "line_ends": "同上：带数字的行，行末与版心右边差不到1 mm",
    "seal": "同上：带数字的段落多出一行的，印章位置随之下移",
    "first_page": "同上：主送带数字、因此多出一行的，首页少一行正文",
    "page_numbers": "横排的面，页码在转了90度的文本框里，LibreOffice 少画前一条一字线",
    "extractable": "生僻字由 LibreOffice 换字体，复制出来的次序与所见不同",
}
WORDS = {
    "short": "短", "middle": "三条", "long": "长", "items": "一条至四十条", "rare": "生僻字",
    "many-addressees": "主送十八家", "addressees-in-imprint": "主送移入版记", "long-name": "机关名称很长",
    "attachments": "一至三个附件（含横排）", "single-sided": "单面印", "levels": "四级标题", "table": "文中有表",
    "draft": "草稿", "void": "作废", "note": "附注", "sealed": "加盖印章", "unsealed": "不加盖印章",
    "stamp": "签名章", "joint": "联合行文", "upward": "上行文", "landscape": "横排表格",
    "lines": "逐行加长（一至二十五段）", "head": "份号、紧急程度", "whole": "文号在行末", "turned-annex": "附件以横排表格开头", "saved": "匀出落款的面",
}  # fmt: skip
BUILT_IN = "内置文种"


@dataclass(frozen=True)
class Compared:
    """One paper's verdict: pages of both, what differs in their text, rows that fail for no listed reason."""

    name: str
    own: int
    word: int
    text: bool
    failed: tuple[str, ...]
    listed: tuple[str, ...]


def every_paper() -> dict[str, Paper]:
    """All test papers, and one of each kind that every body has."""
    kinds = {f"{BUILT_IN}-{kind.code}": paper_of(kind) for kind in KINDS}
    return {**dict(papers()), **dict(plain_papers()), **dict(calm_papers()), **kinds}


def compared(pair: Pair) -> Compared:
    own, word = text_of(pair.own), text_of(pair.word)
    report = check(pair.word, duplex=pair.paper.duplex, record=pair.paper)
    failed = set(report.keys_failed) - UNFINISHED.get(pair.name, set())
    turned = any(_turned(pair.paper))
    allowed = set(LIBREOFFICE) - (set() if turned else {"page_numbers"})
    return Compared(
        pair.name,
        len(own),
        len(word),
        "".join(sorted("".join(own))) == "".join(sorted("".join(word))),
        tuple(sorted(failed - allowed)),
        tuple(sorted(failed & allowed)),
    )


def _turned(paper: Paper) -> Iterator[bool]:
    for attachment in paper.attachments:
        yield attachment.landscape
        yield from _sideways(attachment.blocks)
    yield from _sideways(paper.blocks)


def _sideways(blocks: Iterable[Block]) -> Iterator[bool]:
    return (isinstance(block, Table) and block.landscape for block in blocks)


def text_of(pdf: bytes) -> list[str]:
    """The text of each page, but for spaces, dashes (LibreOffice loses some of page numbers) and stamps."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return [re.sub(r"[\s—]|草稿|作废", "", page) for page in pages]


def table(found: list[Compared]) -> str:
    """The comparison as it stands in docs/documents.md."""
    groups: dict[str, list[Compared]] = {}
    for one in found:
        groups.setdefault(_group(one.name), []).append(one)
    same = sum(one.own == one.word for one in found)
    said = [
        f"试件{len(found)}件，面数相同的{same}件（{100 * same / len(found):.0f}%）。", "",
        "| 试件 | 件数 | 面数相同 | 文字相同 | 检查合格 | LibreOffice 自己决定的 |", "|---|--:|--:|--:|--:|---|",
    ]  # fmt: skip
    for name, ones in groups.items():
        listed = sorted({key for one in ones for key in one.listed})
        counts = [
            len(ones), sum(one.own == one.word for one in ones), sum(one.text for one in ones),
            sum(not one.failed for one in ones),
        ]  # fmt: skip
        said.append(f"| {name} | {' | '.join(map(str, counts))} | {'、'.join(listed)} |")
    said += ["", *(f"- `{key}`：{why}" for key, why in LIBREOFFICE.items())]
    return "\n".join(said)


def _group(name: str) -> str:
    layout, _, rest = name.partition("-")
    kinds = {"official": "公文", "letter": "信函", "plain": "文书式"}
    if layout not in kinds:
        return BUILT_IN
    return f"{kinds[layout]} · {WORDS[re.sub(r'-[0-9]+$', '', rest)]}"


def measure(names: Iterable[str] | None = None) -> list[Compared]:
    """The comparison of these papers, or of all."""
    every = every_paper()
    chosen = {name: every[name] for name in names} if names else every
    with tempfile.TemporaryDirectory() as folder:
        return [compared(pair) for pair in converted(chosen, Path(folder))]


def written() -> str:
    """The page with a fresh table in it."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table(measure())}\n\n{END}{after}"


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(written(), "utf-8")
    else:
        sys.stdout.write(table(measure()) + "\n")
