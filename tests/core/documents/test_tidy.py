"""What the sixth rules do: a numbered sentence is no heading, a cell's last line is not one character.

Seen in every 约谈通知书 (two rows of page 1 empty, the last demand with the signature on page 2) and in lists (“的规 / 定。”).
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from supervision.core.documents.blocks import paragraph_lines
from supervision.core.documents.checker import check
from supervision.core.documents.fit import Fit
from supervision.core.documents.fitting import fitted, set_paper
from supervision.core.documents.grid import WIDTH
from supervision.core.documents.model import Column, Paper, Paragraph, Table
from supervision.core.documents.pdf import render
from supervision.core.documents.text import parse_text
from supervision.core.documents.typeset import text_of, typeset
from tests.core.documents.calm_samples import calm_papers
from tests.core.documents.plain_samples import plain
from tests.core.documents.samples import letter, official, papers
from tests.core.documents.test_fit import body

INVITED = """因行政执法监督发现的问题逾期未整改，经研究，我局决定对你单位有关负责人进行约谈。现将有关事项通知如下：
一、约谈对象：示例人员甲（副局长）
二、约谈时间：2026年2月24日9时30分
三、约谈地点：示例市司法局会议室
四、约谈人员：示例人员乙、示例人员丙；记录人：示例人员丁
五、约谈内容：未在法定期限内公示行政处罚决定
六、有关要求
（一）请通知约谈对象按时参加，不得委托他人代替。确有特殊情况不能按时参加的，请提前书面说明理由，由我局另行确定时间。
（二）请就上述内容准备书面说明及有关材料，约谈时由约谈对象当场说明。
无正当理由不参加约谈的，我局将依照有关规定处理。
联系人：示例人员甲，联系电话：0000-0000000。"""
RULE = "2025年对情节相近的7件占道经营案件，罚款数额从200元至5000元不等，没有说明裁量理由。上述做法不符合《示例市行政处罚裁量权基准》的规定。"


def test_the_last_demand_of_an_interview_stays_where_it_has_room() -> None:
    paper = plain(
        title="示例市司法局行政执法监督约谈通知书", addressees=("示例市甲局",), attachments=(),
        blocks=tuple(parse_text(INVITED)), copies_to=(), note="",
    )  # fmt: skip
    first, second = set_paper(paper)
    assert "（二）请就上述内容准备书面说明及有关材料，约谈时由约" in body(first)
    assert len(body(second)) >= 3, "no page of less than three lines for all that"
    old = typeset(paper, Fit(rules=5)).sheets
    assert body(old[1])[0].startswith("（二）"), "what is frozen keeps its pages"


@pytest.mark.parametrize("make", [official, letter, plain])
def test_a_heading_without_full_stop_still_goes_with_its_text(make: Callable[..., Paper]) -> None:
    for lines in range(1, 24):
        texts = [*["请认真整改。"] * lines, "（一）有关要求", "请将整改情况书面报送我局。" * 6]
        paper = make(blocks=tuple(parse_text("\n".join(texts))), attachments=())
        for sheet in set_paper(paper):
            page = body(sheet)
            assert not page or page[-1] != "（一）有关要求", lines


def _cells(width: int, rules: int) -> list[str]:
    table = Table(
        (Column("序号", 1), Column("问题", width), Column("要求", 10 - width)),
        (("1", RULE, "请整改。"),),
    )
    paper = letter(blocks=(table,), attachments=())
    return [line for page in text_of(typeset(paper, Fit(rules=rules)).sheets) for line in page]


def test_no_last_line_of_a_cell_is_one_character() -> None:
    """Whatever the width; before, some were."""
    found = {
        rules: [width for width in range(3, 10) if _alone(_cells(width, rules))] for rules in (5, 6)
    }
    assert found[5]
    assert not found[6]


def _alone(lines: list[str]) -> bool:
    return any(line in {f"{char}。" for char in RULE} for line in lines)


def test_a_paper_of_them_passes_and_says_its_rules() -> None:
    table = Table(
        (Column("序号", 1), Column("问题", 6.5), Column("要求", 3.5)), (("1", RULE, RULE),) * 12
    )
    paper = letter(blocks=(Paragraph("具体如下："), table), attachments=())
    assert fitted(paper).rules == 6
    report = check(render(paper).pdf, record=paper)
    assert not report.failures, [row.sentence for row in report.failures]


def test_lines_of_text_are_those_of_the_fifth_rules() -> None:
    for text in INVITED.split("\n"):
        block = Paragraph(text)
        old, new = (paragraph_lines(block, WIDTH, Fit(rules=rules).spacing)[0] for rules in (5, 6))
        assert old == new
    assert replace(Fit(), rules=5).spacing.tidy is False


def test_a_paper_frozen_by_the_fifth_rules_keeps_its_pages_to_the_byte() -> None:
    """As the program set them on the day before the sixth."""
    digest = hashlib.sha256()
    for _, paper in [*papers(), *calm_papers()]:
        for sheet in typeset(paper, Fit(rules=5)).sheets:
            digest.update(repr((sheet.marks, sheet.turned)).encode())
    assert digest.hexdigest() == "bcae998dd29e845857fa400fe22043da1db8b8eab82a27b0cd0dbf317c1d72ee"
