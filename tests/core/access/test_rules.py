"""Who may call what, which roles one person may hold, and what a person sees: asked of the rules themselves."""

import itertools

import pytest
from flask import Flask

from supervision.accounts.models import User
from supervision.clues.models import Clue
from supervision.core.access import guard
from supervision.core.access.policy import Permission, Role, separation_breach
from supervision.core.access.principal import Principal, acting, become, current, current_or_none
from supervision.core.access.scope import NOTHING, Scope, scope_of, seeing, within
from supervision.core.errors import Forbidden

HANDLER = Principal(7, "示例", roles=frozenset({Role.HANDLER}), body_id=3, readable_body_ids=(3, 4))
LIAISON = Principal(
    8, "示例", roles=frozenset({Role.LIAISON}), unit_id=5, predecessor_ids=(6,), body_id=3
)
BODILESS = Principal(9, "示例", roles=frozenset({Role.LIAISON}))
ADMIN = Principal(
    10, "示例", roles=frozenset({Role.SYSTEM_ADMIN}), body_id=3, readable_body_ids=(3,)
)


def _view() -> str:
    return ""


def _rule(declare: object) -> guard.Rule:
    app = Flask(__name__)
    app.add_url_rule("/", endpoint="one", view_func=declare(lambda: ""))  # type: ignore[operator]
    rule = guard.rule_of(app, "one")
    assert rule is not None
    return rule


def test_an_endpoint_admits_exactly_whom_it_declares() -> None:
    rights = guard.allows(Permission.PROBLEM_RECORD, Permission.AUDIT_READ)
    table = {
        guard.public: {None: True, HANDLER: True, LIAISON: True},
        guard.signed_in: {None: False, HANDLER: True, LIAISON: True},
        rights: {None: False, HANDLER: True, LIAISON: False},
    }
    for declare, answers in table.items():
        rule = _rule(declare)
        for person, admitted in answers.items():
            assert rule.admits(person) is admitted
            if admitted:
                guard.check(rule, person)
                continue
            with pytest.raises(Forbidden):
                guard.check(rule, person)


def test_an_endpoint_without_a_rule_admits_nobody_and_stops_the_start() -> None:
    with pytest.raises(Forbidden):
        guard.check(None, HANDLER)
    with pytest.raises(TypeError):
        guard.allows()
    app = Flask(__name__)
    app.view_functions.clear()
    app.add_url_rule("/a", endpoint="a", view_func=guard.public(lambda: ""))
    guard.verify_endpoints(app)
    app.add_url_rule("/b", endpoint="b", view_func=_view)
    with pytest.raises(RuntimeError, match="b"):
        guard.verify_endpoints(app)


def test_somebody_acts_or_nobody_does() -> None:
    assert current_or_none() is None
    with pytest.raises(Forbidden):
        current()
    with acting(HANDLER):
        assert current() is HANDLER
        with acting(LIAISON):
            assert current() is LIAISON
        assert current() is HANDLER
        become(ADMIN)
        assert current_or_none() is ADMIN
    assert current_or_none() is None


def test_a_person_may_what_their_roles_may_in_their_own_body() -> None:
    HANDLER.require(Permission.PROBLEM_RECORD)
    HANDLER.require_own(3)
    for refused in (
        lambda: HANDLER.require(Permission.INSTRUMENT_SIGN),
        lambda: HANDLER.require_own(4),  # it may be read
    ):
        with pytest.raises(Forbidden):
            refused()
    assert (HANDLER.is_bureau, HANDLER.is_unit) == (True, False)
    assert (LIAISON.is_bureau, LIAISON.is_unit) == (False, True)
    assert (ADMIN.is_bureau, ADMIN.is_unit) == (False, False)
    deputy = Principal(1, "示例", lent=((Role.REVIEWER, "王某"),))
    assert (deputy.stands_in_for(Role.REVIEWER), deputy.stands_in_for(Role.HANDLER)) == (
        "王某",
        None,
    )


def test_everybody_sees_their_bodies_or_their_units_and_administrators_nothing() -> None:
    assert scope_of(HANDLER) == Scope(body_ids=(3, 4), user_id=7)
    assert scope_of(LIAISON) == Scope(unit_ids=(5, 6), user_id=8)
    assert scope_of(BODILESS) == Scope(user_id=9)
    assert scope_of(ADMIN) == Scope(user_id=10)
    assert scope_of(None) is NOTHING
    assert scope_of(Principal(None, "系统")) is NOTHING


def test_a_list_is_led_by_the_bodies_of_whoever_asks() -> None:
    with seeing(scope_of(HANDLER)):
        assert [str(one) for one in within(Clue)] == ["clue.body_id IN (__[POSTCOMPILE_body_id_1])"]
        assert within(User) == ()  # an account is no business row
    with seeing(scope_of(LIAISON)):
        assert within(Clue) == ()  # sees papers of any body that are addressed to its units


BUREAU = {Role.HANDLER, Role.REVIEWER, Role.SIGNATORY}
UNIT = {Role.LIAISON, Role.UNIT_HEAD}
JOINED = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}


def _may_be_held(roles: set[Role], *, join: bool) -> bool:
    """By product.md §1: a bureau's roles, or a unit's, or the observer's, or one administrator's."""
    if roles <= BUREAU or roles <= UNIT:
        return True
    return len(roles) == 1 or (join and roles == JOINED)


@pytest.mark.parametrize("join", [False, True])
def test_which_roles_one_person_may_hold(join: bool) -> None:
    for count in range(1, 5):
        for some in itertools.combinations(Role, count):
            breach = separation_breach(frozenset(some), join_admins=join)
            assert (breach is None) is _may_be_held(set(some), join=join), some
