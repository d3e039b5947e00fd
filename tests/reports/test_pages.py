"""Pages, files and commands of the reports as people meet them."""

import json
import re
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import docx
import pdfplumber
import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.accounts.models import User
from supervision.agencies.models import Body, Unit
from supervision.core import clock
from supervision.core.db import session
from supervision.instruments.chasing.service import Rung
from supervision.problems.models import Problem, ProblemStatus
from supervision.referrals.states import Way
from supervision.reports.breakdown import By
from tests.make import people
from tests.make.reports import Ground
from tests.reports.conftest import IN, lay
from tests.support.accessibility import expect_accessible, expect_no_sideways_scroll
from tests.support.browser import DESKTOP, NewTab
from tests.support.client import Visitor
from tests.support.pages import Page, PageCheck
from tests.support.queries import queries
from tests.support.seats import SignIn
from tests.support.work import Inside

PLACES = (
    "/reports/?year=2023",
    "/reports/?year=2023&part=Q2&span=all",
    "/reports/dashboard?year=2023",
    "/reports/text?year=2023",
    "/reports/publish?year=2023",
    *(f"/reports/breakdown?year=2023&by={by.value}" for by in By),
)


@pytest.mark.parametrize("place", PLACES)
def test_every_page_opens_for_the_section_head_within_its_queries(
    app: Flask, sign_in: SignIn, page: PageCheck, recorded: None, place: str
) -> None:
    head = sign_in("reviewer")
    head.get("/help")  # a process reads a version of the calendar once
    with queries(app) as sent:
        page(head.get(place))
    assert len(sent) <= 12, "\n".join(sent)


def test_every_number_of_the_year_leads_to_a_list_of_its_length(
    sign_in: SignIn, page: PageCheck, recorded: None
) -> None:
    head = sign_in("reviewer")
    shown = page(head.get("/reports/?year=2023"))
    links = shown.find("//table[contains(@class, 'figures-table')]//a[@class='figure']")
    assert len(links) >= 6
    for link in links:
        number = int("".join(link.xpath("text()")).strip())
        listed = page(head.get(link.get("href")))
        assert len(listed.find("//tbody/tr")) == number, link.get("href")


def _numbers(shown: Page) -> dict[str, int]:
    """Every number of the board that is a link, by its address; the same address, the same number."""
    found: dict[str, int] = {}
    for link in shown.find("//main//*[contains(@class, 'board')]//a"):
        words = re.search(r"\d+(?!.*\d)", "".join(link.itertext()))
        if words and link.get("href", "").startswith("/"):
            assert found.setdefault(link.get("href"), int(words[0])) == int(words[0])
    return found


def _listed(visitor: Visitor, page: PageCheck, address: str) -> int:
    """How many records the list of an address says it has; 在台账: the count of its tab."""
    shown = page(visitor.get(address))
    if address.startswith("/reports/"):
        said = re.search(r"共 (\d+) ", shown.text)
        assert said is not None, address
        assert len(shown.find("//tbody/tr")) == int(said[1])
        return int(said[1])
    assert address.startswith("/problems/ledger"), address
    return len(shown.find("//*[@data-rows]/tbody/tr"))


@pytest.fixture
def in_hand(inside: Inside, recorded: None) -> None:
    """A problem in every state, before and after its day, of every age."""
    with inside():
        ground = Ground(
            session.query(Body).first(), session.query(User).filter_by(username="handler").one(),
            session.query(Unit).all(),
        )  # fmt: skip
        today = clock.today()
        earlier = ground.problem(IN, status=ProblemStatus.CLOSED, ended=date(2023, 7, 1))
        paper = ground.paper("rectification_notice", IN, problems=[earlier])
        paper.shared = True
        for days in (0, 1, 3, 45, 75, 200):
            for status in ProblemStatus:
                found = today - timedelta(days)
                if status in (ProblemStatus.RECTIFYING, ProblemStatus.TO_VERIFY):
                    row = ground.problem(found, status=ProblemStatus.ESTABLISHED, earlier=earlier)
                    due = found + timedelta(4) if days != 45 else None
                    ground.carry(row, status, delivered=found, due=due).shared = True
                else:
                    ground.problem(found, status=status, ended=today, earlier=earlier)
        for rung in Rung:
            ground.chased(paper, rung.value, today)
        ground.referral(today, [earlier], way=Way.MECHANISM)
        ground.referral(today, [earlier], way=Way.STATUTORY)


@pytest.mark.parametrize("who", ["reviewer", "liaison"])
def test_every_number_of_the_board_leads_to_a_list_of_its_length(
    sign_in: SignIn, page: PageCheck, in_hand: None, who: str
) -> None:
    someone = sign_in(who)
    for year in (2023, clock.today().year):
        shown = page(someone.get(f"/reports/dashboard?year={year}"))
        numbers = _numbers(shown)
        assert len(numbers) > 40, numbers
        for address, number in numbers.items():
            assert _listed(someone, page, address) == number, address


