"""Two clerks with one sheet: whoever comes second is told, and nothing is there twice."""

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
    app.test_client_class = Visitor
    other = app.test_client()
    assert isinstance(other, Visitor)
    sign_in(other, town.second)
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
