"""整改台账: one row a problem, the tabs, the lights, and exports with exactly the same filter."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from flask import Flask

from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.problems.models import Problem, ProblemStatus
from tests.make import people, terms
from tests.make import problems as make
from tests.problems.conftest import MOST_QUERIES, TODAY, Matters
from tests.support.pages import Page, PageCheck
from tests.support.queries import queries
from tests.support.seats import SignIn
from tests.support.work import Inside

S = ProblemStatus


def _rows(shown: Page) -> list[str]:
    return [
        str(one).strip() for one in shown.tree.xpath("//*[@data-rows]/tbody/tr/td[@id]/a/text()")
    ]


def _counts(shown: Page) -> dict[str, str]:
    return {
        link.text.strip(): link.xpath("string(span)")
        for link in shown.find("//nav[@class='tabs']//a")
    }


def test_each_view_shows_what_its_name_says(
    matters: Matters, sign_in: SignIn, page: PageCheck
) -> None:
    visitor = sign_in("handler")
    expected = {
        "open": {S.PENDING, S.ESTABLISHED, S.RECTIFYING, S.TO_VERIFY},
        "week": set(),
        "overdue": {S.RECTIFYING},
        "unsigned": set(),
        "verify": {S.TO_VERIFY},
        "closed": {S.CLOSED},
        "all": set(S) - {S.REJECTED},
    }
    for tab, statuses in expected.items():
        shown = page(visitor.get(f"/problems/ledger?tab={tab}"))
        assert set(_rows(shown)) == {status.label for status in statuses}, tab
    counts = _counts(page(visitor.get("/problems/ledger")))
    assert counts == {
        "在办": "4", "本周到期": "0", "逾期": "1", "未签收": "0", "待核查": "1", "已销号": "1", "全部": "8",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("due", "tab"),
    [
        (TODAY - timedelta(days=1), "overdue"), (TODAY, "week"), (date(2023, 4, 16), "week"),
        (date(2023, 4, 17), None),
    ],
)  # fmt: skip
def test_overdue_is_strictly_after_the_last_day_and_the_week_ends_on_sunday(
    matters: Matters, inside: Inside, sign_in: SignIn, page: PageCheck, due: date, tab: str | None
) -> None:
    with inside():
        terms.ends_on(session.get_one(Problem, matters.by_status[S.RECTIFYING]).paper_id, due)
    visitor = sign_in("handler")
    for view in ("week", "overdue"):
        shown = page(visitor.get(f"/problems/ledger?tab={view}"))
        assert (S.RECTIFYING.label in _rows(shown)) is (view == tab)


def test_issued_and_not_signed_for_is_unsigned(
    matters: Matters, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        drafted = session.get_one(Problem, matters.by_status[S.ESTABLISHED])
        make.on_draft(drafted)  # nothing to sign for yet
    visitor = sign_in("handler")
    assert _rows(page(visitor.get("/problems/ledger?tab=unsigned"))) == []
    with inside():
        make.follow_paper(session.get_one(Problem, matters.by_status[S.ESTABLISHED]), S.ESTABLISHED)
    shown = page(visitor.get("/problems/ledger?tab=unsigned"))
    assert _rows(shown) == [S.ESTABLISHED.label]
    assert "待签收" in shown.text


def test_a_year_goes_from_its_first_to_its_last_day(
    matters: Matters, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    days = {date(2021, 12, 31), date(2022, 1, 1), date(2022, 12, 31), date(2023, 1, 1)}
    with inside():
        unit = session.get_one(Unit, matters.unit_id)
        for day in sorted(days):
            make.problem(unit=unit, found_on=day, title=day.isoformat())
    shown = page(sign_in("handler").get("/problems/ledger?tab=all&year=2022"))
    assert set(_rows(shown)) == {"2022-01-01", "2022-12-31"}


def test_a_row_is_urged_by_its_own_button_in_the_form_that_all_rows_share(
    matters: Matters, sign_in: SignIn, page: PageCheck
) -> None:
    visitor = sign_in("handler")
    shown = page(visitor.get("/problems/ledger?tab=overdue"))
    (button,) = shown.find("//td/button")
    (form,) = shown.find(f"//form[@id='{button.get('form')}'][not(@method)]")
    assert button.text == "催办"
    assert button.get("name") == "ids"
    assert button.get("value") == str(matters.by_status[S.RECTIFYING])
    held = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
    assert held == {"back": "/problems/ledger?tab=overdue"}, (
        "nothing is done yet: a page is asked for"
    )
    answer = visitor.get(form.get("action"), query_string={**held, "ids": button.get("value")})
    assert "催办" in page(answer).text
    assert S.RECTIFYING.label in page(visitor.get("/problems/ledger?tab=overdue")).text


def test_a_row_says_how_late_it_is_in_words(
    matters: Matters, sign_in: SignIn, page: PageCheck
) -> None:
    shown = page(sign_in("handler").get("/problems/ledger?tab=overdue"))
    assert "逾期 2个工作日" in shown.text
    assert "示司监意〔2023〕1号" in shown.text


FILTERS = [
    "tab=all", "tab=all&status=closed", "tab=overdue&year=2023", "tab=all&paper=示司监意[2023]1号",
    "tab=all&category=乱罚款", "tab=all&found_from=2023-03-06&found_to=2023-03-06&sort=-due",
]  # fmt: skip


@pytest.mark.parametrize("query", FILTERS)
def test_the_export_holds_exactly_what_the_page_shows(
    matters: Matters, sign_in: SignIn, page: PageCheck, query: str
) -> None:
    visitor = sign_in("handler")
    on_page = _rows(page(visitor.get(f"/problems/ledger?{query}")))
    answer = visitor.get(f"/problems/ledger/export.xlsx?{query}")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True) if row[1]] == on_page
    text = visitor.get(f"/problems/ledger/export.csv?{query}").data.decode("utf-8-sig")
    assert [row[1] for row in csv.reader(io.StringIO(text))][1:] == on_page
    printed = page(visitor.get(f"/problems/ledger/print?{query}"))
    titles = printed.tree.xpath("//tbody/tr/td[2]/text()[normalize-space()]")
    assert [str(one).strip() for one in titles] == on_page


def test_chosen_rows_are_exported(matters: Matters, sign_in: SignIn, page: PageCheck) -> None:
    visitor = sign_in("handler")
    token = page(visitor.get("/problems/ledger")).tree.xpath("//form[@id='bulk']/input/@value")[0]
    chosen = [matters.by_status[S.CLOSED], matters.by_status[S.PENDING], 999_999]
    answer = visitor.post("/problems/export-chosen", data={"csrf_token": token, "ids": chosen})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        S.CLOSED.label, S.PENDING.label,
    ]  # fmt: skip
    assert visitor.post("/problems/export-chosen", data={"csrf_token": token}).status_code == 422


def test_chosen_rows_are_exported_as_they_are_shown(
    matters: Matters, sign_in: SignIn, page: PageCheck
) -> None:
    """The columns of the list they were chosen from, without the hidden ones."""
    visitor = sign_in("handler")
    for address, gone, there in (
        ("/problems/ledger?hide=due", "到期日", "承办人"),
        ("/problems/?hide=unit", "单位", "问题"),
        ("/problems/ledger", "", "到期日"),
    ):
        shown = page(visitor.get(address))
        token = shown.tree.xpath("//form[@id='bulk']/input/@value")[0]
        button = shown.find("//button[normalize-space()='导出所选']/@formaction")[0]
        typed = {"csrf_token": token, "ids": [matters.by_status[S.CLOSED]]}
        answer = visitor.post(str(button), data=typed)
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
        assert sheet is not None
        headings = [str(cell.value) for cell in sheet[1]]
        assert gone not in headings, address
        assert there in headings, address


def test_nonsense_in_the_url_is_named_and_ignored(
    matters: Matters, sign_in: SignIn, page: PageCheck
) -> None:
    shown = page(sign_in("handler").get("/problems/ledger?tab=all&unit=99999&year=1066"))
    assert "“单位”无法识别" in shown.text
    assert "“年度”无法识别" in shown.text
    assert len(_rows(shown)) == 8


@pytest.mark.parametrize(
    "path",
    [
        "/problems/ledger", "/problems/ledger?tab=all", "/problems/", "/problems/{closed}", "/problems/{pending}",
        "/problems/new", "/problems/{pending}/amend", "/problems/entry/{action}", "/actions/",
        "/actions/{action}", "/actions/{action}/amend", "/actions/new",
        "/problems/ledger?tab=all&unit={unit}&handler=1&category=程序不规范",
    ],
)  # fmt: skip
def test_queries_do_not_grow_with_rows(
    matters: Matters, inside: Inside, sign_in: SignIn, app: Flask, path: str
) -> None:
    where = {status.value: key for status, key in matters.by_status.items()}
    url = path.format(action=matters.action_id, unit=matters.unit_id, **where)
    visitor = sign_in("handler")
    visitor.get(url)
    with queries(app) as few:
        assert visitor.get(url).status_code == 200
    with inside():
        unit = session.get_one(Problem, matters.by_status[S.PENDING]).unit
        action = session.get_one(Problem, matters.by_status[S.PENDING]).action
        for _ in range(10):
            make.problem(unit=unit, action=action)
    with queries(app) as many:  # the badge as well, since something was written
        assert visitor.get(url).status_code == 200
    with queries(app) as again:
        assert visitor.get(url).status_code == 200
    assert len(again) == len(few)
    assert len(many) <= MOST_QUERIES, "\n".join(many)


def test_other_bodies_and_units_see_nothing_of_it(
    matters: Matters, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        people.user("stranger", *people.principal("handler").roles, body=people.body("示例县"))
    stranger = sign_in("stranger")
    assert _rows(page(stranger.get("/problems/ledger?tab=all"))) == []
    key = matters.by_status[S.PENDING]
    for path in (f"/problems/{key}", f"/problems/{key}/amend", f"/actions/{matters.action_id}",
                 f"/problems/entry/{matters.action_id}"):  # fmt: skip
        assert stranger.get(path).status_code == 404, path
    assert sign_in("liaison").get("/problems/ledger").status_code == 403
