"""Workflows as data: transitions beside the model, one `fire()`, no other way to set a status."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import event
from sqlalchemy.orm import NO_VALUE, InstrumentedAttribute

from supervision.core import audit
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.core.seams import Seam
from supervision.core.words import Word

Guard = Callable[[Any, Principal], str | None]
# A part is told the record, the name of the step and who took it.
FIRED: Seam[Callable[[Any, str, Principal], object]] = Seam("who is told of a step that was taken")


class HasStatus(Protocol):
    """A record that goes through a workflow."""

    status: Any


@dataclass(frozen=True)
class Transition:
    """One allowed step. `guard` returns the Chinese reason why this person may not, or None;
    `when` the reason why nobody may now, whoever asks: a state of the record beyond its status.

    `target` None: an act that leaves the record in the state it is in (a signature, a conclusion).
    """

    name: str
    label: str
    sources: tuple[Word, ...]
    target: Word | None
    permission: Permission
    needs_reason: bool = False
    dangerous: bool = False
    primary: bool = False
    consequence: str = ""
    guard: Guard | None = None
    when: Guard | None = None
    hidden: bool = False

    def leads_to(self, state: Word) -> Word:
        """Where a record in `state` is after the step."""
        return state if self.target is None else self.target


class Flow:
    """The life of one kind of record: its states, its transitions and the only door through them."""

    def __init__(
        self, *, title: str, states: type[Word], transitions: Sequence[Transition]
    ) -> None:
        self.title = title
        self.states = states
        self.transitions = {transition.name: transition for transition in transitions}
        if len(self.transitions) != len(transitions):
            message = f"duplicate transition names in {title}"
            raise ValueError(message)

    def bind(self, attribute: InstrumentedAttribute[object]) -> None:
        """Refuse any assignment to the status that does not come through this module."""
        event.listen(attribute, "set", _only_through_the_door)

    def available(
        self, record: HasStatus, actor: Principal, *, hidden: bool = True
    ) -> list[Transition]:
        """Exactly the transitions `actor` may fire now; without the `hidden`, the buttons of the page."""
        return [
            step
            for step in self.transitions.values()
            if (hidden or not step.hidden) and self._objection(step, record, actor) is None
        ]

    def may(self, record: HasStatus, name: str, actor: Principal) -> bool:
        """Whether `actor` may fire `name` now."""
        return self._objection(self.transitions[name], record, actor) is None

    def why_not(self, record: HasStatus, name: str, actor: Principal) -> str | None:
        """The sentence that says why `actor` may not fire `name` now; None when they may."""
        objection = self._objection(self.transitions[name], record, actor)
        return objection.message if objection is not None else None

    def check(self, record: HasStatus, name: str, *, actor: Principal) -> Transition:
        """The transition, or the DomainError that says why it may not be fired."""
        step = self.transitions[name]
        objection = self._objection(step, record, actor)
        if objection is not None:
            raise objection
        return step

    def fire(
        self, record: HasStatus, name: str, *, actor: Principal, reason: str = "", note: str = ""
    ) -> None:
        """Permission, source state, guard, set, audit event: in this order, or nothing at all."""
        step = self.check(record, name, actor=actor)
        if step.needs_reason and not reason.strip():
            message = f"{step.label}须填写理由"
            raise DomainError(message, field="reason")
        with _through_the_door():
            record.status = step.leads_to(record.status)
        absent = actor.absent_behind(step.permission, getattr(record, "handler_id", None))
        label = (note or step.label) + (f"（代{absent}）" if absent else "")
        audit.record(record, action=name, label=label, reason=reason.strip(), actor=actor)
        with session.no_autoflush:  # the step goes on: its record may not be whole yet
            for tell in FIRED.parts():
                tell(record, name, actor)

    def settle(
        self, record: HasStatus, target: Word, *, actor: Principal, because: str,
        action: str = "follow",
    ) -> None:  # fmt: skip
        """Set a status that follows from other records; called by the one function that computes it."""
        if record.status is target:
            return
        with _through_the_door():
            record.status = target
        label = f"状态随之变为“{target.label}”"
        audit.record(record, action=action, label=label, reason=because, actor=actor)

    def _objection(
        self, step: Transition, record: HasStatus, actor: Principal
    ) -> DomainError | None:
        if not actor.can(step.permission):
            return Forbidden(f"您没有“{step.label}”的权限")
        if actor.is_bureau and getattr(record, "body_id", actor.body_id) != actor.body_id:
            return Forbidden("这是其他机关的记录，只能查看")
        if record.status not in step.sources:
            return WrongState(
                f"未能办理“{step.label}”：当前状态为“{record.status.label}”，可能已由您或他人办理过"
            )
        not_now = step.when(record, actor) if step.when else None
        if not_now is not None:
            return WrongState(not_now)
        refusal = step.guard(record, actor) if step.guard else None
        return Forbidden(refusal) if refusal else None


_open: ContextVar[bool] = ContextVar("workflow_open", default=False)


@contextmanager
def _through_the_door() -> Iterator[None]:
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def _only_through_the_door(_record: object, value: object, old: object, _initiator: object) -> None:
    if old in (NO_VALUE, None) or old is value or _open.get():
        return
    message = "a status is set by its Flow only"
    raise AttributeError(message)
