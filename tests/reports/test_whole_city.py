"""全市 figures of a city and its counties: whoever reads them sees whose each row and each moved record is."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from supervision.agencies.models import Level
from supervision.core.db import session
from supervision.problems.models import Problem
from tests.make import people
from tests.make.offices import sign_in
from tests.reports.conftest import lay
from tests.support.client import Visitor
from tests.support.pages import Page, check
from tests.support.work import Inside

IN = date(2023, 6, 1)
CITY = "year=2023&span=all"
BODIES = ("示例市司法局", "示例区司法局", "样例县司法局")


@pytest.fixture
def campaign(client: Visitor, inside: Inside) -> list[int]:
    """One campaign of the whole city: an action of the same title in each body, with a problem each."""
    with inside():
        city = lay()
        below = [lay(name, level=Level.COUNTY, parent=city.body) for name in ("示例区", "样例县")]
        found = [one.problem(IN, action=one.action()).id for one in (city, *below)]
        head = people.principal(city.user.username)
    sign_in(client, head)
    return found


def _rows(page: Page, name: str) -> list[str]:
    rows = [" ".join(one.text_content().split()) for one in page.find("//main//table//tr")]
    return [one for one in rows if one.startswith(name)]


def test_actions_of_one_title_are_told_apart_by_whose_they_are(
    client: Visitor, campaign: list[int]
) -> None:
    """Three rows 发现问题（示例专项监督行动） said nothing of which was the city's and which a county's."""
    offered = check(client.get(f"/reports/publish?{CITY}"))
    published = client.submit(f"/reports/publish?{CITY}").location
    address = f"/reports/by-action?figure=problems_found&{CITY}"
    for page, name in (
        (check(client.get(f"/reports/?{CITY}")), "发现问题"),
        (offered, "发现问题"),
        (check(client.get(published)), "发现问题"),
        (check(client.get(address)), ""),
        (check(client.get(f"/reports/text?{CITY}")), "{发现问题"),
    ):
        rows = _rows(page, name)
        for body in BODIES:
            assert sum(body in one for one in rows) == 1, (page.response.request.path, rows)
    sheet = client.get(f"/reports/figures.xlsx?{CITY}").data
    lines = list(load_workbook(io.BytesIO(sheet)).active.iter_rows(values_only=True))
    told = {str(one[2]) for one in lines if one[1] == "发现问题"}
    assert {f"{body} · 示例专项监督行动" for body in BODIES} <= told


def test_of_one_body_alone_its_name_is_not_said_again(client: Visitor, campaign: list[int]) -> None:
    rows = _rows(check(client.get("/reports/?year=2023")), "发现问题")
    assert len(rows) == 1
    assert "司法局" not in rows[0]


def test_a_record_of_a_county_that_went_says_whose_it_was(
    client: Visitor, inside: Inside, campaign: list[int]
) -> None:
    """The city may not open it, and was told （不在查看范围内的记录）: of a dozen counties, whom should it ask?"""
    published = client.submit(f"/reports/publish?{CITY}").location
    with inside():
        session.get_one(Problem, campaign[2]).found_on = date(2022, 6, 1)
    page = check(client.get(published))
    row = _rows(page, "发现问题")[0]  # of the table of what moved
    assert "（不在查看范围内的记录） 样例县司法局" in row
