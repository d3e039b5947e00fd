"""Every workflow × state × action × role: permission first, then the state, then the guard's own words."""

import importlib
import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from supervision.core.access import GRANTS, Principal, Role
from supervision.core.errors import Forbidden, WrongState
from supervision.core.workflow import Flow
from tests.rules.source import HAN, modules

PLACES = sorted(
    module.name.removesuffix(".py").replace("/", ".")
    for module in modules("supervision/*.py")
    if "\nFLOW = Flow(" in module.text
)


class Blank:
    """A record about which nothing is known: nothing is set, every collection is empty."""

    def __init__(self, status: Any) -> None:
        self.status = status
        self.body_id = 1

    def __getattr__(self, _name: str) -> "Blank":
        return Blank(None)

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __bool__(self) -> bool:
        return False


def _flow(place: str) -> Flow:
    flow = importlib.import_module(place).FLOW
    assert isinstance(flow, Flow)
    return flow


def _person(role: Role) -> Principal:
    return Principal(user_id=1, name="示例", roles=frozenset({role}), body_id=1, unit_id=1)


def _cases(flow: Flow) -> Iterator[tuple[Any, str, Role]]:
    yield from itertools.product(flow.states, flow.transitions, Role)


def test_there_are_workflows_to_check() -> None:
    assert {place.split(".")[1] for place in PLACES} >= {
        "actions", "clues", "problems", "instruments", "interviews", "referrals",
    }  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_step_is_refused_without_its_permission_and_outside_its_states(place: str) -> None:
    flow = _flow(place)
    for state, name, role in _cases(flow):
        step = flow.transitions[name]
        if step.permission not in GRANTS[role]:
            with pytest.raises(Forbidden):
                flow.check(Blank(state), name, actor=_person(role))
        elif state not in step.sources:
            with pytest.raises(WrongState):
                flow.check(Blank(state), name, actor=_person(role))


@pytest.mark.parametrize("place", PLACES)
def test_a_superior_body_never_takes_a_step_in_a_lower_bodys_record(place: str) -> None:
    flow = _flow(place)
    for state, name, role in _cases(flow):
        stranger = Principal(user_id=1, name="示例", roles=frozenset({role}), body_id=2)
        if stranger.is_bureau:
            with pytest.raises(Forbidden):
                flow.check(Blank(state), name, actor=stranger)


@pytest.mark.parametrize("place", PLACES)
def test_every_state_can_be_reached_and_every_step_says_what_it_is(place: str) -> None:
    flow = _flow(place)
    reached = {next(iter(flow.states))} | {step.target for step in flow.transitions.values()}
    assert all(HAN.search(step.label) for step in flow.transitions.values())
    assert all(HAN.search(state.label) for state in flow.states)
    if place.startswith(("supervision.clues", "supervision.interviews", "supervision.referrals")):
        assert reached == set(flow.states)


@pytest.mark.parametrize("place", PLACES)
def test_a_dangerous_step_says_why_or_what_follows(place: str) -> None:
    steps = _flow(place).transitions.values()
    assert all(step.needs_reason or step.consequence for step in steps if step.dangerous)
