"""What is right is not reported: headings at the end of a page that are none; and what is no 公文 is said to be none."""

import pytest
from click.testing import CliRunner

from supervision.core.documents import grid
from supervision.core.documents.checker import Style
from supervision.core.documents.checker.rules import judge
from supervision.core.documents.fonts import Face
from supervision.core.documents.model import Form, Paragraph
from supervision.core.documents.pdf import pages_of, render
from supervision.core.documents.sheet import Sheet, single
from supervision.instruments.commands import check_file
from tests.core.documents.checker.quick import reading_of
from tests.core.documents.samples import official

PAPER = official()
LAST = "（二）立即改正"


def ending(last: str, face: Face, first: str, *, table: bool = False) -> list[Sheet]:
    """Two pages of which the first ends with one line and the second begins with another."""
    x = grid.LEFT + 2 * grid.STEP
    sheets = [Sheet(), Sheet()]
    sheets[0].marks += [
        single("前文。", x=x, top=grid.row_top(3)),
        single(last, face, x=x, top=grid.row_top(4)),
    ]
    if table:
        sheets[0].marks.append(single("序号", x=x, top=grid.row_top(5), size=12.0))
    sheets[1].marks.append(single(first, x=x, top=grid.row_top(0)))
    return sheets


def found(sheets: list[Sheet]) -> bool:
    reading = reading_of(PAPER, sheets)
    report = judge(reading, layout=Style.OFFICIAL, duplex=True, record=None)
    return report.row("heading_place").passed


def test_a_heading_that_is_parted_from_its_text_is_reported():
    assert not found(ending(LAST, Face.KAITI, "抽查的案卷中有九件未归档。"))


@pytest.mark.parametrize(
    ("last", "face", "first", "table"),
    [
        (LAST, Face.KAITI, "三、其他事项", False),
        ("一、请立即改正。", Face.HEITI, "请于10日内反馈。", False),
        ("一、问题清单", Face.HEITI, "以上问题请整改。", True),
        (LAST, Face.KAITI, "（三）书面反馈", False),
    ],
    ids=["what follows ranks higher", "a sentence", "its table stands below", "its equal follows"],
)
def test_what_is_no_parted_heading_is_not(last, face, first, table):
    assert found(ending(last, face, first, table=table))


def test_the_command_says_that_a_page_is_no_paper(tmp_path):
    file = tmp_path / "页.pdf"
    file.write_bytes(render(Form(title="", blocks=(Paragraph("今日菜单。"),))).pdf)
    ended = CliRunner().invoke(check_file, [str(file)])
    assert ended.exit_code == 1
    assert "不是公文" in ended.output
    assert "全部合格" not in ended.output


def test_a_draft_is_a_paper_all_the_same():
    paper = official(number=None, watermark="草稿")
    report = judge(reading_of(paper, pages_of(paper)), layout=None, duplex=True, record=paper)
    assert report.row("paper").passed
