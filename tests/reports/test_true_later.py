"""What was published stays true: the name of the body then, whose a deleted record was, who the persons were."""

from datetime import date

import pytest

from supervision.agencies.models import Body, Level
from supervision.agencies.service import OfficerFacts, add_officer
from supervision.core.db import session
from supervision.imports.models import ImportBatch
from supervision.interviews.models import Interviewee
from supervision.interviews.people import IntervieweeFacts
from supervision.interviews.states import InterviewStatus
from supervision.reports import counting, service
from supervision.reports.models import Publication
from supervision.reports.periods import parse
from supervision.reports.reach import Span, reach
from tests.make import imported, people, sheets, years
from tests.make import interviews as make
from tests.make.clues import the_unit
from tests.make.offices import found_office, sign_in
from tests.reports.conftest import lay
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import Page, check
from tests.support.work import Inside

SNAPSHOT = "/reports/snapshots/1"
SAME = "发布以后，每个数字对应的记录都没有变化"
HEADS = "约谈行政执法部门负责人"


def test_a_body_renamed_since_stands_there_as_it_was_called(
    client: Visitor, inside: Inside
) -> None:
    """The heading of the published year bore a name that the body did not have when it published."""
    with inside():
        ground = lay()
        person = people.principal(ground.user.username)
        where = reach(ground.body.id)
        service.publish(where, counting.count(parse("2023"), where.body_ids), actor=person)
    with inside():
        session.get_one(Body, person.body_id).name = "示例市行政执法监督局"
    sign_in(client, person)
    shown = check(client.get(SNAPSHOT))
    heading = " ".join(one.text_content() for one in shown.find("//main//header | //h1/.."))
    assert "示例市司法局 · 本级" in heading
    assert "示例市行政执法监督局" not in heading
    assert "内容与校验值一致" in shown.text


def _city_published(inside: Inside, client: Visitor) -> int:
    """A city whose county brought in two clues by sheet, published; the key of the sheet."""
    with inside():
        town = found_office("样例县")
        years.bench(town)
        city, county = lay("样例市"), session.get_one(Body, town.body_id)
        county.level, county.parent_id = Level.COUNTY, city.body.id
        county.path = f"{city.body.path}{county.id}/"
        batch = imported.applied(town, sheets.xlsx(years.CLUES), "clues")
        key = batch.id
        person = people.principal(city.user.username)
        where = reach(city.body.id, span=Span.ALL)
        service.publish(where, counting.count(parse("2023"), where.body_ids), actor=person)
    with inside():
        imported.undone(session.get_one(ImportBatch, key), town)
    sign_in(client, person)
    return key


def test_records_a_county_deleted_are_told_with_the_county(client: Visitor, inside: Inside) -> None:
    """The city read a number and 已删除, and could not ask anybody about it."""
    _city_published(inside, client)
    shown = check(client.get(SNAPSHOT))
    assert "已删除（样例县司法局 2 条）" in shown.text.replace("，审计链中可查", ""), shown.text
    assert "反映重复检查" not in shown.text, "what it was stays the county's"


def _interview(*names: str) -> int:
    unit = the_unit()
    heads = [IntervieweeFacts(name, unit, post="局长", in_leadership=True) for name in names]
    day = date(2026, 3, 2)
    return make.interview(InterviewStatus.HELD, on=day, interviewees=heads).id


def _persons_published(inside: Inside, client: Visitor, *interviews: tuple[str, ...]) -> None:
    with inside():
        for names in interviews:
            _interview(*names)
        person = people.principal("reviewer")
        where = reach(person.body_id or 0)
        made = service.publish(where, counting.count(parse("2026"), where.body_ids), actor=person)
        assert "示例甲" not in str(made.figures), "no name is kept beside the figures"
    sign_in(client, person)
    assert SAME in check(client.get(SNAPSHOT)).text


def _row(page: Page) -> str:
    rows = page.find(f"//main//tr[td[1][normalize-space()='{HEADS}'] and count(td) > 2]")
    return " ".join(rows[0].text_content().split()) if rows else ""


@pytest.mark.usefixtures("bureau")
def test_a_record_edited_into_another_person_is_told(
    client: Visitor, inside: Inside, clock: Clock
) -> None:
    """One person before and after, by the same record: it was told that nothing changed."""
    clock("2026-03-02 09:00")
    _persons_published(inside, client, ("示例甲",))
    with inside():
        session.query(Interviewee).filter_by(name="示例甲").one().name = "示例乙"
    shown = check(client.get(SNAPSHOT))
    assert "登记改为另一人" in _row(shown), shown.text
    assert "示例乙" in _row(shown)
    assert "此后有更正" in check(client.get("/reports/?year=2026")).text
    with inside():
        session.query(Interviewee).filter_by(name="示例乙").one().name = "示例甲"
    assert SAME in check(client.get(SNAPSHOT)).text


@pytest.mark.usefixtures("bureau")
def test_a_record_put_on_file_is_the_same_person(
    client: Visitor, inside: Inside, clock: Clock
) -> None:
    """A head typed by hand is registered as an officer of the unit afterwards."""
    clock("2026-03-02 09:00")
    _persons_published(inside, client, ("示例甲",))
    with inside():
        facts = OfficerFacts(name="示例甲", post="局长", in_leadership=True)
        made = add_officer(the_unit(), facts, actor=people.principal("handler"))
        session.query(Interviewee).filter_by(name="示例甲").one().officer_id = made.id
    assert SAME in check(client.get(SNAPSHOT)).text


@pytest.mark.usefixtures("bureau")
def test_a_person_who_is_left_by_another_record_has_not_gone(
    client: Visitor, inside: Inside, clock: Clock
) -> None:
    """示例甲 was heard twice; the first record turns out to be of 示例乙: one came, nobody went."""
    clock("2026-03-02 09:00")
    _persons_published(inside, client, ("示例甲",), ("示例甲",))
    with inside():
        session.query(Interviewee).order_by(Interviewee.id).first().name = "示例乙"
    row = _row(check(client.get(SNAPSHOT)))
    assert "1 条" in row
    assert "示例乙" in row
    assert "登记改为另一人" not in row


@pytest.mark.usefixtures("bureau")
def test_what_was_published_before_persons_were_kept_is_compared_as_before(
    client: Visitor, inside: Inside, clock: Clock
) -> None:
    clock("2026-03-02 09:00")
    _persons_published(inside, client, ("示例甲",))
    with inside():
        [made] = session.query(Publication).all()
        bare = [{key: said for key, said in one.items() if key != "whom"} for one in made.figures]
        table = Publication.metadata.tables["publication"]
        session.execute(table.update().values(figures=bare))
    assert SAME in check(client.get(SNAPSHOT)).text
