"""开始使用: a new installation says what it still needs, to whoever can do it, and then no more."""

from flask import Flask

from supervision.core.access import Role
from tests.make import actions, people
from tests.make.people import PASSWORD
from tests.support.client import Visitor
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


def test_the_security_administrator_sees_which_seats_are_empty(
    client: Visitor, inside: Inside, page: PageCheck
) -> None:
    with inside():
        body = people.body()
        people.user("secadmin", Role.SECURITY_ADMIN)
        people.user("one", Role.HANDLER, body=body)
    client.submit("/accounts/sign-in", {"username": "secadmin", "password": PASSWORD})
    shown = page(client.get("/")).text
    assert "开始使用" in shown
    assert "开设承办人账号" in shown
    assert "1/2" in shown


def test_nothing_is_said_when_nothing_is_missing(
    bureau: None, sign_in: SignIn, page: PageCheck
) -> None:
    assert "开始使用" not in page(sign_in("secadmin").get("/")).text


def test_a_handler_is_led_to_units_supervisors_and_the_first_action(
    bureau: None, inside: Inside, sign_in: SignIn, page: PageCheck, app: Flask
) -> None:
    visitor = sign_in("handler")
    shown = page(visitor.get("/"))
    assert "还差 2 步" in shown.text  # the bureau has a unit already
    with inside():
        by = people.principal("handler")
        actions.action(by=by, leader=people.principal("signatory"))
    assert "开始使用" not in page(visitor.get("/")).text
