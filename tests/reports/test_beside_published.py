"""Whoever holds a published report finds its numbers wherever other ones are shown: page, sheet, Word and PDF."""

from datetime import date
from io import BytesIO

import docx
import openpyxl
import pdfplumber
import pytest

from supervision.core.db import session
from supervision.problems.models import Problem
from tests.make import people
from tests.make.offices import sign_in
from tests.reports.conftest import lay
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

IN, BEFORE = date(2023, 6, 1), date(2022, 6, 1)


@pytest.fixture
def head(inside: Inside, client: Visitor) -> Visitor:
    """2022 was published with three problems, of which one was another year's; 2023 with two, and one came late."""
    with inside():
        ground = lay()
        action = ground.action(date(2022, 1, 5))
        old = [ground.problem(BEFORE, action=action).id for _ in range(3)]
        for _ in range(2):
            ground.problem(IN, action=action)
        only = ground.problem(IN, action=ground.action(date(2023, 5, 5))).id
        person = people.principal(ground.user.username)
    sign_in(client, person)
    for year in ("2022", "2023"):
        assert client.submit(f"/reports/publish?year={year}").status_code == 302
    with inside():
        session.get_one(Problem, old[0]).found_on = date(2021, 12, 30)
        session.get_one(Problem, only).found_on = date(2021, 12, 30)
    return client


def test_the_page_shows_what_was_published_of_this_year_and_the_last(head: Visitor) -> None:
    shown = check(head.get("/reports/?year=2023"))
    rows = [" ".join(one.text_content().split()) for one in shown.find("//tbody/tr")]
    found = next(one for one in rows if one.startswith("发现问题"))
    assert "2发布时 3" in found, found  # 2022 as it is now, and as it stands in its own report
    lately = check(head.get("/reports/?year=2022"))
    rows = [" ".join(one.text_content().split()) for one in lately.find("//tbody/tr")]
    assert "发布时 3" in next(one for one in rows if one.startswith("发现问题"))


def test_an_action_of_which_nothing_is_left_is_still_compared(head: Visitor) -> None:
    shown = check(head.get("/reports/?year=2023"))
    (address,) = set(shown.find("//a[contains(., '与发布快照比较')]/@href"))
    compared = check(head.get(address))
    row = next(
        one
        for one in compared.find("//table[.//th[.='发布时']]/tbody/tr")
        if one.text_content().strip().startswith("发现问题")
    )
    assert "1 个 0 个 1 条示例问题" in " ".join(row.text_content().split())
    (now,) = row.xpath("./td[3]/a")
    assert "没有这样的记录" in check(head.get(now.get("href"))).text


def test_the_files_say_so_too(head: Visitor) -> None:
    sheet = openpyxl.load_workbook(BytesIO(head.get("/reports/figures.xlsx?year=2023").data)).active
    headings, *rows = sheet.iter_rows(values_only=True)
    columns = [
        headings.index(one) for one in ("2023年", "2023年（发布时）", "2022年", "2022年（发布时）")
    ]
    found = [[row[place] for place in columns] for row in rows if row[1] == "发现问题"]
    assert found == [[2, 2, 2, 3]]
    assert [row[columns[1]] for row in rows if row[1] == "实施约谈"] == [0]
    word = docx.Document(BytesIO(head.get("/reports/report.docx?year=2023").data))
    with pdfplumber.open(BytesIO(head.get("/reports/report.pdf?year=2023").data)) as pdf:
        pages = "".join(page.extract_text() for page in pdf.pages)
    for said in ("".join(one.text for one in word.paragraphs), pages.replace("\n", "")):
        assert "发布的第1版和已发布的2022年数据有出入" in said
    assert "与发布时不同的数字" in pages
    assert "2022年 2个 3个" in pages


def test_what_is_as_it_was_published_says_nothing(inside: Inside, client: Visitor) -> None:
    with inside():
        ground = lay()
        ground.problem(IN)
        person = people.principal(ground.user.username)
    sign_in(client, person)
    client.submit("/reports/publish?year=2023")
    assert "发布时" not in check(client.get("/reports/?year=2023")).text
    word = docx.Document(BytesIO(client.get("/reports/report.docx?year=2023").data))
    assert not any("出入" in one.text for one in word.paragraphs)
