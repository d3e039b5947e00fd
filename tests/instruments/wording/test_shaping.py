"""Levels and tables of a draft: by the buttons without a script, the same in the PDF and in the Word copy; wrong ones refused in words."""

import io

import docx
import pdfplumber
import pytest

from supervision.core.errors import DomainError
from supervision.instruments.wording import shaping
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.pages import PageCheck
from tests.support.parts import FORM, fields_of, words_of
from tests.support.seats import SignIn
from tests.support.work import Inside

THREE = "一、甲事\n二、乙事\n三、丙事"
BASIS = "本次监督的依据"


@pytest.mark.parametrize(
    ("text", "lines", "level", "made"),
    [
        ("甲\n乙\n丙", (0, 2), 1, "一、甲\n二、乙\n三、丙"),
        (THREE, (1, 1), 2, "一、甲事\n（一）乙事\n二、丙事"),
        (THREE, (0, 0), 0, "甲事\n一、乙事\n二、丙事"),
        ("一、甲\n新\n二、乙", (1, 1), 1, "一、甲\n二、新\n三、乙"),
        ("一、甲\n（一）子\n二、乙\n又", (3, 3), 2, "一、甲\n（一）子\n二、乙\n（一）又"),
        ("一、甲\n子\n孙", (1, 2), 3, "一、甲\n1.子\n2.孙"),
        ("三、接着前面的\n又一件", (1, 1), 1, "三、接着前面的\n四、又一件"),
        ("1.5万元罚款未入账", (0, 0), 4, "（1）1.5万元罚款未入账"),
        ("\n|甲|乙|\n|1|2|\n尾", (0, 3), 1, "\n|甲|乙|\n|1|2|\n一、尾"),
        ("\n".join(["一、甲"] * 10), (0, 9), 1, "\n".join(f"{word}、甲" for word in "一二三四五六七八九十")),
    ],
)  # fmt: skip
def test_lines_get_their_level_and_those_below_go_on_counting(
    text: str, lines: tuple[int, int], level: int, made: str
) -> None:
    assert shaping.leveled(text, *lines, level).text == made


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["甲", "乙"]], "至少要有表头和一行"),
        ([["甲", "乙"], ["1"]], "各行的格数须相同"),
        ([["甲"] * 9, ["1"] * 9], "最多40行、8列"),
        ([["甲"], *([["1"]] * 40)], "最多40行、8列"),
    ],
)
def test_what_is_no_small_table_is_refused_in_words(rows: list[list[str]], said: str) -> None:
    with pytest.raises(DomainError, match=said):
        shaping.with_table("前文", 0, rows)


def test_a_table_stands_below_its_line_and_is_replaced_where_it_stands() -> None:
    rows = [["单位", "件数"], ["甲局", "12"], ["乙局\n（含分局）", "3|4"]]
    put = shaping.with_table("前文\n后文", 0, rows, "办理情况")
    assert put.text.startswith("前文\n|=办理情况|\n")
    assert put.text.endswith("\n后文")
    found = shaping.table_at(put.text, put.last)
    assert found is not None
    assert shaping.rows_of(found[0]) == rows
    shorter = shaping.with_table(put.text, put.first, rows[:2])
    assert shorter.text.count("|") < put.text.count("|")
    assert shorter.text.splitlines()[-1] == "后文"
    with pytest.raises(DomainError, match="两张表之间"):
        shaping.with_table(shorter.text, 0, rows)


