"""Whoever left, or handles nothing any more, leaves matters behind: the section head is told until they pass on."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.accounts import service
from supervision.accounts.models import User
from supervision.accounts.service import Rights
from supervision.agencies.models import Unit
from supervision.clues.states import ClueStatus
from supervision.core import duedates
from supervision.core.access import Role
from supervision.core.access.principal import acting
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.core.duedates import DueDate, DueKind
from supervision.problems.models import Problem, ProblemStatus
from supervision.reminders import recipients
from tests.make import clues, handing, people, problems
from tests.make.offices import SMALL, Office, found_office, sign_in
from tests.support import second as another
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.queries import queries
from tests.support.work import Inside

TOLD = "待交接的工作"
SEATS = (*SMALL, "secadmin")


@pytest.fixture
def office(inside: Inside) -> Office:
    with inside():
        made = found_office(seats=SEATS)
        problems.problem(ProblemStatus.ESTABLISHED, unit=made.unit)
        return made


def _told(client: Visitor, inside: Inside, seat: str) -> bool:
    with inside():
        sign_in(client, people.principal(seat))
    return TOLD in check(client.get("/reminders/")).text


def test_an_account_that_is_switched_off_does_not_take_its_matters_along(
    client: Visitor, inside: Inside, office: Office
) -> None:
    assert not _told(client, inside, "reviewer")
    sign_in(client, office.seats["secadmin"])
    leaver = office.id_of("handler")
    off = client.submit(f"/accounts/{leaver}", form=f"//form[contains(@action, '/{leaver}/off')]")
    assert off.status_code == 302
    assert _told(client, inside, "reviewer")
    shown = check(client.get("/reminders/"))
    (link,) = shown.find("//a[@class='task-label'][.='示例handler']")
    assert "交接示例handler的工作" in check(client.get(link.get("href"))).text
    assert not _told(client, inside, "second")
    assert not _told(client, inside, "signatory")
    with inside():
        person, heir = (session.get_one(User, office.id_of(one)) for one in ("handler", "second"))
        handing.hand_over(person, heir, reason="调离", actor=people.principal("reviewer"))
    assert not _told(client, inside, "reviewer")


def test_nor_does_who_is_a_handler_no_more(client: Visitor, inside: Inside, office: Office) -> None:
    with inside():
        person = session.get_one(User, office.id_of("handler"))
        for held in list(person.role_rows):
            held.role = Role.SIGNATORY
    assert _told(client, inside, "reviewer")


@pytest.fixture
def moved(inside: Inside, office: Office) -> Office:
    """The handler works in the county's bureau since; in the city they left a problem and a due date."""
    with inside():
        county = found_office("示例县", seats=("second", "reviewer"))
        person = session.get_one(User, office.id_of("handler"))
        unit = session.get_one(Unit, office.unit_id)
        with acting(people.principal("handler")):
            duedates.start_fixed(
                session.scalars(sa.select(Problem)).one(), DueKind.REPLY, date(2026, 12, 1),
                title=f"{unit.name}反馈", basis="示例", actor=people.principal("handler"),
                holder_id=person.id,
            )  # fmt: skip
        service.put_rights(person, Rights(frozenset({Role.HANDLER}), body=county.body))
        return county


def test_matters_of_who_moved_to_another_body_are_handed_over_where_they_are(
    client: Visitor, inside: Inside, office: Office, moved: Office
) -> None:
    """They are still a handler, of another body, who sees nothing of it any more."""
    assert _told(client, inside, "reviewer")
    assert not _told(client, inside, "示例县reviewer")
    sign_in(client, moved.reviewer)
    leaver = office.id_of("handler")
    assert client.get(f"/absence/handover/{leaver}").status_code == 200
    assert "在办问题" not in check(client.get("/absence/handover")).text
    sign_in(client, office.reviewer)
    listed = check(client.get("/absence/handover"))
    (row,) = listed.find("//tr[td[1]='示例handler']")
    assert "在办问题 1" in row.text_content()
    assert "示例县司法局" in row.text_content()
    shown = check(client.get("/reminders/"))
    (link,) = shown.find("//a[@class='task-label'][.='示例handler']")
    typed = {"successor_id": str(office.id_of("second")), "reason": "调往县局"}
    assert client.submit(link.get("href"), typed, form="//main//form").status_code == 302
    sign_in(client, office.seats["second"])
    assert another.confirm(client).status_code == 302
    with inside(), seeing(EVERYTHING):
        assert session.scalars(sa.select(Problem)).one().handler_id == office.id_of("second")
        assert session.scalars(sa.select(DueDate.holder_id)).all() == [office.id_of("second")]
    assert not _told(client, inside, "reviewer")


def test_whoever_moved_is_not_reminded_of_another_bodys_matters(
    inside: Inside, office: Office, moved: Office
) -> None:
    """The section head is, as with those who left."""
    with inside(), seeing(EVERYTHING):
        due = session.scalars(sa.select(DueDate.id)).one()
        told = recipients.of_rows([due])[due]
    assert office.id_of("handler") not in told
    assert office.id_of("reviewer") in told
    assert moved.id_of("reviewer") not in told


def test_a_clue_that_wants_no_report_is_over_once_it_is_closed(
    client: Visitor, inside: Inside
) -> None:
    """Whoever left keeps it; nobody has anything to do with it any more."""
    with inside():
        made = found_office(seats=SEATS)
        clues.clue(ClueStatus.CLOSED, unit=made.unit, report_wanted=False)
        session.get_one(User, made.id_of("handler")).active = False
    assert not _told(client, inside, "reviewer")
    listed = check(client.get("/absence/handover"))
    (row,) = listed.find("//tr[td[1]='示例handler']")
    assert "线索" not in row.text_content()


def test_who_holds_what_is_asked_once_for_all(
    app: Flask, client: Visitor, inside: Inside, office: Office
) -> None:
    """Seven questions a person made 703 for a bureau with many accounts."""
    with inside():
        for number in range(4):
            people.user(f"more{number}", Role.HANDLER, body=office.body)
    sign_in(client, office.reviewer)
    client.get("/absence/handover")
    with queries(app) as sent:
        check(client.get("/absence/handover"))
    assert len(sent) <= 12
