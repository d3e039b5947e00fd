"""Two clerks with one sheet: whoever comes second is told, and nothing is there twice."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.db import session
from supervision.problems.models import Problem
from tests.imports.test_pages import upload
from tests.imports.test_said_on_screen import APPLY
from tests.make import sheets
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

HEAD = ["被监督单位", "问题", "问题类别", "发现日期"]
ROWS = [["示例市甲局", f"问题{n}", "程序不规范", "2023-3-1"] for n in range(3)]
COLUMNS = "//form[@class='form']"
OFFER = "//form[contains(@action, 'answer')]"
UNDO = "//form[contains(@action, 'undo')]"


@pytest.fixture
def town(inside: Inside, client: Visitor) -> Office:
    """Its two handlers; the first is signed in."""
    with inside():
        made = found_office()
    sign_in(client, made.handler)
    return made


def _titles(inside: Inside) -> list[str]:
    with inside():
        return list(session.scalars(sa.select(Problem.title).order_by(Problem.title)))


def test_the_second_of_two_who_checked_the_same_sheet_brings_nothing_twice(
    app: Flask, client: Visitor, inside: Inside, town: Office
) -> None:
    other = _other(app, town)
    content = sheets.xlsx([HEAD, *ROWS])
    first, second = (upload(one, content).headers["Location"] for one in (client, other))
    assert client.submit(first, form=APPLY).status_code == 302
    late = other.submit(second, form=APPLY)
    assert "检查之后记录有变动" in check(late, status=409).text
    assert _titles(inside) == ["问题0", "问题1", "问题2"]
    again = upload(other, content).headers["Location"]
    assert not check(other.get(again)).find(APPLY), "all of it is there"
    assert client.submit(first, form=UNDO).status_code == 302
    assert _titles(inside) == []
    assert client.get("/search/?q=问题1", follow_redirects=True).status_code == 200
    found = check(client.get("/search/", query_string={"q": "问题1"}))
    assert not found.find("//main//a[contains(@href, '/problems/')][contains(., '问题1')]")


def _other(app: Flask, town: Office) -> Visitor:
    app.test_client_class = Visitor
    other = app.test_client()
    assert isinstance(other, Visitor)
    sign_in(other, town.second)
    return other


def _opened(visitor: Visitor, address: str, form: str) -> tuple[str, dict[str, list[str]]]:
    """A form of the page as it stands: where it goes, what an untouched one sends."""
    found = check(visitor.get(address)).find(form)[0]
    fields: dict[str, list[str]] = {}
    for name, value in found.form_values():
        fields.setdefault(name, []).append(value)
    return str(found.get("action") or address), fields


TWO_DAYS = ["被监督单位", "问题", "问题类别", "发现日期", "复核日期"]


def _of_two_days() -> bytes:
    row = ["示例市甲局", "问题0", "程序不规范", "2023-3-1", "2023-5-8"]
    return sheets.xlsx([TWO_DAYS, row])


def test_what_a_colleague_reads_otherwise_is_not_imported_from_an_old_page(
    app: Flask, client: Visitor, inside: Inside, town: Office
) -> None:
    """The preview said 3月1日; then the colleague made another column the day."""
    other, where = _other(app, town), upload(client, _of_two_days()).headers["Location"]
    action, seen = _opened(client, where, APPLY)
    otherwise = {"c3": "", "c4": "found_on"}
    assert other.submit(f"{where}/columns", otherwise, form=COLUMNS).status_code == 302
    told = check(client.post(action, data=seen), status=409)
    assert "列的对应" in told.text
    assert _titles(inside) == []
    assert client.submit(where, form=APPLY).status_code == 302, "after another look"
    with inside():
        assert session.scalars(sa.select(Problem.found_on)).all() == [date(2023, 5, 8)]


def test_of_two_who_say_what_the_columns_are_the_second_is_told(
    app: Flask, client: Visitor, town: Office
) -> None:
    other, where = _other(app, town), upload(client, _of_two_days()).headers["Location"]
    _, seen = _opened(other, f"{where}/columns", COLUMNS)
    assert client.submit(f"{where}/columns", {"c3": "", "c4": "found_on"}, form=COLUMNS).location
    told = check(other.post(f"{where}/columns", data=seen | {"c4": ["facts"]}), status=409)
    assert "复核日期" in told.text, "both sides are shown"
    assert "别人已经" in told.text


def test_of_two_who_correct_one_cell_the_second_reads_that_it_is_done(
    app: Flask, client: Visitor, town: Office
) -> None:
    rows = [HEAD, ["示例市甲局", "问题0", "程序不规", "2023-3-1"]]
    rows += [["示例市甲局", "问题1", "文书不规", "2023-3-1"]]
    other, where = _other(app, town), upload(client, sheets.xlsx(rows)).headers["Location"]
    action, seen = _opened(other, where, OFFER)
    meant = {"meant": "程序不规范"}
    assert client.submit(where, meant, form=OFFER).status_code == 302
    assert "已经更正" in check(other.post(action, data=seen | meant), status=409).text


def test_the_columns_of_what_is_imported_are_no_form_any_more(
    app: Flask, client: Visitor, town: Office
) -> None:
    other, where = _other(app, town), upload(client, _of_two_days()).headers["Location"]
    assert client.submit(where, form=APPLY).status_code == 302
    assert "不能再改列的对应" in check(other.get(f"{where}/columns"), status=409).text
