"""People, units and problems stand in rows of their own: who had them before the eyes is told when they changed."""

from typing import Any

import lxml.html
import pytest
from flask import Flask

from supervision.accounts.models import User
from supervision.accounts.service import Rights
from supervision.actions.models import ActionStatus
from supervision.core.access import Role
from supervision.core.db import session
from tests.make import actions as make_action
from tests.make import interviews as make_interview
from tests.make import second_person
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

FORM = "//main//form[contains(@class, 'form')]"
SEATS = ("handler", "second", "reviewer", "signatory", "secadmin", "liaison", "liaison2")
Sent = dict[str, Any]


@pytest.fixture
def town(inside: Inside) -> Office:
    """Two handlers, a reviewer, a leader, two units."""
    with inside():
        return found_office(seats=SEATS)


def _visitor(app: Flask, town: Office, seat: str) -> Visitor:
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    sign_in(visitor, town.seats[seat])
    return visitor


def _opened(visitor: Visitor, address: str) -> Sent:
    """The form as it stands on the page: what an untouched one would send."""
    form: lxml.html.FormElement = check(visitor.get(address)).find(FORM)[0]
    fields: Sent = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return fields


def _head(name: str) -> Sent:
    return {"heads-2-who": name, "heads-2-unit": "示例市甲局", "heads-2-post": "科员"}


def test_two_who_each_add_somebody_to_an_interview(
    app: Flask, inside: Inside, town: Office
) -> None:
    with inside():
        address = f"/interviews/{make_interview.interview().id}"
    one, other = _visitor(app, town, "handler"), _visitor(app, town, "second")
    first, second = (_opened(who, f"{address}/amend") for who in (one, other))
    assert one.post(f"{address}/amend", data=first | _head("新增甲")).status_code == 302
    told = check(other.post(f"{address}/amend", data=second | _head("新增乙")), status=409)
    assert "新增甲" in told.text, "what stands now"
    assert "新增乙" in told.text, "and what was typed"
    shown = check(one.get(address)).text
    assert "新增甲" in shown
    assert "新增乙" not in shown


def test_an_interview_is_not_approved_with_people_nobody_looked_at(
    app: Flask, inside: Inside, town: Office
) -> None:
    with inside():
        address = f"/interviews/{make_interview.interview().id}"
    leader, handler = _visitor(app, town, "signatory"), _visitor(app, town, "handler")
    approving = _opened(leader, f"{address}/step/approve_heads")
    assert handler.submit(f"{address}/amend", _head("新增甲"), form=FORM).status_code == 302
    assert leader.post(f"{address}/step/approve_heads", data=approving).status_code == 409
    assert leader.submit(f"{address}/step/approve_heads", form=FORM).status_code == 302


@pytest.mark.parametrize("changed", ["unit_ids", "members-1-recusal_note"])
def test_nor_an_action_with_other_units_or_another_team(
    app: Flask, inside: Inside, town: Office, changed: str
) -> None:
    with inside():
        made = make_action.action(
            ActionStatus.PREPARING, by=town.handler, leader=town.signatory, units=[town.unit]
        )
        address = f"/actions/{made.id}"
    said = [str(town.unit_id), str(town.other_unit_id)] if changed == "unit_ids" else "曾任职该局"
    leader, handler = _visitor(app, town, "signatory"), _visitor(app, town, "handler")
    approving = _opened(leader, f"{address}/step/approve")
    assert handler.submit(f"{address}/amend", {changed: said}, form=FORM).status_code == 302
    assert leader.post(f"{address}/step/approve", data=approving).status_code == 409
    assert handler.submit(f"{address}/amend", form=FORM).status_code == 302, "nothing else"
    assert leader.submit(f"{address}/step/approve", form=FORM).status_code == 302


def test_nor_are_rights_asked_for_over_those_that_came_meanwhile(
    app: Flask, inside: Inside, town: Office
) -> None:
    admin = _visitor(app, town, "secadmin")
    address = f"/accounts/{town.id_of('second')}/roles"
    seen = _opened(admin, address)
    with inside():
        user = session.get_one(User, town.id_of("second"))
        asked = Rights(frozenset({Role.HANDLER, Role.REVIEWER}), town.body)
        second_person.grant(user, asked, actor=town.seats["secadmin"])
    assert admin.post(address, data=seen).status_code == 409
