"""What stays whole on a line, where URLs break, how table columns stand."""

import pytest

from supervision.core.documents.blocks import table_items
from supervision.core.documents.composer import compose
from supervision.core.documents.fit import Fit
from supervision.core.documents.fonts import Face
from supervision.core.documents.model import Column, Paper, Paragraph, Table
from supervision.core.documents.sheet import Text, widths
from supervision.core.documents.typeset import typeset
from tests.core.documents.samples import official

WHOLE = (
    "示司监决〔2026〕12号",
    "示司监转函〔2026〕8号",
    "2026年12月31日",
    "10月8日",
    "15个工作日",
    "46件",
    "3.5万元",
    "第12条",
    "第四十一条",
)
URL = "https://www.example.gov.cn/zhifa/jiandu-2026/index.html"
_START = frozenset("、。，：；？！）》〉】〕”’…")


def lines(text: str) -> list[str]:
    """The text as lines of 28 characters."""
    faces = [Face.FANGSONG] * len(text)
    return [text[one.start : one.end] for one in compose(text, widths(text, faces), measure=28.0)]


@pytest.mark.parametrize("whole", WHOLE)
def test_it_never_breaks_wherever_it_falls(whole):
    for before in range(1, 60):
        text = ("请依" * 30)[:before] + "，" + whole + "，" + "一律公开" * 12
        assert any(whole in line for line in lines(text)), (before, lines(text))


def test_a_url_breaks_after_its_slashes_dots_and_hyphens_only():
    for before in range(1, 40):
        set_lines = lines(("请见" * 20)[:before] + URL + "，另行通知。")
        joined = "\n".join(set_lines)
        inside = joined[joined.index("https") : joined.index("，")].rstrip("\n")
        for place in (n for n, char in enumerate(inside) if char == "\n"):
            assert inside[place - 1] in "/.-", joined
        assert not any(line[0] in _START for line in set_lines)


def test_a_url_is_not_stretched():
    text = "请登录" + URL + "查看" + "有关材料" * 12
    faces = [Face.FANGSONG] * len(text)
    for line in compose(text, widths(text, faces), measure=28.0):
        part = text[line.start : line.end]
        for place, gap in enumerate(line.gaps[:-1]):
            if part[place].isascii() and part[place + 1].isascii():
                assert gap == 0.0, part


@pytest.mark.parametrize("unit", ["1", "a", "第", "://", "www.", "1,", "〔", "年"])
def test_ten_thousand_of_anything_are_set_in_linear_time(unit):
    """A pattern that looks back from every place would take minutes."""
    text = unit * 10_000
    assert sum(len(line) for line in lines(text)) >= 9_000


def cell_xs(table: Table) -> dict[str, float]:
    return {
        "".join(run.text for run in mark.runs): mark.x
        for item in table_items(table, 156.0)
        for mark in item.marks
        if isinstance(mark, Text)
    }


def test_numbers_stand_at_the_right_and_the_serial_in_the_middle():
    columns = (Column("序号"), Column("单位"), Column("件数"))
    xs = cell_xs(Table(columns, (("1", "甲局", "1,024"), ("2", "乙局", "9"))))
    assert xs["9"] > xs["1,024"] > 52 * 2
    assert xs["1"] == pytest.approx(26, abs=1.5)
    assert xs["甲局"] == pytest.approx(53.2, abs=0.1)


def test_a_column_with_words_among_its_numbers_stays_at_the_left():
    xs = cell_xs(Table((Column("单位"), Column("期限")), (("甲局", "15"), ("乙局", "立即"))))
    assert xs["15"] == pytest.approx(xs["立即"], abs=0.1)


def shown(paper: Paper) -> list[list[str]]:
    return [
        ["".join(run.text for run in mark.runs) for mark in sheet.marks if isinstance(mark, Text)]
        for sheet in typeset(paper, paper.fit).sheets
    ]


def test_a_heading_its_table_head_and_the_first_row_are_on_one_page():
    table = Table(
        (Column("序号"), Column("问题", 5)), (("1", "未公示"), ("2", "未记录")), "问题清单"
    )
    for count in range(1, 16):
        blocks = [Paragraph("请依法办理。") for _ in range(count)]
        paper = official(blocks=(*blocks, Paragraph("一、清单如下", 1), table, *blocks), fit=Fit())
        for page in shown(paper):
            if "一、清单如下" in page or "未公示" in page:
                first = page.index("一、清单如下")
                assert page[first : first + 6] == [
                    "一、清单如下", "问题清单", "序号", "问题", "1", "未公示"
                ], count  # fmt: skip
