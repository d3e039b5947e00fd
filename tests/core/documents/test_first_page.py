"""GB/T 9704: 公文首页必须显示正文, however long the list of addressees and however short the text."""

import pytest

from supervision.core.documents.checker import check
from supervision.core.documents.errors import DocumentError
from supervision.core.documents.fitting import fitted, set_paper
from supervision.core.documents.model import Attachment, Column, Paper, Paragraph, Table
from supervision.core.documents.pdf import render
from supervision.core.documents.sheet import Sheet, Text
from supervision.instruments.kinds.built_in import BUILT_IN
from tests.core.documents.checker.gallery import paper_of
from tests.core.documents.plain_samples import plain
from tests.core.documents.samples import letter, official
from tests.support.share import share

TOO_MANY = "主送机关太多，首页排不下正文（文书式没有版记），请改用统称或者公文版式"
SENTENCE = "现将有关材料转去，请依法办理。"


def sent(make, units: int, lines: int, **changes: object) -> Paper:
    """A text of so many lines to so many units."""
    names = tuple(f"示例市第{n}综合行政执法支队" for n in range(1, units + 1))
    return make(
        addressees=names, blocks=tuple(Paragraph(SENTENCE) for _ in range(lines)), **changes
    )


def said(sheet: Sheet) -> int:
    """How many lines of the text stand on the page."""
    marks = [mark for mark in sheet.marks if isinstance(mark, Text)]
    return sum("".join(run.text for run in mark.runs) == SENTENCE for mark in marks)


@pytest.mark.parametrize("lines", range(1, 7))
@pytest.mark.parametrize("units", share([1, 3, 6, 9, 12, 15, 18, 21, 24, 36, 43], 4))
@pytest.mark.parametrize("make", [official, letter])
def test_the_first_page_shows_text(make, units, lines):
    sheets = set_paper(sent(make, units, lines))
    assert said(sheets[0]) > 0
    assert sum(map(said, sheets)) == lines


@pytest.mark.parametrize("lines", range(2, 7))
@pytest.mark.parametrize("units", share([1, 3, 9, 12, 15, 18, 21, 24], 3))
def test_the_first_page_of_a_plain_paper_shows_text(units, lines):
    assert said(set_paper(sent(plain, units, lines))[0]) > 0


@pytest.mark.parametrize("units", [*range(1, 16), 18])
def test_one_line_of_a_plain_paper_stands_on_page_1(units):
    assert said(set_paper(sent(plain, units, 1))[0]) == 1


@pytest.mark.parametrize("units", [21, 24, 36])
def test_one_line_of_a_plain_paper_to_very_many_is_refused(units):
    """文书式 has no 版记 for 主送 to go to: what cannot show its text on page 1 is no paper."""
    with pytest.raises(DocumentError) as refused:
        set_paper(sent(plain, units, 1))
    assert refused.value.message == TOO_MANY


def test_a_table_that_opens_a_plain_paper_is_no_fault_of_its_addressees():
    turned = Table((Column("序号", 1), Column("事项", 5)), (("1", "示例"),), "", landscape=True)
    assert len(set_paper(plain(blocks=(turned,)))) > 1


def test_a_page_of_the_imprint_alone_is_no_reason_to_leave_page_1_without_text():
    """A notice of three lines to three units: they were carried to page 2, and page 1 ended with 主送."""
    sheets = set_paper(sent(official, 3, 3))
    assert [said(sheet) for sheet in sheets] == [3, 0]


def test_page_1_keeps_at_least_what_goes_over_to_the_signature():
    for make in (official, letter, plain):
        for units in (1, 6, 12):  # 18 leave no room for a second line
            for lines in (4, 5, 6, 7):
                first, second = [*map(said, set_paper(sent(make, units, lines))), 0][:2]
                assert first >= min(3, second), (make.__name__, units, lines, first, second)


def test_addressees_that_leave_no_room_for_the_one_line_go_to_the_imprint():
    """主送机关名称过多导致首页不能显示正文的，移至版记: the line, the signature, 主送 above 抄送."""
    paper = sent(official, 18, 1)
    report = check(render(paper).pdf, record=paper)
    assert not report.failures, [row.sentence for row in report.failures]
    assert report.row("addressees").got == "移到版记"
    assert said(set_paper(paper)[0]) == 1


def test_a_short_notice_with_a_long_annex_shows_its_text_too():
    annex = Attachment("示例专项监督行动方案", tuple(Paragraph(SENTENCE * 20) for _ in range(90)))
    paper = sent(official, 12, 2, attachments=(annex,))
    sheets = set_paper(paper)
    assert len(sheets) > 30
    assert said(sheets[0]) > 0


def test_every_kind_begins_its_text_on_page_1():
    for kind in BUILT_IN:
        paper = paper_of(kind)
        row = check(render(paper).pdf, record=paper).row("first_page")
        assert row.passed, (kind.name, row.sentence)
        assert "首页" in row.rule


def test_a_fit_that_moves_the_addressees_is_kept_with_the_paper():
    paper = sent(letter, 18, 1)
    assert fitted(paper).below
    assert "主送" not in fitted(paper).words
