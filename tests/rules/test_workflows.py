"""Every workflow of the system is well formed; what it allows is compared with the law in tests/law."""

import importlib
import pkgutil
from dataclasses import replace
from enum import Enum
from types import SimpleNamespace

import pytest

import supervision
from supervision.core.access import GRANTS, Principal, Role
from supervision.core.errors import DomainError
from supervision.core.workflow import Flow, Transition

BODY = 1


def _flows() -> dict[str, Flow]:
    """Every Flow that stands in a module of a slice, by its title."""
    found: dict[str, Flow] = {}
    for module in pkgutil.walk_packages(supervision.__path__, "supervision."):
        if module.name.endswith(("models", "flow")):
            held = vars(importlib.import_module(module.name)).values()
            found.update({one.title: one for one in held if isinstance(one, Flow)})
    return found


FLOWS = _flows()
every_flow = pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)


def unguarded(flow: Flow) -> Flow:
    """The bare table: what a guard asks of a record is proved with real records, in the slices."""
    steps = [replace(step, guard=None, when=None) for step in flow.transitions.values()]
    return Flow(title=flow.title, states=flow.states, transitions=steps)


def person(*roles: Role, body_id: int = BODY) -> Principal:
    return Principal(user_id=1, name="示例", roles=frozenset(roles), body_id=body_id)


def test_the_workflows_are_found() -> None:
    assert len(FLOWS) >= 8
    assert {"监督行动", "发现问题", "文书"} <= set(FLOWS)


@every_flow
def test_every_state_and_step_has_words(flow: Flow) -> None:
    assert all(state.label and state.tone for state in flow.states)  # type: ignore[attr-defined]
    assert all(step.label for step in flow.transitions.values())
    assert all(type(one) is flow.states for one in _named_states(flow))


def _named_states(flow: Flow) -> list[Enum]:
    steps = flow.transitions.values()
    return [
        state
        for step in steps
        for state in (*step.sources, step.target)
        if state is not None  # an act that leaves the state as it is
    ]


@every_flow
def test_a_dangerous_step_says_what_it_does_or_asks_why(flow: Flow) -> None:
    bare = [
        step.name
        for step in flow.transitions.values()
        if step.dangerous and not (step.consequence or step.needs_reason)
    ]
    assert bare == []


@every_flow
def test_every_step_is_open_to_somebody(flow: Flow) -> None:
    granted = frozenset().union(*GRANTS.values())
    assert [s.name for s in flow.transitions.values() if s.permission not in granted] == []


@every_flow
def test_a_step_that_needs_a_reason_is_not_taken_without(flow: Flow) -> None:
    bare = unguarded(flow)
    for step in (one for one in bare.transitions.values() if one.needs_reason):
        record = SimpleNamespace(status=step.sources[0], body_id=BODY)
        with pytest.raises(DomainError, match="理由"):
            bare.fire(record, step.name, actor=person(_holder(step)), reason="  ")
        assert record.status is step.sources[0]


@every_flow
def test_a_superior_body_takes_no_step(flow: Flow) -> None:
    bare = unguarded(flow)
    for step in bare.transitions.values():
        role = _holder(step)
        if not person(role).is_bureau:
            continue
        record = SimpleNamespace(status=step.sources[0], body_id=BODY)
        assert bare.may(record, step.name, person(role))
        assert not bare.may(record, step.name, person(role, body_id=BODY + 1)), step.name


def _holder(step: Transition) -> Role:
    return next(role for role in Role if step.permission in GRANTS[role])
