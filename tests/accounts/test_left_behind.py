"""Whoever left, or handles nothing any more, leaves matters behind: the section head is told until they pass on."""

import pytest

from supervision.accounts.models import User
from supervision.core.access import Role
from supervision.core.db import session
from supervision.problems.models import ProblemStatus
from tests.make import handing, people, problems
from tests.make.offices import SMALL, Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
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