def test_levels_and_a_table_without_a_script_print_alike_in_pdf_and_word(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        key = papers.draft(office, items=1).id
    paper, edit = f"/instruments/{key}", f"/instruments/{key}/edit"
    visitor = sign_in("handler")
    box = words_of(visitor, paper)
    typed = fields_of(page(visitor.get(edit))) | {box: f"{BASIS}\n甲事由\n乙事由\n细目"}
    place = {"shape-where": box}
    for line, level in (("2", "1"), ("3", "1"), ("4", "2")):
        pressed = {"shape-line": line, "shape": f"level-{level}"}
        typed = fields_of(page(visitor.post(edit, data=typed | place | pressed)))
    assert typed[box] == f"{BASIS}\n一、甲事由\n二、乙事由\n（一）细目"
    size = {"shape-line": "1", "shape-rows": "2", "shape-columns": "2", "shape-caption": "办理情况"}
    typed = fields_of(page(visitor.post(edit, data=typed | place | size | {"shape": "table"})))
    lines = typed[box].split("\n")
    assert [lines[0], *lines[4:]] == [BASIS, "一、甲事由", "二、乙事由", "（一）细目"]
    lines[2:4] = ["|单位:2|件数:1>|", "|示例市甲局|12|"]  # filled in between the bars
    assert visitor.submit(edit, typed | {box: "\n".join(lines)}, form=FORM).status_code == 302
    with pdfplumber.open(io.BytesIO(visitor.get(f"{paper}/paper.pdf").data)) as pages:
        first = pages.pages[0]
        printed = "".join("".join(one.extract_text().split()) for one in pages.pages)
        faces = {char["text"]: char["fontname"] for char in first.chars}
        tables = [cell for table in first.extract_tables() for row in table for cell in row]
    word = docx.Document(io.BytesIO(visitor.get(f"{paper}/paper.docx").data))
    told = [paragraph.text.strip() for paragraph in word.paragraphs]
    for line in (BASIS, "一、甲事由", "二、乙事由", "（一）细目", "办理情况"):
        assert line in printed, line
        assert line in told, line
    cells = ["单位", "件数", "示例市甲局", "12"]
    assert tables[-4:] == cells
    assert [cell.text for table in word.tables for row in table.rows for cell in row.cells][
        :4
    ] == cells
    assert faces["乙"] != faces["细"]  # 黑体 and 楷体 of their levels
    assert "|" not in printed + "".join(told)


def test_a_broken_table_is_told_at_its_part_and_not_submitted(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        key = papers.draft(office, items=1).id
    paper, visitor = f"/instruments/{key}", sign_in("handler")
    broken = "前文如下：\n|甲|乙|\n|1|"
    visitor.submit(f"{paper}/edit", {words_of(visitor, paper): broken}, form=FORM)
    shown = page(visitor.get(f"{paper}/edit"))
    said = shown.find("//fieldset[@id='block-cause']//p[@class='field-error']")
    assert [one.text for one in said] == ["表格第1行有1格，表头有2格，请补齐或删去竖线“|”"]
    assert page(visitor.get(paper)).find("//*[@id='lacks']")
    refused = visitor.post(f"{paper}/do/submit", data=fields_of(shown))
    assert refused.status_code == 422
    assert "表格第1行有1格" in refused.get_data(as_text=True)


def test_only_drafters_are_answered_and_a_wrong_place_changes_nothing(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        key = papers.draft(office, items=1).id
    edit, visitor = f"/instruments/{key}/edit", sign_in("handler")
    typed = fields_of(page(visitor.get(edit)))
    token = typed["csrf_token"]
    asked = {"csrf_token": token, "text": THREE, "first": "1", "last": "1", "level": "2"}
    assert visitor.post("/instruments/words/level", data=asked).json == {
        "text": "一、甲事\n（一）乙事\n二、丙事", "first": 1, "last": 1,
    }  # fmt: skip
    blank = visitor.post("/instruments/words/level", data=asked | {"text": " "}).json
    assert blank == {"refusal": "请先把光标放在要编层次的一段文字里"}
    for wrong in ({"shape-where": "title"}, {"shape-where": "items-0-demand", "shape-line": "0"}):
        shown = fields_of(page(visitor.post(edit, data=typed | wrong | {"shape": "level-1"})))
        assert shown["title"] == typed["title"]
        assert shown["items-0-demand"] == typed["items-0-demand"]
    for other in ("reviewer", "signatory", "liaison"):
        stranger = sign_in(other)
        own = str(page(stranger.get("/")).tree.xpath("//input[@name='csrf_token']/@value")[0])
        for address in ("level", "table"):
            answer = stranger.post(f"/instruments/words/{address}", data={"csrf_token": own})
            assert answer.status_code == 403
