"""Wherever a last day that hangs on a missing notice stands, 暂定 stands beside it, and why it is this day."""

import io
import re
from collections.abc import Iterator
from datetime import date

import docx
import pytest
from lxml.html import HtmlElement

from supervision.calendar import service as calendar
from supervision.clues.models import Clue
from supervision.core.db import session
from supervision.core.deadlines import Mark
from supervision.core.duedates import DueKind, open_of
from supervision.instruments.delivering import service as delivery
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.service import ExtensionFacts
from supervision.instruments.models import Instrument
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.service import ObjectionFacts
from supervision.instruments.printing import paperwork
from supervision.instruments.replying import sheet as reply_sheet
from supervision.reminders.sweep import sweep
from tests.make import case_files as papers
from tests.make import clues as make_clue
from tests.make import people
from tests.make.offices import Office, on
from tests.support.clock import Clock
from tests.support.pages import Page, PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

DELIVERED = date(2026, 12, 10)  # 30日 end on Saturday, 9 January 2027, of which nobody knows yet
OBJECTED = date(2026, 12, 14)
REPLY, REVIEW = date(2027, 1, 11), date(2027, 1, 5)
BESIDE = ("td", "li", "dd", "p", "section", "header")  # what keeps a date and its mark together
Urls = dict[str, list[str]]


@pytest.fixture
def urls(inside: Inside, office: Office, clock: Clock) -> Urls:
    """A paper with an extension and an objection in hand, and every page that shows its dates."""
    clock("2027-01-08 09:00")
    with inside():
        clue = make_clue.clue()
        paper = papers.delivered(office, "decision", day=DELIVERED, over=[papers.problem(office)])
        session.get_one(Instrument, paper.id).clue_id = session.get_one(Clue, clue.id).id
        with on(OBJECTED, "liaison") as liaison:
            objection = objecting.raise_(paper, ObjectionFacts("事实有出入"), actor=liaison)
            asked = extending.ask(
                paper, ExtensionFacts("修订制度", date(2027, 1, 29)), actor=liaison
            )
        assert (paper.due_on, objection.due_on) == (REPLY, REVIEW)
        sweep()
        its, problem = f"/instruments/{paper.id}", paper.items[0].problem_id
        return {
            "handler": [
                "/instruments/", "/problems/ledger", f"/problems/{problem}", its, "/reminders/",
                "/reminders/ahead", f"/agencies/{office.unit_id}", f"/clues/{clue.id}",
                f"/instruments/chase?ids={problem}", "/problems/ledger/print",
            ],
            "liaison": ["/", its, f"{its}/answers", "/reminders/", "/instruments/"],
            "reviewer": [f"{its}/extensions/{asked.id}"],
            "reviewer2": [f"{its}/objections/{objection.id}"],
        }  # fmt: skip


def test_no_page_shows_such_a_date_without_saying_so(
    sign_in: SignIn, page: PageCheck, urls: Urls
) -> None:
    bare, seen = [], 0
    for username, addresses in urls.items():
        visitor = sign_in(username)
        for address in addresses:
            shown = page(visitor.get(address))
            found = list(_dates(shown))
            seen += len(found)
            assert found or "暂定" in shown.text, f"{address} shows the date nowhere"
            bare += [f"{username} {address}: {words}" for words, marked in found if not marked]
    assert bare == []
    assert seen > 20, "the test looks past the dates"


def _dates(shown: Page) -> Iterator[tuple[str, bool]]:
    """Each place of the page where one of the dates stands, and whether 暂定 stands with it."""
    either = r"2027-01-(?:11|05)|2027年1月(?:11|5)日"
    for element in shown.tree.find("body").iter("*"):
        own = [element.text or "", *(child.tail or "" for child in element)]
        if not any(re.search(either, words) for words in own) or _is_history(element):
            continue
        around = next(one for one in _outward(element) if one.tag in BESIDE)
        words = " ".join(around.text_content().split())
        row = next((one for one in _outward(element) if one.tag == "tr"), around)
        why = [one for one in _outward(element) if one.get("data-why") is not None]
        yield words[:80], any("暂定" in one.text_content() for one in (around, row, *why))


def _outward(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from element.iterancestors()


def _is_history(element: HtmlElement) -> bool:
    """The timeline says what was; a field of a form is what a person types."""
    names = {one.get("class") or "" for one in _outward(element)}
    return "timeline" in names or element.tag in ("option", "script", "textarea", "time", "caption")


def test_every_last_day_explains_itself(sign_in: SignIn, page: PageCheck, urls: Urls) -> None:
    paper = next(one for one in urls["liaison"] if one.startswith("/instruments/1"))
    for username in ("handler", "liaison"):
        why = page(sign_in(username).get(paper)).find("//*[@data-why]")
        said = [" ".join(one.text_content().split()) for one in why]
        assert any("2027年1月11日" in one and "送达之次日起30日" in one for one in said)
        assert any("2027年1月5日" in one and "提出异议之次日起15个工作日" in one for one in said)


def test_working_forms_the_reply_sheet_and_exports_say_so_too(
    inside: Inside, urls: Urls, sign_in: SignIn
) -> None:
    with inside():
        paper = session.get_one(Instrument, 1)
        for form in (paperwork.problem_list(paper), paperwork.verification(paper)):
            assert "2027年1月11日（暂定）" in form.to_json()
        sheet = docx.Document(io.BytesIO(reply_sheet.write(paper)))
        assert "2027年1月11日（暂定）" in "".join(one.text for one in sheet.paragraphs)
    exported = sign_in("handler").get("/instruments/export.csv").get_data(as_text=True)
    assert '"2027-01-11","暂定"' in exported


def test_it_is_said_no_longer_once_the_notice_is_in_the_table(
    inside: Inside, urls: Urls, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        row = calendar.mark_official(
            2027, actor=people.principal("sysadmin"), exception="示例：只录入了元旦"
        )
        calendar.propose_days(
            calendar.DayChange(date(2027, 1, 1), date(2027, 1, 3), Mark.REST, "元旦", "示例通知"),
            actor=people.principal("sysadmin"),
        )
        calendar.apply(row, actor=people.principal("secadmin"))
        open_due = open_of(session.get_one(Instrument, 1), DueKind.REPLY)
        assert open_due is not None
        assert not open_due.provisional
    visitor = sign_in("handler")
    for address in urls["handler"]:
        if not address.startswith("/reminders"):
            bare = [words for words, marked in _dates(page(visitor.get(address))) if marked]
            assert bare == [], address


def test_the_unit_is_reminded_to_sign_for_a_paper_and_sees_why(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    with inside():
        paper = papers.signed(office)
        with on(date(2026, 3, 2), "handler") as handler:
            delivery.send(paper, actor=handler)
        address = f"/instruments/{paper.id}"
        clock("2026-03-02 10:10")
        sweep()
    fresh = page(sign_in("liaison").get("/reminders/"))
    assert "待签收" in fresh.text
    assert not fresh.find("//*[@id='told']"), "it waits, of its term nobody is reminded yet"
    clock("2026-03-03 09:00")
    with inside():
        sweep()
    liaison = sign_in("liaison")
    assert "〔2026〕1号 签收" in page(liaison.get("/reminders/")).text
    why = page(liaison.get(address)).find("//*[@data-why]")
    assert "发出之次日起2个工作日" in why[0].text_content()
    assert "没有待办" in page(sign_in("liaison2").get("/reminders/")).text, "another unit's"
