"""The one door through a workflow: who may step, what stands on the trail, what is told, what is refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask

from supervision.core import workflow
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.core.words import Word
from supervision.core.workflow import Flow, Transition


class State(Word):
    OPEN = "open", "待办"
    DONE = "done", "办结"


RECORD, CONFIRM = Permission.PROBLEM_RECORD, Permission.PROBLEM_CONFIRM
FINISH = Transition("finish", "办结", (State.OPEN,), State.DONE, RECORD)
REMARK = Transition("remark", "批注", (State.OPEN, State.DONE), None, RECORD, needs_reason=True)
CONCLUDE = Transition("conclude", "收尾", (State.OPEN,), State.DONE, CONFIRM, hidden=True)
GUARDED = Transition(
    "guarded", "复核", (State.OPEN,), State.DONE, RECORD, guard=lambda *_: "须由他人办理"
)
LATER = Transition("later", "延后", (State.OPEN,), State.DONE, RECORD, when=lambda *_: "尚未到期")
FLOW = Flow(title="示例", states=State, transitions=(FINISH, REMARK, CONCLUDE, GUARDED, LATER))

HANDLER = Principal(1, "示例", roles=frozenset({Role.HANDLER}), body_id=3)
REVIEWER = Principal(2, "示例", roles=frozenset({Role.REVIEWER}), body_id=3)
ABOVE = Principal(3, "示例", roles=frozenset({Role.HANDLER}), body_id=4)


@dataclass
class Thing:
    status: State = State.OPEN
    body_id: int = 3
    trail: list[dict[str, Any]] = field(default_factory=list)
    told: list[tuple[str, Principal]] = field(default_factory=list)


class Told:
    """Everybody who wants to know of a step: the record itself."""

    @staticmethod
    def parts() -> Sequence[Callable[..., object]]:
        return [lambda thing, name, actor: thing.told.append((name, actor))]


@pytest.fixture
def thing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A record whose trail is kept beside it."""

    def record(thing: Thing, **said: Any) -> None:
        thing.trail.append(said)

    monkeypatch.setattr(workflow.audit, "record", record)
    monkeypatch.setattr(workflow, "FIRED", Told)
    with app.app_context():
        yield Thing()


def test_a_step_bears_its_own_name_on_the_trail_or_what_is_noted(thing: Thing) -> None:
    FLOW.fire(thing, "finish", actor=HANDLER)
    assert thing.status is State.DONE
    FLOW.fire(thing, "remark", actor=HANDLER, reason=" 补充 ", note="补记一笔")
    assert thing.status is State.DONE  # an act that leaves it where it is
    assert [(one["action"], one["label"], one["reason"]) for one in thing.trail] == [
        ("finish", "办结", ""), ("remark", "补记一笔", "补充"),
    ]  # fmt: skip
    assert thing.told == [("finish", HANDLER), ("remark", HANDLER)]


def test_a_step_that_wants_a_reason_gets_one_or_nothing_happens(thing: Thing) -> None:
    for blank in ("", "  \n"):
        with pytest.raises(DomainError) as refused:
            FLOW.fire(thing, "remark", actor=HANDLER, reason=blank)
        assert refused.value.field == "reason"
    assert thing.trail == []


@pytest.mark.parametrize(
    ("name", "person", "refused", "sentence"),
    [
        ("conclude", HANDLER, Forbidden, "您没有“收尾”的权限"),
        ("finish", ABOVE, Forbidden, "这是其他机关的记录，只能查看"),
        ("guarded", HANDLER, Forbidden, "须由他人办理"),
        ("later", HANDLER, WrongState, "尚未到期"),
    ],
)
def test_whoever_may_not_is_told_why(
    thing: Thing, name: str, person: Principal, refused: type[DomainError], sentence: str
) -> None:
    assert not FLOW.may(thing, name, person)
    assert FLOW.why_not(thing, name, person) == sentence
    with pytest.raises(refused) as told:
        FLOW.fire(thing, name, actor=person)
    assert type(told.value) is refused
    assert (thing.status, thing.trail, thing.told) == (State.OPEN, [], [])


def test_a_step_is_taken_once(thing: Thing) -> None:
    assert FLOW.may(thing, "finish", HANDLER)
    assert FLOW.why_not(thing, "finish", HANDLER) is None
    FLOW.fire(thing, "finish", actor=HANDLER)
    with pytest.raises(WrongState, match="办结"):
        FLOW.fire(thing, "finish", actor=HANDLER)
    assert len(thing.trail) == 1


def test_hidden_steps_are_no_buttons(thing: Thing) -> None:
    assert FLOW.available(thing, REVIEWER) == [CONCLUDE]
    assert FLOW.available(thing, REVIEWER, hidden=False) == []
    assert FLOW.available(thing, HANDLER, hidden=False) == [FINISH, REMARK]


def test_a_status_that_follows_is_set_once_and_says_why(thing: Thing) -> None:
    for _ in range(2):
        FLOW.settle(thing, State.DONE, actor=HANDLER, because="随文书办结")
    assert [(one["action"], one["label"], one["reason"]) for one in thing.trail] == [
        ("follow", "状态随之变为“办结”", "随文书办结")
    ]


def test_steps_of_a_flow_have_names_of_their_own() -> None:
    with pytest.raises(ValueError, match="示例"):
        Flow(title="示例", states=State, transitions=(FINISH, FINISH))
