"""What is right is not reported: headings at the end of a page that are none; and what is no 公文 is said to be none."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from supervision.core.documents import grid
from supervision.core.documents.checker import Style
from supervision.core.documents.checker.command import check_file
from supervision.core.documents.checker.rules import judge
from supervision.core.documents.fonts import Face
from supervision.core.documents.model import Form, Paragraph
from supervision.core.documents.pdf import pages_of, render
from supervision.core.documents.sheet import Sheet, single
from tests.core.documents.checker.quick import reading_of
from tests.core.documents.samples import official

ROOT = Path(__file__).resolve().parents[4]
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


MEASURED = """
import runpy, sys
sys.argv = ["flask", "documents", "check", sys.argv[1]]
app = runpy.run_path("app.py")["app"]
try:
    app.cli.main(args=sys.argv[1:])
finally:
    assert not [name for name in sys.modules if name.startswith(("sqlalchemy", "supervision.instr"))]
"""


def test_the_command_makes_no_application(tmp_path):
    """Neither store nor slices: they took two seconds of the command's two and a half."""
    file = tmp_path / "函.pdf"
    file.write_bytes(render(official()).pdf)
    command = [sys.executable, "-c", MEASURED, str(file)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "全部合格" in ran.stdout


def test_a_draft_is_a_paper_all_the_same():
    paper = official(number=None, watermark="草稿")
    report = judge(reading_of(paper, pages_of(paper)), layout=None, duplex=True, record=paper)
    assert report.row("paper").passed
