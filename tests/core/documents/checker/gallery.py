"""Writes the measured part of docs/documents.md and its page pictures; a test keeps it true.

`python -m tests.core.documents.checker.gallery` from the project's folder.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
from PIL import Image

from supervision.core.documents.checker import Outcome, Report, check
from supervision.core.documents.checker.rules import judge
from supervision.core.documents.model import Attachment, Form, Layout, Paper, Paragraph
from supervision.core.documents.pdf import pages_of, render
from supervision.instruments.kinds.built_in import BUILT_IN
from supervision.instruments.kinds.facts import KindFacts
from supervision.instruments.kinds.samples import sample_paper, sample_text
from supervision.instruments.wording.templating import SLOTS
from tests.core.documents.checker.quick import reading_of
from tests.core.documents.plain_samples import plain
from tests.core.documents.samples import letter, official, receipt, slip

DOCS = Path(__file__).resolve().parents[4] / "docs"
PAGE = DOCS / "documents.md"
PICTURES = DOCS / "pictures"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
MOST_BYTES = 60_000


_PLAN = Attachment(
    "示例专项监督行动方案",
    (
        Paragraph("一、监督内容", 1),
        Paragraph("行政检查前是否出示执法证件，案卷是否按规定归档。"),
        Paragraph("二、时间安排", 1),
        Paragraph("2026年3月1日至3月20日实地检查，4月底前汇总情况。"),
    ),
)


@dataclass(frozen=True)
class Measured:
    """A document of one kind with its report."""

    name: str
    pdf: bytes
    report: Report


def paper_of(kind: KindFacts) -> Paper:
    """A paper as the kind's texts make it, from sample data."""
    sample = sample_paper(_filled(kind))
    changes: dict[str, object] = {
        "title": sample.title,
        "number": f"示司{kind.series}〔2026〕12号",
        "blocks": sample.blocks,
    }
    if kind.many_units:
        changes["addressees"] = sample.addressees
    if kind.code == "issuing_notice":
        changes["attachments"] = (_PLAN,)
    make = {Layout.OFFICIAL: official, Layout.LETTER: letter, Layout.PLAIN: plain}
    return make[Layout(kind.layout)](**changes)


def _filled(kind: KindFacts) -> KindFacts:
    """With what a bureau fills in, so that every part is seen."""
    basis = SLOTS["依据"]
    return replace(
        kind, legal_basis=basis, objection_basis=basis, objection_to="示例市人民政府",
        consequence_basis=basis,
    )  # fmt: skip


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
        record = document if isinstance(document, Paper) else None
        found.append(Measured(name, pdf, check(pdf, record=record)))
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
    lines += [
        "",
        "每条规则的写法（“应为”一栏即检查的要求；有记录的文书另与记录逐字核对）：",
        "",
        *_rules(),
    ]
    for one in measured:
        lines += ["", f"<details><summary>{one.name}：逐项实测</summary>", "", *_table(one.report)]
        lines += ["", "</details>"]
    lines += ["", "各文种的文字，用示例数据生成（依据、救济在填写后才印）：", ""]
    for kind in BUILT_IN:
        lines += [f"<details><summary>{kind.name}的文字</summary>", ""]
        lines += [f"> {line}\n>" for line in sample_text(_filled(kind)).split("\n")]
        lines += ["", "</details>", ""]
    return "\n".join([*lines, END])


def _rules() -> list[str]:
    """Every row of every layout, as measured on a paper of it."""
    styles: dict[str, list[str]] = {}
    said: dict[str, tuple[str, str]] = {}
    for make in (official, letter, plain):
        paper = make()
        report = judge(reading_of(paper, pages_of(paper)), layout=None, duplex=True, record=paper)
        for row in report.rows:
            wanted = f"{row.key}{row.wanted}"
            said[wanted] = (row.rule, row.wanted)
            styles.setdefault(wanted, []).append(report.style.label)
    rows = ["| 规则 | 应为 | 适用 |", "|---|---|---|"]
    rows += [
        f"| {rule} | {asked} | {'、'.join(styles[key])} |" for key, (rule, asked) in said.items()
    ]
    return rows


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
        ("约谈通知书", "行政执法监督约谈通知书", 1),
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
