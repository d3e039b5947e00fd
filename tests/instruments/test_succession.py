"""机构改革: a merged unit's papers keep its name and follow its successor; taken back, they return."""

from datetime import date

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from supervision.accounts.models import User
from supervision.agencies import reform, succession
from supervision.agencies.models import Unit
from supervision.core import duedates
from supervision.core.access import Role
from supervision.core.db import session
from supervision.core.documents.pdf import render
from supervision.core.documents.pictures import page_count
from supervision.core.duedates import DueKind, DueState
from supervision.core.errors import DomainError
from supervision.instruments.models import Instrument
from supervision.instruments.printing import files as printing
from supervision.instruments.printing import paperwork
from supervision.instruments.states import InstrumentStatus as S
from supervision.reminders import recipients
from tests.make import case_files as papers
from tests.make import people, reforms
from tests.make.offices import Office, on
from tests.support.pages import Page
from tests.support.seats import SignIn
from tests.support.work import Inside

REFORM = date(2026, 3, 10)


def _text(response: TestResponse) -> str:
    return response.get_data(as_text=True)


def _merge(place: Office, gone: int = 0, heir: int = 0) -> None:
    with on(REFORM, "reviewer") as clerk:
        reforms.merge_unit(
            session.get_one(Unit, gone or place.unit_id),
            session.get_one(Unit, heir or place.other_unit_id),
            on=REFORM,
            with_officers=False,
            actor=clerk,
        )


def _told(paper: Instrument) -> set[str]:
    rows = [row.id for row in duedates.of_owner(paper, DueKind.REPLY) if row.state is DueState.OPEN]
    keys = {key for some in recipients.of_rows(rows).values() for key in some}
    return set(session.scalars(sa.select(User.username).where(User.id.in_(keys))))


def test_the_successor_answers_an_open_paper_that_keeps_the_old_name(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    with inside():
        paper = papers.delivered(office)
        key, number, addressee = paper.id, paper.number, paper.addressee
        item_id = paper.items[0].id
    heir = sign_in("liaison2")
    assert heir.get(f"/instruments/{key}").status_code == 404, "not before the merger"
    with inside():
        _merge(office)
    heir = sign_in("liaison2")
    inbox = _text(heir.get("/instruments/"))
    assert number in inbox
    assert addressee in inbox
    assert number in _text(heir.get("/"))
    assert "承继办理" in _text(heir.get(f"/instruments/{key}"))
    heir.submit(f"/instruments/{key}/answers", {f"measures_{item_id}": "由承继单位整改。"})
    with inside() as db:
        paper = db.get_one(Instrument, key)
        assert paper.items[0].measures == "由承继单位整改。"
        assert (paper.addressee, paper.unit_id) == (addressee, office.unit_id)
        assert page_count(printing.archived(paper) or b"") >= 1
        assert render(paperwork.receipt(paper)).pdf


def test_what_is_due_is_told_to_the_successor_and_again_to_the_unit_once_reinstated(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = papers.delivered(office)
        assert _told(paper) == {"handler", "liaison"}
        _merge(office)
        assert _told(paper) == {"handler", "liaison2"}
        assert people.principal("liaison2").unit_ids == (office.other_unit_id, office.unit_id)
        unit = session.get_one(Unit, office.unit_id)
        reforms.reinstate_unit(unit, reason="录入有误", actor=people.principal("reviewer"))
        assert _told(paper) == {"handler", "liaison"}
        assert people.principal("liaison2").unit_ids == (office.other_unit_id,)


def test_a_successor_that_is_merged_itself_hands_all_on(inside: Inside, office: Office) -> None:
    with inside():
        third = people.unit("示例市丁局", by=people.principal("reviewer"))
        people.user("liaison3", Role.LIAISON, unit=third)
        paper = papers.delivered(office)
        _merge(office)
        _merge(office, gone=office.other_unit_id, heir=third.id)
        assert _told(paper) == {"handler", "liaison3"}
        assert set(succession.merged_into(third.id)) == {office.unit_id, office.other_unit_id}
        assert succession.present(session.get_one(Unit, office.unit_id)) is third


def test_a_finished_paper_is_read_by_the_successor_and_listed_with_the_old_unit(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    with inside():
        done = papers.replied(office)
        papers.close(done, day=date(2026, 3, 25))
        waiting = papers.delivered(office)
        key, number, open_number = done.id, done.number, waiting.number
        _merge(office)
        assert done.status is S.CLOSED
    assert sign_in("liaison2").get(f"/instruments/{key}").status_code == 200
    clerk = sign_in("handler")
    heir = _text(clerk.get(f"/agencies/{office.other_unit_id}"))
    assert open_number in heir
    assert number not in heir
    old = _text(clerk.get(f"/agencies/{office.unit_id}"))
    assert number in old
    assert open_number in old
    mine = _text(clerk.get(f"/instruments/?unit={office.other_unit_id}"))
    assert open_number in mine


def test_a_paper_over_a_merged_units_problem_goes_to_the_successor_only(
    inside: Inside, office: Office
) -> None:
    with inside():
        problem = papers.problem(office)
        stranger = people.unit("示例市丁局", by=people.principal("reviewer"))
        _merge(office)
        with pytest.raises(DomainError, match="不属于"):
            papers.draft(office, over=[problem], unit_id=stranger.id)
        paper = papers.draft(office, over=[problem], unit_id=office.other_unit_id)
        assert paper.unit_id == office.other_unit_id


def test_the_draft_over_a_merged_units_problem_is_filled_in_for_the_successor(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    with inside():
        problem = papers.problem(office)
        _merge(office)
        key = problem.id
    address = f"/instruments/new?kind=rectification_notice&problems={key}"
    form = Page(sign_in("handler").get(address))
    chosen = form.tree.xpath("//select[@name='unit_id']/option[@selected]/@value")
    assert chosen == [str(office.other_unit_id)]


def test_a_renamed_units_name_is_that_of_the_day(inside: Inside, office: Office) -> None:
    with inside():
        unit = session.get_one(Unit, office.unit_id)
        old = unit.name
        reforms.rename_unit(unit, "示例市戊局", on=REFORM, actor=people.principal("reviewer"))
        assert reform.name_on(unit, date(2026, 3, 9)) == old
        assert reform.name_on(unit, REFORM) == "示例市戊局"
