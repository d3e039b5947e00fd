"""整改态势 of a unit that took another over: each of them has its own line, and each number its own list."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.agencies.models import Body, Unit
from supervision.core import clock
from supervision.core.db import session
from supervision.problems.models import Problem, ProblemStatus
from tests.make import people, reforms
from tests.make.reports import Ground
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


@pytest.fixture
def merged(inside: Inside, bureau: None) -> tuple[int, int]:
    """甲局 had three problems; 乙局, merged into it, two, one of them mended."""
    with inside():
        heir = session.scalars(sa.select(Unit)).one()
        handler = session.query(User).filter_by(username="handler").one()
        me = people.principal("handler")
        gone = people.unit("示例市乙局", by=me)
        ground = Ground(session.query(Body).first(), handler, [heir, gone])
        today = clock.today()
        for unit, status in (
            (0, ProblemStatus.RECTIFYING), (0, ProblemStatus.RECTIFYING), (0, ProblemStatus.CLOSED),
            (1, ProblemStatus.RECTIFYING), (1, ProblemStatus.CLOSED),
        ):  # fmt: skip
            problem = ground.problem(today, status=ProblemStatus.ESTABLISHED, unit=unit)
            paper = ground.carry(
                problem, status, delivered=today, due=today + timedelta(30),
                ended=today if status is ProblemStatus.CLOSED else None,
            )  # fmt: skip
            paper.shared, paper.unit_id = True, ground.units[unit].id
        reforms.merge_unit(gone, heir, on=today, with_officers=False, actor=me)
        return heir.id, gone.id


def test_each_line_of_the_board_leads_to_its_own_list(
    sign_in: SignIn, page: PageCheck, inside: Inside, merged: tuple[int, int]
) -> None:
    clerk = sign_in("liaison")
    shown = page(clerk.get("/reports/dashboard"))
    lists: dict[str, int] = {}
    for link in shown.find("//main//a[contains(@href, '/reports/own-records')]"):
        number = "".join(link.itertext()).strip()
        if number.isdigit():
            lists.setdefault(link.get("href"), int(number))
            assert lists[link.get("href")] == int(number), link.get("href")
    lengths = {one: len(page(clerk.get(one)).find("//tbody/tr")) for one in lists}
    assert lengths == lists
    by_unit = {
        tuple(lists[one] for one in lists if f"unit={unit}" in one.replace("&", " ").split())
        for unit in merged
    }
    assert by_unit == {(1, 3), (1, 2)}
    with inside():
        stranger = people.unit("示例市丙局", by=people.principal("handler")).id
        assert session.scalar(sa.select(sa.func.count(Problem.id))) == 5
    page(clerk.get(f"/reports/own-records?figure=own_begun&unit={stranger}"), status=404)