@pytest.mark.parametrize("by", [By.MONTH, By.UNIT, By.FIELD, By.BODY])
def test_every_number_of_a_divided_table_leads_to_a_list_of_its_length(
    sign_in: SignIn, page: PageCheck, recorded: None, by: By
) -> None:
    head = sign_in("reviewer")
    shown = page(head.get(f"/reports/breakdown?year=2023&span=all&by={by.value}"))
    links = shown.find("//table//a[@class='figure']")
    assert len(links) >= 6 or by is By.BODY
    for link in links:
        assert _listed(head, page, link.get("href")) == int(link.text), link.get("href")
    sheet = head.get(f"/reports/breakdown.xlsx?year=2023&by={by.value}").data
    assert "实施约谈" in ZipFile(BytesIO(sheet)).read("xl/worksheets/sheet1.xml").decode() or (
        by in (By.UNIT, By.FIELD)
    )


def test_overdue_is_one_number_on_the_board_the_home_and_the_ledger(
    sign_in: SignIn, page: PageCheck, in_hand: None
) -> None:
    head = sign_in("reviewer")
    board = page(head.get("/reports/dashboard"))
    home = page(head.get("/"))
    for tab in ("open", "overdue", "verify"):
        address = f"/problems/ledger?tab={tab}"
        ledger = len(page(head.get(address)).find("//*[@data-rows]/tbody/tr"))
        at_home = home.find(f"//a[@href='{address}']")
        assert _numbers(board)[address] == ledger, tab
        assert str(ledger) in " ".join("".join(one.itertext()) for one in at_home), tab
    assert "逾期" in board.text


def test_a_unit_opens_only_its_own_figures(sign_in: SignIn, page: PageCheck, in_hand: None) -> None:
    clerk = sign_in("liaison")
    assert clerk.get("/reports/own-records?figure=begun&year=2023").status_code == 404
    assert clerk.get("/reports/records?figure=begun&year=2023").status_code == 403
    listed = page(clerk.get("/reports/own-records?figure=own_open"))
    assert "移交" not in listed.text
    assert listed.find("//tbody//a[contains(@href, '/instruments/')]")


def test_numbers_in_the_paragraph_are_links(
    sign_in: SignIn, page: PageCheck, recorded: None
) -> None:
    shown = page(sign_in("reviewer").get("/reports/?year=2023"))
    words = [link.text for link in shown.find("//*[@id='paragraph']//a")]
    assert {"2个", "1人", "1份"} <= set(words)


def test_a_confined_referral_is_counted_and_listed_without_its_content(
    sign_in: SignIn, page: PageCheck, recorded: None
) -> None:
    address = "/reports/records?year=2023&figure=problems_referred"
    assert "示例问题" in page(sign_in("handler").get(address)).text
    stranger = page(sign_in("second").get(address))
    assert len(stranger.find("//tbody/tr")) == 1
    assert "示例问题" not in stranger.text


def test_publishing_freezes_and_leads_to_the_snapshot(
    sign_in: SignIn, page: PageCheck, recorded: None
) -> None:
    head = sign_in("reviewer")
    answer = head.submit("/reports/publish?year=2023", form="//main//form[@method='post']")
    assert answer.status_code == 302
    assert "与当前一致" in page(head.get(answer.location)).text
    assert "与当前一致" in page(head.get("/reports/?year=2023")).text
    assert sign_in("handler").get("/reports/publish?year=2023").status_code == 403


def test_what_changed_since_is_named_and_leads_to_the_record(
    app: Flask, sign_in: SignIn, page: PageCheck, recorded: None, inside: Inside
) -> None:
    """“编号 137” led nowhere, and no page says its number."""
    head = sign_in("reviewer")
    form = "//main//form[@method='post']"
    address = head.submit("/reports/publish?year=2023", form=form).location
    with inside():
        gone = session.scalars(sa.select(Problem).order_by(Problem.id)).first()
        assert gone is not None
        gone.found_on, gone.title = date(2022, 12, 30), "移出本年的问题"
        key = gone.id
    with queries(app) as sent:
        shown = page(head.get(address))
    assert len(sent) <= 12, "\n".join(sent)
    link = shown.find(f"//td[@data-label='减少']//a[@href='/problems/{key}']")
    assert link[0].text == "移出本年的问题"
    assert "编号" not in shown.text


def test_a_worded_paragraph_is_kept_and_a_wrong_token_comes_back_with_what_was_typed(
    sign_in: SignIn, page: PageCheck, recorded: None
) -> None:
    head = sign_in("reviewer")
    form = "//main//form[@class='form']"
    wrong = head.submit("/reports/text?year=2023", {"template": "共{错的}。"}, form=form)
    assert "共{错的}。" in page(wrong, status=422).html
    right = {"template": "共下发{行政执法监督整改通知书}。"}
    assert head.submit("/reports/text?year=2023", right, form=form).status_code == 302
    shown = page(head.get("/reports/?year=2023")).text.replace(" ", "")
    assert "共下发1份。" in shown


