"""A published figure of which other records are counted now, though as many and with the same sum of keys, differs."""

from datetime import date

import pytest

from supervision.core.db import session
from supervision.problems.models import Problem
from supervision.reports import counting, service
from supervision.reports.periods import parse
from supervision.reports.reach import reach
from tests.make import people
from tests.make.offices import sign_in
from tests.reports.conftest import lay
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

IN, BEFORE = date(2023, 6, 1), date(2022, 6, 1)


@pytest.mark.store
def test_two_for_two_with_the_same_sum_of_keys_is_a_difference(
    client: Visitor, inside: Inside
) -> None:
    with inside():
        ground = lay()
        four = [ground.problem(day).id for day in (IN, BEFORE, BEFORE, IN)]
        assert four[0] + four[3] == four[1] + four[2]
        person = people.principal(ground.user.username)
        where = reach(ground.body.id)
        service.publish(where, counting.count(parse("2023"), where.body_ids), actor=person)
    sign_in(client, person)
    assert (
        "发布以后，每个数字对应的记录都没有变化" in check(client.get("/reports/snapshots/1")).text
    )
    with inside():
        for key, day in zip(four, (BEFORE, IN, IN, BEFORE), strict=True):
            session.get_one(Problem, key).found_on = day
    page = check(client.get("/reports/snapshots/1")).text
    assert "没有变化" not in page
    said = page[page.index("减少的记录") :]
    assert "2 个 2 个 2 条 示例问题" in said, said[:200]
    assert "此后有更正" in check(client.get("/reports/?year=2023")).text
