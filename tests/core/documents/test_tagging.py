"""Archives are tagged: what a machine or a screen reader is told is what the paper says, whole paragraphs."""

import io
import subprocess

import pikepdf
import pytest

from supervision.core.documents.model import (
    Attachment,
    Column,
    Columns,
    Paper,
    Paragraph,
    Series,
    Table,
)
from supervision.core.documents.pdf import archive
from tests.core.documents import structure
from tests.core.documents.plain_samples import plain
from tests.core.documents.samples import RARE, TEXTS, letter, official, problem_table

HEADS = (
    Paragraph("一、执法公示", 1),
    Paragraph("（一）公示不及时", 2),
    Paragraph(RARE + TEXTS[0] * 3),
)
EMPTY = Table(
    (Column("序号"), Column("问题", 4), Column("整改情况", 3), Column("备注")),
    (("1", TEXTS[1], "", ""), ("2", "", "", ""), ("3", TEXTS[2] * 30, "已整改", "")),
)
CHART = Columns("每月问题数", ("1月", "2月"), (Series("问题", "main", (3, 4)),))
LONG = problem_table(40)


def _flat(text: str) -> str:
    return "".join(text.split())


def _blocks(paper: Paper) -> list[structure.Element]:
    return structure.elements(archive(paper, {}))


PAPERS = {
    "official": official(blocks=(*HEADS, Paragraph(TEXTS[0] * 12))),
    "letter": letter(blocks=HEADS),
    "plain": plain(blocks=HEADS),
    "table": official(blocks=(Paragraph("问题如下："), EMPTY)),
    "annex": official(attachments=(Attachment("问题清单", (LONG,)), Attachment("样表", (EMPTY,), landscape=True))),
    "chart": official(blocks=(Paragraph("情况如下。"), CHART)),
    "void": official(void="作废", watermark="草稿"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_of_the_structure_is_wrong(name: str) -> None:
    assert structure.faults(archive(PAPERS[name], {})) == []


@pytest.mark.parametrize("name", ["official", "letter", "plain"])
def test_paragraphs_are_whole_and_headings_are_headings(name: str) -> None:
    paper = PAPERS[name]
    found = [(one.kind, _flat(one.text)) for one in _blocks(paper)]
    assert [text for kind, text in found if kind == "/H1"] == [_flat(paper.title)]
    assert ("/H2", "一、执法公示") in found
    assert ("/H3", "（一）公示不及时") in found
    for block in paper.blocks:
        if isinstance(block, Paragraph) and not block.level:
            assert ("/P", _flat(block.text)) in found
    assert not [text for _, text in found if text.startswith("—") and text.endswith("—")]


def test_tables_have_all_their_cells_and_repeated_heads_are_said_once() -> None:
    for name, table in (("table", EMPTY), ("annex", LONG)):
        first = next(one for one in _blocks(PAPERS[name]) if one.kind == "/Table")
        wanted = (tuple(column.heading for column in table.columns), *table.rows)
        assert [tuple(map(_flat, row)) for row in first.rows] == [
            tuple(map(_flat, row)) for row in wanted
        ]


def test_a_chart_has_words() -> None:
    (figure,) = [one for one in _blocks(PAPERS["chart"]) if one.kind == "/Figure"]
    assert "每月问题数" in figure.alt


def test_a_second_reader_sees_the_same_structure(tmp_path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(archive(PAPERS["official"], {}))
    told = subprocess.run(
        ["pdfinfo", "-struct", str(path)], capture_output=True, text=True, check=True
    ).stdout
    assert told.split()[0] == "Document"
    for kind in ("H1 (block)", "H2 (block)", "H3 (block)"):
        assert told.count(kind) == 1


def test_the_reader_would_see_what_is_wrong() -> None:
    """Each promise broken by hand is found."""
    good = archive(PAPERS["table"], {})
    for name, broken in BREAKS.items():
        with pikepdf.open(io.BytesIO(good)) as opened:
            broken(opened)
            out = io.BytesIO()
            opened.save(out)
        assert structure.faults(out.getvalue()), name


def _without_language(opened: pikepdf.Pdf) -> None:
    del opened.Root.Lang


def _without_title_shown(opened: pikepdf.Pdf) -> None:
    del opened.Root.ViewerPreferences


def _without_heads(opened: pikepdf.Pdf) -> None:
    table = next(kid for kid in opened.Root.StructTreeRoot.K[0].K if kid.S == "/Table")
    del table.K[0]


def _skipping(opened: pikepdf.Pdf) -> None:
    title = next(kid for kid in opened.Root.StructTreeRoot.K[0].K if kid.S == "/H1")
    title.S = pikepdf.Name.H3


def _lost_owner(opened: pikepdf.Pdf) -> None:
    opened.Root.StructTreeRoot.ParentTree.Nums[1][3] = None


BREAKS = {
    "language": _without_language,
    "title": _without_title_shown,
    "heads": _without_heads,
    "levels": _skipping,
    "owner": _lost_owner,
}