def test_a_unit_sees_a_board_of_its_own_without_referrals_and_no_yearly_figures(
    sign_in: SignIn, page: PageCheck, recorded: None
) -> None:
    clerk = sign_in("liaison")
    board = page(clerk.get("/reports/dashboard?year=2023"))
    assert "移交" not in board.text
    assert "在办 0 条" in board.text  # nothing was delivered to it yet
    assert clerk.get("/reports/?year=2023").status_code == 403


@pytest.mark.parametrize("address", ["?year=23", "?year=2023&part=Q9", "?body=999", "?body=x"])
def test_an_address_that_means_nothing_is_refused_politely(
    sign_in: SignIn, page: PageCheck, address: str
) -> None:
    answer = sign_in("handler").get(f"/reports/{address}")
    assert answer.status_code in (404, 422)


def test_the_report_goes_out_as_word_pdf_and_sheet(sign_in: SignIn, recorded: None) -> None:
    head = sign_in("reviewer")
    word = head.get("/reports/report.docx?year=2023").data
    assert any("发现问题2个" in one.text for one in docx.Document(BytesIO(word)).paragraphs)
    sheet = ZipFile(BytesIO(head.get("/reports/figures.xlsx?year=2023").data))
    assert "行政执法监督整改通知书" in sheet.read("xl/worksheets/sheet1.xml").decode()


def test_the_figures_and_the_paragraph_are_printed_from_the_shell(
    app: Flask, recorded: None
) -> None:
    runner = app.test_cli_runner()
    printed = runner.invoke(args=["figures", "--year", "2023", "--json", "--body", "示例市"])
    found = json.loads(printed.output)["figures"]
    notice = next(one for one in found if one["name"] == "行政执法监督整改通知书")
    assert (notice["value"], notice["measure_word"], len(notice["record_ids"])) == (1, "份", 1)
    said = runner.invoke(args=["report", "paragraph", "--year", "2023"]).output
    assert "发现问题2个" in said
    missing = runner.invoke(args=["figures", "--year", "2023", "--body", "没有市"])
    assert missing.exit_code == 1
    assert "没有机关" in missing.output


def test_the_shell_says_beside_what_is_established_how_many_are_not_yet(
    app: Flask, inside: Inside
) -> None:
    with inside():
        ground = lay()
        ground.problem(date(2023, 6, 1), status=ProblemStatus.ESTABLISHED)
        waiting = [
            ground.problem(date(2023, 6, 1), status=ProblemStatus.PENDING).id for _ in "二个"
        ]
    runner = app.test_cli_runner()
    printed = runner.invoke(args=["figures", "--year", "2023", "--json"])
    [found] = [one for one in json.loads(printed.output)["figures"] if one["name"] == "发现问题"]
    beside = found["beside"]
    assert (found["value"], beside["name"], beside["value"]) == (1, "尚未认定", 2)
    assert (beside["measure_word"], beside["record_ids"]) == ("个", waiting)
    assert "发现问题（未列入监督行动）  1个（尚未认定2个）" in (
        runner.invoke(args=["figures", "--year", "2023"]).output
    )


def test_the_report_as_pdf_imitates_no_issued_paper(sign_in: SignIn, recorded: None) -> None:
    """Nobody issued it: black on white, with neither red head nor 文号, and no 版记 at its end."""
    content = sign_in("reviewer").get("/reports/report.pdf?year=2023").data
    with pdfplumber.open(BytesIO(content)) as pdf:
        said = [page.extract_text() for page in pdf.pages]
        inks = {
            str(mark.get(kind))
            for page in pdf.pages
            for mark in (*page.chars, *page.rects, *page.lines)
            for kind in ("non_stroking_color", "stroking_color")
        }
    assert "发现问题2个" in said[0].replace("\n", "")
    assert not re.search(r"〔\d{4}〕\s*\d+号|印发|抄送|文件\n", "\n".join(said))
    assert not any(_is_red(ink) for ink in inks), inks


def _is_red(ink: str) -> bool:
    """Of three parts, the first far above the others."""
    parts = [float(one) for one in re.findall(r"[\d.]+", ink)]
    return len(parts) == 3 and parts[0] > 0.5 > max(parts[1:])


@pytest.mark.parametrize("size", [pytest.param(DESKTOP, marks=pytest.mark.battery), (390, 844)])
def test_the_board_and_the_year_are_accessible_and_fit(
    new_tab: NewTab, recorded: None, size: tuple[int, int]
) -> None:
    tab = new_tab(size)
    tab.goto("/accounts/sign-in")
    tab.fill("[name=username]", "reviewer")
    tab.fill("[name=password]", people.PASSWORD)
    tab.press("[name=password]", "Enter")
    tab.wait_for_url("**/")
    for place in ("/reports/dashboard?year=2023", "/reports/?year=2023"):
        tab.goto(place)
        expect_accessible(tab)
        expect_no_sideways_scroll(tab)
