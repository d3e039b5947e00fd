"""What people call a unit finds its records in the search box."""

import pytest
import sqlalchemy as sa

from supervision.agencies.models import Unit
from supervision.core import clock
from supervision.core.db import session
from tests.make import finding, people, reforms
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

HEALTH = "示例市卫生健康委员会"


@pytest.fixture
def town(inside: Inside, client: Visitor) -> Office:
    """A town with a problem at its unit and one at the health commission, which nothing in it names."""
    with inside():
        made = found_office()
        health = people.unit(HEALTH, by=made.handler)
        health.also_called = "老卫生局"
        finding.problem(made, "未告知听证权利", unit=health)
        finding.problem(made, "罚没票据不规范", unit=health)
        finding.problem(made, "超范围检查")
    sign_in(client, made.handler)
    return made


@pytest.mark.parametrize(
    "said", ["卫健委", "市卫健委", "老卫生局", "卫生健康委员会", HEALTH, "wjw", "wsjkwyh"]
)
def test_a_name_finds_the_records_of_the_unit(client: Visitor, town: Office, said: str) -> None:
    text = check(client.get("/search/", query_string={"q": said})).text
    assert "未告知听证权利" in text
    assert "罚没票据不规范" in text
    assert "超范围检查" not in text


def test_further_words_narrow_it(client: Visitor, town: Office) -> None:
    text = check(client.get("/search/", query_string={"q": "卫健委 听证"})).text.replace(" ", "")
    assert "未告知听证权利" in text
    assert "罚没票据不规范" not in text


def test_another_unit_finds_nothing_by_it(client: Visitor, town: Office) -> None:
    sign_in(client, town.liaison)
    text = check(client.get("/search/", query_string={"q": "卫健委"})).text
    assert "未告知听证权利" not in text
    assert HEALTH not in text


def test_the_successors_name_finds_what_it_took_over(
    client: Visitor, inside: Inside, town: Office
) -> None:
    """As the lists do, which go by the unit that holds a matter now; the old name finds it, too."""
    with inside():
        health, heir = _unit(HEALTH), people.unit("示例市新设委", by=town.handler)
        reforms.merge_unit(health, heir, on=clock.today(), with_officers=False, actor=town.handler)
    for said in ("示例市新设委", "新设委", "卫健委"):
        text = check(client.get("/search/", query_string={"q": said})).text
        assert "未告知听证权利" in text, said
        assert "超范围检查" not in text
    with inside():
        reforms.reinstate_unit(_unit(HEALTH), reason="录入有误", actor=town.handler)
    text = check(client.get("/search/", query_string={"q": "新设委"})).text
    assert "未告知听证权利" not in text


def test_a_renamed_unit_is_found_by_both_names(
    client: Visitor, inside: Inside, town: Office
) -> None:
    with inside():
        reforms.rename_unit(_unit(HEALTH), "示例市康养局", on=clock.today(), actor=town.handler)
    for said in ("示例市康养局", "康养局", HEALTH, "卫健委"):
        text = check(client.get("/search/", query_string={"q": said})).text
        assert "未告知听证权利" in text, said


def _unit(name: str) -> Unit:
    return session.scalars(sa.select(Unit).where(Unit.name == name)).one()
