"""A superior reads what a body below it published, though it may not open that body's records."""

from datetime import date

import pytest
from flask import Flask

from supervision.agencies.models import Body, Level
from supervision.core.access import Role
from supervision.core.db import session
from supervision.reports import counting, service
from supervision.reports.periods import parse
from supervision.reports.reach import reach
from tests.make import people
from tests.make.offices import sign_in
from tests.reports.conftest import lay
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

IN = date(2023, 6, 1)
LINK = "//a[contains(@href, '/reports/snapshots/')]/@href"


@pytest.fixture
def below(inside: Inside) -> tuple[int, str]:
    """The county under the city, which has published its year; the city's reviewer."""
    with inside():
        city = lay()
        county = lay("示例区", level=Level.COUNTY, parent=city.body)
        county.problem(IN)
        where = reach(county.body.id)
        publisher = people.principal(county.user.username)
        service.publish(where, counting.count(parse("2023"), where.body_ids), actor=publisher)
        return county.body.id, city.user.username


def test_the_link_to_what_the_county_published_leads_there(
    client: Visitor, inside: Inside, below: tuple[int, str]
) -> None:
    county, username = below
    with inside():
        person = people.principal(username)
    sign_in(client, person)
    page = check(client.get(f"/reports/?year=2023&body={county}"))
    (link,) = set(page.find(LINK))
    text = check(client.get(link)).text
    assert "发布以后，每个数字对应的记录都没有变化" in text
    assert "发现问题1个" in text


def test_nobody_reads_what_a_body_beside_or_above_published(
    app: Flask, client: Visitor, inside: Inside, below: tuple[int, str]
) -> None:
    with inside():
        city = session.query(Body).filter_by(level=Level.CITY).one()
        beside = people.body("样例区", level=Level.COUNTY, parent=city)
        stranger = people.actor("stranger", Role.HANDLER, Role.REVIEWER, body=beside)
    sign_in(client, stranger)
    assert client.get("/reports/snapshots/1").status_code == 404
