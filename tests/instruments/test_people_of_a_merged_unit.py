"""Whose unit was merged or dissolved holds nothing of it any more: the successor's people do, alone."""

import pytest
import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.service import has_liaison
from supervision.agencies.models import Unit
from supervision.core import duedates
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.instruments import telling
from supervision.instruments.models import Instrument
from supervision.reminders import recipients
from tests.make import case_files as papers
from tests.make import people, reforms
from tests.make.offices import Office, on
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


def _end(place: Office, *, heir: bool = True) -> None:
    day = papers.DELIVERED.replace(day=10)
    with on(day, "reviewer") as clerk:
        unit, other = (session.get_one(Unit, key) for key in (place.unit_id, place.other_unit_id))
        reforms.merge_unit(unit, other if heir else None, on=day, with_officers=False, actor=clerk)


@pytest.mark.parametrize("heir", [True, False])
def test_they_neither_see_nor_answer_its_papers(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock, heir: bool
) -> None:
    """The clerk of the old unit signed and answered beside the successor's, each for the whole."""
    with inside():
        paper = papers.delivered(office)
        key, number = paper.id, paper.number
        assert paper.kind.reply_wanted
    clock("2026-03-11 09:00")
    before = sign_in("liaison")
    assert number in page(before.get("/")).text
    with inside():
        _end(office, heir=heir)
    for gone in (before, sign_in("liaison"), sign_in("head")):
        for address in ("", "/answers", "/extension"):
            answer = gone.get(f"/instruments/{key}{address}")
            assert answer.status_code in (403, 404), address
        desk = page(gone.get("/")).text
        assert number not in desk
        said = "已于2026年3月10日并入示例市乙局" if heir else "已于2026年3月10日撤销"
        assert said in desk
        assert ("到承继单位继续办理" if heir else "到其他单位继续办理") in desk
        assert "整改态势" not in desk, "a way that leads nowhere"
        assert number not in page(gone.get("/instruments/")).text
        found = page(gone.get(f"/search/?q={number}"))
        assert not found.find(f"//main//a[contains(@href, '/instruments/{key}')]")
        assert gone.get("/reports/dashboard").status_code == 404
        assert gone.get("/reports/own-records?figure=own_problem").status_code == 404
    if heir:
        assert sign_in("liaison2").get(f"/instruments/{key}/answers").status_code == 200


def test_nobody_of_a_dissolved_unit_is_told_of_its_matters(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.delivered(office)
        [term] = duedates.of_owner(paper, DueKind.REPLY)
        _end(office, heir=False)
        told = recipients.of_rows([term.id])[term.id]
        names = set(session.scalars(sa.select(User.username).where(User.id.in_(told))))
        assert names == {"handler"}
        assert telling.both_sides(session.get_one(Instrument, paper.id)) == [paper.handler_id]
        assert not has_liaison(office.unit_id), "so it is delivered on paper"


def test_taken_back_they_see_them_again(inside: Inside, office: Office, sign_in: SignIn) -> None:
    with inside():
        key = papers.delivered(office).id
        _end(office)
    clerk = sign_in("liaison")
    assert clerk.get(f"/instruments/{key}").status_code == 404
    with inside():
        unit = session.get_one(Unit, office.unit_id)
        reforms.reinstate_unit(unit, reason="录入有误", actor=people.principal("reviewer"))
    assert clerk.get(f"/instruments/{key}").status_code == 200
