"""Writes the measured part of docs/documents.md and its page pictures; a test keeps it true.

`python -m tests.core.documents.checker.gallery` from the project's folder.
"""

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image

from supervision.core.documents.checker import Outcome, Report, check
from supervision.core.documents.model import Form, Layout, Paper, Paragraph, level_of
from supervision.core.documents.pdf import render
from supervision.instruments.kinds.registry import BUILT_IN, KindFacts
from tests.core.documents.samples import BUREAU, TEXTS, items, letter, official, receipt, slip

DOCS = Path(__file__).resolve().parents[4] / "docs"
PAGE = DOCS / "documents.md"
PICTURES = DOCS / "pictures"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
MOST_BYTES = 60_000
_WORDS = defaultdict(
    lambda: "有关事项",
    {
        "发文机关": BUREAU,
        "行动名称": "“规范涉企行政检查专项监督行动”",
        "被监督单位": "示例市交通运输局",
        "期限": "30日",
        "前文": "《行政执法监督整改通知书》（示司监改〔2026〕12号）",
        "到期日": "2026年10月8日",
        "约谈时间": "2026年9月15日9时",
        "约谈地点": "第一会议室",
        "约谈对象": "王某某、李某某",
    },
)


@dataclass(frozen=True)
class Measured:
    """A document of one kind with its report."""

    name: str
    pdf: bytes
    report: Report


def paper_of(kind: KindFacts) -> Paper:
    """A paper as the kind's texts make it."""
    words = _WORDS | {"文种": kind.name}
    filled = [
        text.format_map(words) for text in (kind.opening_template, kind.closing_template) if text
    ]
    middle = items(8) if kind.natures else tuple(Paragraph(text) for text in TEXTS[:2])
    blocks = (Paragraph(filled[0]), *middle, *(Paragraph(t, level_of(t)) for t in filled[1:]))
    changes = {
        "title": kind.title_template.format_map(words),
        "number": f"示司{kind.series}〔2026〕12号",
        "blocks": blocks,
    }
    return official(**changes) if kind.layout == Layout.OFFICIAL else letter(**changes)


def documents() -> Iterator[tuple[str, Paper | Form]]:
    """One document of each kind, the forms after them."""
    for kind in BUILT_IN:
        yield kind.name, paper_of(kind)
    yield "送达回证", receipt()
    yield "文书归档单", slip()


def measure() -> list[Measured]:
    """Every kind drawn and checked."""
    found = []
    for name, document in documents():
        pdf = render(document).pdf
        found.append(Measured(name, pdf, check(pdf)))
    return found


def text_of(measured: list[Measured]) -> str:
    """The generated part of the page."""
    lines = [
        BEGIN,
        "",
        "| 文种 | 版式 | 面数 | 规则 | 合格 | 特殊情况 | 不适用 | 不合格 |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for one in measured:
        counts = [sum(row.outcome is outcome for row in one.report.rows) for outcome in Outcome]
        passed, special, failed, idle = counts
        lines.append(
            f"| {one.name} | {one.report.style.label} | {one.report.pages} | {sum(counts)} | {passed} | {special} | {idle} | {failed} |"
        )
    for one in measured:
        lines += ["", f"<details><summary>{one.name}：逐项实测</summary>", "", *_table(one.report)]
        lines += ["", "</details>"]
    return "\n".join([*lines, "", END])


def _table(report: Report) -> list[str]:
    rows = ["| 规则 | 应为 | 实为 | 结果 |", "|---|---|---|---|"]
    rows += [f"| {r.rule} | {r.wanted} | {r.got} | {r.outcome.label} |" for r in report.rows]
    return rows


def pictures(measured: list[Measured]) -> Iterator[tuple[str, bytes]]:
    """(file name, PNG): each page of a 公文 and a 信函, the first of each form."""
    named = {one.name: one for one in measured}
    wanted = (
        ("意见书", "行政执法监督意见书", 4),
        ("转办函", "行政执法监督案件转办函", 2),
        ("送达回证", "送达回证", 1),
        ("归档单", "文书归档单", 1),
    )
    for name, kind, most in wanted:
        with pypdfium2.PdfDocument(named[kind].pdf) as opened:
            for number in range(min(most, len(opened))):
                yield f"{name}-{number + 1}.png", _png(opened[number])


def _png(page: pypdfium2.PdfPage) -> bytes:
    """A page at 80 dpi in 24 colours, with a grey edge so that it is seen on white."""
    image = page.render(scale=80 / 72).to_pil().convert("RGB")
    framed = Image.new("RGB", (image.width + 2, image.height + 2), "#c9cdd4")
    framed.paste(image, (1, 1))
    target = io.BytesIO()
    framed.quantize(24, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
    return target.getvalue()


def replaced(page: str, part: str) -> str:
    """The page with its generated part renewed."""
    before, _, rest = page.partition(BEGIN)
    return before + part + rest.partition(END)[2]


def main() -> None:
    measured = measure()
    PAGE.write_text(replaced(PAGE.read_text("utf-8"), text_of(measured)), "utf-8")
    PICTURES.mkdir(exist_ok=True)
    for name, png in pictures(measured):
        (PICTURES / name).write_bytes(png)


if __name__ == "__main__":
    main()
