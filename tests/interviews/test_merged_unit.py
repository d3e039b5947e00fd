"""机构改革 before an interview: the notice goes to the successor, the record keeps the names of the day."""

from datetime import date

import pytest

from supervision.agencies.models import Unit
from supervision.agencies.service import OfficerFacts, add_officer
from supervision.core import clock
from supervision.core.db import session
from supervision.instruments.delivering import service as delivery
from supervision.instruments.delivering.service import DeliveryFacts
from supervision.instruments.drafting import service as drafting
from supervision.instruments.signing import service as signing
from supervision.instruments.states import DeliveryMethod
from supervision.interviews import documents, notices, service
from supervision.interviews import people as table
from supervision.interviews.models import Interview
from supervision.interviews.people import IntervieweeFacts
from supervision.interviews.service import InterviewFacts
from supervision.interviews.states import InterviewStatus
from tests.make import case_files as papers
from tests.make import interviews as make
from tests.make import people, reforms
from tests.make.clues import the_unit
from tests.make.offices import Office
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

SEATED = ("handler", "second", "reviewer")


def _approved(office: Office) -> Interview:
    """An interview of one head of the first unit, by two, recorded by a third."""
    bench = {one.name: one for one in table.supervisors(office.body_id, clock.today())}
    facts = InterviewFacts(
        reason="整改逾期",
        planned_on=clock.today(),
        place="示例市司法局会议室",
        interviewees=[IntervieweeFacts("示例局长", session.get_one(Unit, office.unit_id))],
        interviewers=[bench["示例handler"], bench["示例second"]],
        recorder=bench["示例reviewer2"],
    )
    made = service.plan(facts, actor=people.principal("handler"))
    service.approve(made, on=clock.today(), actor=people.principal("reviewer"))
    return made


def test_the_notice_goes_to_the_successor_and_its_delivery_notifies(inside: Inside) -> None:
    with inside():
        office = papers.office()
        made = _approved(office)
        unit, heir = (
            session.get_one(Unit, office.unit_id),
            session.get_one(Unit, office.other_unit_id),
        )
        reviewer = people.principal("reviewer")
        reforms.merge_unit(unit, heir, on=clock.today(), with_officers=False, actor=reviewer)
        handler = people.principal("handler")
        [paper] = notices.draft(made, actor=handler)
        assert paper.unit is heir
        assert "示例局长" in paper.text
        drafting.submit(paper, actor=handler)
        drafting.pass_review(paper, actor=reviewer)
        signing.sign(paper, actor=people.principal("signatory"))
        facts = DeliveryFacts(DeliveryMethod.DIRECT, clock.today(), recipient="示例收件人")
        delivery.register_delivery(paper, facts, actor=handler)
        assert made.status is InterviewStatus.NOTIFIED
        assert unit.name in documents.record_form(made).to_json(), "the record keeps the old name"


def test_the_record_names_the_unit_as_it_was_called_that_day(inside: Inside, clock: Clock) -> None:
    clock("2026-05-06 10:00")
    with inside():
        office = papers.office()
        made = _approved(office)
        unit = session.get_one(Unit, office.unit_id)
        old, renamed = unit.name, date(2026, 5, 20)
        clock("2026-05-20 10:00")
        reforms.rename_unit(unit, "示例市戊局", on=renamed, actor=people.principal("reviewer"))
        words = documents.record_form(made).to_json()
        assert old in words
        assert "示例市戊局" not in words


@pytest.mark.usefixtures("bureau")
def test_officers_of_a_unit_that_is_no_more_are_not_offered(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Chosen from the list, an interview of today was planned with the unit that had ended, without a word."""
    with inside():
        unit, handler = the_unit(), people.principal("handler")
        add_officer(unit, OfficerFacts("示例某", "副局长", "示证1"), actor=handler)
        heir = people.unit("示例市丙局", by=handler)
        reviewer = people.principal("reviewer")
        reforms.merge_unit(unit, heir, on=clock.today(), with_officers=False, actor=reviewer)
        bench = {seat: f"u{people.principal(seat).user_id}" for seat in SEATED}
    visitor = sign_in("handler")
    assert not page(visitor.get("/interviews/new")).find("//datalist[@id='officers']/option")
    typed = {
        "heads-0-who": "示例某 · 示例市甲局 副局长", "reason": "整改不力",
        "planned_on": clock.today().isoformat(), "recorder": bench["reviewer"],
        "interviewers-0": bench["handler"], "interviewers-1": bench["second"],
    }  # fmt: skip
    form = "//main//form[@method='post']"
    refused = page(visitor.submit("/interviews/new", typed, form=form), status=422)
    assert "请填写单位" in refused.text
    past = page(visitor.get("/interviews/back-entry"))
    assert past.find("//main//form[@method='post']"), "years before it ended may still be entered"


@pytest.mark.usefixtures("bureau")
def test_amending_after_the_merger_says_what_to_write_instead(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Planned before the unit was merged: saving it again was refused with 没有“示例市甲局”，是否为“示例市乙局”？"""
    with inside():
        unit, handler = the_unit(), people.principal("handler")
        key = make.interview(InterviewStatus.DRAFTED, interviewees=make.heads(1, 0)).id
        heir, reviewer = people.unit("示例市丙局", by=handler), people.principal("reviewer")
        reforms.merge_unit(unit, heir, on=clock.today(), with_officers=False, actor=reviewer)
        address, old, new = f"/interviews/{key}/amend", unit.name, heir.name
        told = f"{old}已于{clock.chinese_date(clock.today())}并入{new}，请改为{new}"
    visitor = sign_in("handler")
    form = "//main//form[@method='post']"
    refused = page(visitor.submit(address, {"place": "会议室"}, form=form), status=422)
    assert f"第1人：{told}" in refused.text
    assert "是否为" not in refused.text
    assert visitor.submit(address, {"heads-0-unit": new}, form=form).status_code == 302
    with inside():
        assert session.get_one(Interview, key).interviewees[0].unit.name == new
