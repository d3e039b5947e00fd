"""typst as a peer of our papers: the same words in the same faces on the same page, set by its own rules.

Its lines are its own (no squeezing, no rhombic titles, no 版记 at the foot): it does less than ours, and is the faster.
"""

import json
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench import peers
from bench.processor import own_seconds
from supervision.core.documents import fonts
from supervision.core.documents.fonts import Face
from supervision.core.documents.model import Attachment, Block, Paper, Paragraph, Table

# Compiles as often as it is asked; what was set before it keeps, so each time the number is another.
WARM = """
import sys, time, typst
compiler = typst.Compiler(sys.argv[1], font_paths=[sys.argv[2]], ignore_system_fonts=True)
for turn in sys.stdin:
    begun = time.process_time()
    compiler.compile(format="pdf", sys_inputs={"turn": turn.strip()})
    print(time.process_time() - begun, flush=True)
"""
FRESH = """
import sys, typst
typst.compile(sys.argv[1], font_paths=[sys.argv[2]], ignore_system_fonts=True, format="pdf", sys_inputs={"turn": "1"})
"""
HEAD = """
#let turn = sys.inputs.at("turn")
#set document(title: TITLE)
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm),
  footer: context align(right, text(14pt, [— #counter(page).display() —])))
#set text(font: FANG, size: 16pt, lang: "zh", region: "cn", top-edge: 0.88em, bottom-edge: -0.12em)
#set par(justify: true, leading: 10.4455mm - 16pt, spacing: 10.4455mm - 16pt)
#let line(body) = par(first-line-indent: (amount: 2em, all: true), body)
#align(center, text(52pt, fill: red, font: BIAO, MARK))
#std.line(length: 100%, stroke: 0.5mm + red)
#align(right, [NUMBER〔2026〕#turn;号])
#align(center, text(22pt, font: BIAO, TITLE))
#par[ADDRESSEE：]
"""


@contextmanager
def ready(folder: Path, papers: dict[str, Paper]) -> Iterator[dict[str, Callable[[], float]]]:
    """How to have each paper set, warm and in a fresh process: what it costs in processor seconds."""
    faces, started = fonts.activate().parent / "faces", []
    works: dict[str, Callable[[], float]] = {}
    try:
        for number, (name, paper) in enumerate(papers.items()):
            source = folder / f"{number}.typ"
            source.write_text(source_of(paper), "utf-8")
            command = [str(peers.PYTHON), "-c", WARM, str(source), str(faces)]
            child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            started.append(child)
            works[f"typst: {name}"] = partial(_warm, child, iter(range(1, 10_000)))
            _warm(child, iter([0]))  # fonts are found, everything is set once
            if not number:
                fresh = [str(peers.PYTHON), "-c", FRESH, str(source), str(faces)]
                works["typst: fresh process"] = partial(_fresh, fresh)
        yield works
    finally:
        for child in started:
            child.communicate(timeout=60)


def _warm(child: "subprocess.Popen[str]", turns: Iterator[int]) -> float:
    assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018
    child.stdin.write(f"{next(turns)}\n")
    child.stdin.flush()
    return float(child.stdout.readline())


def _fresh(command: list[str]) -> float:
    begun = own_seconds()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return own_seconds() - begun


def source_of(paper: Paper) -> str:
    """The paper in typst's own markup."""
    fields = {
        "FANG": _faces(Face.FANGSONG),
        "BIAO": _faces(Face.BIAOSONG),
        "TITLE": _said(paper.title),
        "MARK": _said(paper.issuers[0]),
        "NUMBER": (paper.number or "").partition("〔")[0],
        "ADDRESSEE": "、".join(paper.addressees),
    }
    head = HEAD
    for name, said in fields.items():
        head = head.replace(name, said)
    return "\n".join([head, *_blocks(paper.blocks), *_foot(paper), *map(_annex, paper.attachments)])


def _said(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _faces(face: Face) -> str:
    return "(" + ", ".join(_said(name) for name in fonts.families(face)) + ",)"


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _paragraph(block)
        elif isinstance(block, Table):
            yield _table(block)


def _paragraph(block: Paragraph) -> str:
    face = {1: Face.HEITI, 2: Face.KAITI}.get(block.level, Face.FANGSONG)
    return f"#line(text(font: {_faces(face)}, {_said(block.text)}))"


def _table(table: Table) -> str:
    shares = ", ".join(f"{column.share}fr" for column in table.columns)
    heads = ", ".join(_said(column.heading) for column in table.columns)
    cells = ",\n".join(", ".join(_said(cell) for cell in row) for row in table.rows)
    return (
        f"#set text(size: 12pt)\n#table(columns: ({shares}), table.header({heads}),\n{cells})\n"
        "#set text(size: 16pt)"
    )


def _foot(paper: Paper) -> Iterator[str]:
    day = paper.signature.date
    said = f"{day.year}年{day.month}月{day.day}日" if day else ""
    yield f"#align(right, {_said(paper.issuers[0])})\n#align(right, {_said(said)})"
    if paper.copies_to:
        yield f"#text(14pt, {_said('抄送：' + '，'.join(paper.copies_to) + '。')})"


def _annex(annex: Attachment) -> str:
    title = f"#pagebreak()\n#align(center, text(22pt, font: {_faces(Face.BIAOSONG)}, {_said(annex.title)}))"
    return "\n".join([title, *_blocks(annex.blocks)])
