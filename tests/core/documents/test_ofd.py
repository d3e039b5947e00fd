"""The OFD copy: whole by the schema of GB/T 33190-2016, its words in their order, each mark where the PDF has it.

`ofd_structure` reads it without anything of ours, `ofdkit` as a second reader; no reader has drawn it here, so it is 试验.
"""

import io

import ofdkit
import pdfplumber
import pytest

from supervision.core.documents.errors import DocumentError
from supervision.core.documents.model import (
    Attachment,
    Column,
    Columns,
    Paper,
    Paragraph,
    Series,
    Table,
)
from supervision.core.documents.ofd.writing import ofd_of
from supervision.core.documents.pdf import render
from tests.core.documents import bound_samples, ofd_structure
from tests.core.documents.ofd_structure import SPACE, Read
from tests.core.documents.plain_samples import plain
from tests.core.documents.samples import RARE, letter, official, problem_table

MM = 25.4 / 72
WIDE = Attachment(
    "横排表",
    (Table((Column("序号"), Column("内容", 6.0)), (("1", "横排的一行"),), landscape=True),),
)
PAPERS = {
    "official": official(),
    "letter": letter(),
    "plain": plain(),
    "rare characters": official(blocks=(Paragraph(RARE),)),
    "a long table": official(attachments=(Attachment("问题清单", (problem_table(30),)),)),
    "a turned table": official(attachments=(WIDE,)),
    "void": official(void="作废 2026年11月23日"),
    "joint": official(issuers=("示例市司法局", "示例市公安局", "示例市卫生健康委员会")),
    "a long red head": official(issuers=("示例市行政执法协调监督工作领导小组办公室",)),
    "bound pages": official(attachments=bound_samples.ANNEXES),
}  # fmt: skip


def _plain(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_of_its_structure_is_wrong(name: str) -> None:
    assert not ofd_structure.faults(ofd_of(PAPERS[name]))


@pytest.mark.parametrize("name", PAPERS)
def test_two_readers_read_the_words_of_the_pdf_in_their_order(name: str) -> None:
    paper = PAPERS[name]
    content, rendered = ofd_of(paper), render(paper)
    ours, other = Read(content), ofdkit.open(io.BytesIO(content))
    assert len(ours.pages) == len(other.pages) == rendered.pages
    for number, lines in enumerate(rendered.lines):
        said = _plain("".join(lines))
        assert said in _plain(ours.text(number)), number
        runs = _plain("".join(run.text for run in other.pages[number].runs))
        assert runs == _plain(ours.text(number))
    assert not other.warnings


@pytest.mark.parametrize(
    "name", ["official", "letter", "plain", "a turned table", "a long red head"]
)
def test_every_character_stands_where_it_stands_in_the_pdf(name: str) -> None:
    """Measured by pdfplumber in the one, by hand from box, matrix and steps in the other."""
    paper = PAPERS[name]
    read = Read(ofd_of(paper))
    with pdfplumber.open(io.BytesIO(render(paper).pdf)) as pdf:
        for page, drawn in zip(read.pages, pdf.pages, strict=True):
            ours, theirs = _places(page), _drawn(drawn)
            assert len(ours) == len(theirs)
            for (char, x, y), (same, there_x, there_y) in zip(ours, theirs, strict=True):
                assert char == same
                assert (x, y) == pytest.approx((there_x, there_y), abs=0.02), char


def _places(page) -> list[tuple[str, float, float]]:
    """Each character with the beginning of its baseline, in mm."""
    found = []
    for one in page.iter(f"{SPACE}TextObject"):
        left, top, _, _ = map(float, one.get("Boundary").split())
        a, b, c, d, e, f = map(float, (one.get("CTM") or "1 0 0 1 0 0").split())
        [code] = one.iter(f"{SPACE}TextCode")
        x, y = float(code.get("X")), float(code.get("Y"))
        steps = [*map(float, code.get("DeltaX", "").split()), 0.0]
        for char, step in zip(code.text, steps, strict=True):
            if char.strip():
                found.append((char, left + a * x + c * y + e, top + b * x + d * y + f))
            x += step
    return found


def _drawn(page) -> list[tuple[str, float, float]]:
    return [
        (one["text"], one["matrix"][4] * MM, (page.height - one["matrix"][5]) * MM)
        for one in page.chars
        if one["text"].strip()
    ]


def test_rules_are_as_long_and_thick_as_in_the_paper() -> None:
    """The red rule of a 公文: 156 mm wide from 28 mm on; the last rule of the 版记 ends at 262 mm."""
    [first, *_, last] = Read(ofd_of(PAPERS["official"])).pages
    boxes = [
        tuple(map(float, one.get("Boundary").split())) for one in first.iter(f"{SPACE}PathObject")
    ]
    assert any((x, width) == (28.0, 156.0) for x, _, width, _ in boxes)
    feet = [
        sum(map(float, one.get("Boundary").split()[1::2]))
        for one in last.iter(f"{SPACE}PathObject")
    ]
    assert max(feet) == pytest.approx(262.0, abs=0.05)


def test_the_same_paper_gives_the_same_file() -> None:
    assert ofd_of(official()) == ofd_of(official())


def test_what_cannot_be_in_it_is_refused_in_words() -> None:
    chart = Columns("一张图", ("甲",), (Series("数", "blue", (1,)),))
    for paper, said in (
        (Paper(issuers=("示例市司法局",), title="标题", blocks=(chart,)), "含图表"),
        (official(blocks=(Paragraph("请整改😀"),)), "“😀”"),
    ):
        with pytest.raises(DocumentError, match=said):
            ofd_of(paper)


SPOILED = {
    "an element in another place": ("Doc_0/Document.xml", "<ofd:Pages>", "<ofd:Pages/><ofd:Pages>"),
    "an attribute that is none": ("OFD.xml", 'DocType="OFD"', 'DocType="OFD" Colour="red"'),
    "a missing one": ("OFD.xml", ' Version="1.0"', ""),
    "an identifier twice": ("Doc_0/Pages/Page_0/Content.xml", 'Layer ID="2"', 'Layer ID="1"'),
    "a page that is not there": ("Doc_0/Document.xml", "Pages/Page_0/", "Pages/Page_7/"),
    "a step too few": ("Doc_0/Pages/Page_0/Content.xml", 'DeltaX="', 'DeltaX="1 '),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILED)
def test_the_reader_would_see_what_is_wrong(case: str) -> None:
    name, before, after = SPOILED[case]
    assert ofd_structure.spoiled_faults(ofd_of(official()), name, before, after)
