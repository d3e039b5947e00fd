"""Days of a body's own: two people, inherited down the tree, said beside each due date."""

import datetime as dt

import pytest
import sqlalchemy as sa

from supervision.agencies.models import Body, Level
from supervision.agencies.service import found_body
from supervision.calendar import local
from supervision.calendar.models import LocalHoliday, LocalState
from supervision.core.db import session
from supervision.core.deadlines import Unit
from supervision.core.duedates import DueDate, DueDateChange, calendar_of, current_calendar, why_of
from supervision.core.pairs import Proposal
from tests.make.dues import due
from tests.make.offices import sign_in

FORM = "//form[@class='form']"
THREE = {"first": "2026-04-20", "last": "2026-04-21", "mark": "休", "name": "壮族三月三",
         "source": "示例自治区人民政府令第1号"}  # fmt: skip
CONFIRM = "//form[@class='form']"


@pytest.fixture
def as_(client, made):
    def who(name: str):
        sign_in(client, made.seats[name])
        return client

    return who


@pytest.fixture
def tree(work, made):
    """A region above the bureau, a county below it, and a stranger beside."""
    with work():
        city = session.get_one(Body, made.body_id)
        region = found_body(
            name="示例自治区司法厅", short_name="厅", region="示例", code="厅", level=Level.PROVINCE
        )
        city.parent_id, city.path = region.id, f"{region.path}{city.id}/"
        county = found_body(name="示例县司法局", short_name="县局", region="示例县", code="县",
                            level=Level.COUNTY, parent=city)  # fmt: skip
        other = found_body(
            name="另市司法局", short_name="另", region="另市", code="另", level=Level.CITY
        )
        session.flush()
        return {"region": region.id, "city": city.id, "county": county.id, "other": other.id}


def _address(work):
    with work():
        which = session.scalars(sa.select(Proposal.id).order_by(Proposal.id.desc())).first()
    return f"/confirmations/{which}"


def _proposal(visitor, work):
    return visitor.get(_address(work))


def _confirm(visitor, work):
    return visitor.submit(_address(work), {"confirm": "1"}, form=CONFIRM)


def test_a_region_s_days_hold_below_it_and_move_what_runs(
    as_, tree, work, made, page, clock
) -> None:
    clock("2026-04-13 09:00")
    with work():
        row_id = due(made, dt.date(2026, 4, 14), days=5, measure=Unit.WORKDAY).id
    keeper = as_("sysadmin")
    typed = {"body_id": str(tree["region"]), **THREE}
    assert keeper.submit("/calendar/local/new", typed, form=FORM).status_code == 302
    with work():
        assert calendar_of(tree["city"]).is_workday(dt.date(2026, 4, 20)), "not before two people"
    assert "1件未办结期限的到期日随之变动" in page(_proposal(as_("secadmin"), work)).text
    assert _confirm(as_("secadmin"), work).status_code == 302
    with work():
        for name, off in (("region", True), ("city", True), ("county", True), ("other", False)):
            assert calendar_of(tree[name]).is_workday(dt.date(2026, 4, 20)) is not off, name
        assert current_calendar().is_workday(dt.date(2026, 4, 20)), "the nation works"
        row = session.get_one(DueDate, row_id)
        assert row.due == dt.date(2026, 4, 23), "15, 16, 17, then 22 and 23"
        (change,) = session.scalars(sa.select(DueDateChange))
        assert "壮族三月三" in change.reason
        told = why_of(row)
        assert any(
            "壮族三月三" in line and "示例自治区人民政府令第1号" in line for line in told.sentences
        )
        assert told.layers[-1] == "本地假日（示例自治区人民政府令第1号）"
    assert "壮族三月三" in page(as_("handler").get("/calendar/")).text
    keeper = as_("sysadmin")
    keeper.submit("/calendar/local/", form="//form[contains(@action, '/end')]")
    _confirm(as_("secadmin"), work)
    with work():
        assert session.scalars(sa.select(LocalHoliday)).one().state is LocalState.ENDED
        assert session.get_one(DueDate, row_id).due == dt.date(2026, 4, 21)


def test_a_body_nearer_comes_before_the_one_above(tree, work, made) -> None:
    with work():
        for body, mark in (("region", "休"), ("county", "班")):
            session.add(LocalHoliday(body_id=tree[body], first=dt.date(2026, 4, 18), last=dt.date(2026, 4, 18),
                                     mark=local.Mark(mark), name="示例节", source="示例", state=LocalState.IN_FORCE))  # fmt: skip
        session.flush()
    with work():
        assert calendar_of(tree["county"]).is_workday(dt.date(2026, 4, 18))
        assert not calendar_of(tree["city"]).is_workday(dt.date(2026, 4, 18))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"first": "2026-04-21", "last": "2026-04-20"}, "结束日期不得早于开始日期"),
        ({"last": "2026-06-30"}, "一次最多登记31天"),
        ({"mark": "班"}, "本来就是工作日，不能登记为班"),
        ({"first": "2026-10-03", "last": "2026-10-03", "mark": "班"}, "是法定节假日（国庆节）"),
        ({"first": "2101-04-21", "last": "2101-04-21"}, "日期须在1949年至2100年之间"),
    ],
)
def test_bad_days_of_a_body_s_own_have_their_sentence(as_, tree, page, work, typed, said) -> None:
    keeper = as_("sysadmin")
    sent = {"body_id": str(tree["city"]), **THREE, **typed}
    assert said in page(keeper.submit("/calendar/local/new", sent, form=FORM), status=422).text
    with work():
        assert session.scalar(sa.select(sa.func.count(LocalHoliday.id))) == 0


def test_the_same_day_is_not_registered_twice(as_, tree, page) -> None:
    keeper = as_("sysadmin")
    sent = {"body_id": str(tree["city"]), **THREE}
    keeper.submit("/calendar/local/new", sent, form=FORM)
    again = page(keeper.submit("/calendar/local/new", sent, form=FORM), status=422)
    assert "2026-04-20、2026-04-21已有本机构的本地假日" in again.text
