"""An act of two persons, declared beside what it does and joined in the manifest of its slice."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass
from typing import Any

import sqlalchemy as sa

from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.errors import Forbidden
from supervision.core.pairs.models import Outcome, Proposal
from supervision.core.seams import Composed, Seam, keyed

Subject = Any  # a mapped row that an act is about: each slice knows its own
Payload = Mapping[str, Any]
KERNEL = object()  # what only core/pairs has: without it no confirmation is made


@dataclass(frozen=True)
class Confirmation:
    """That a second person said yes to this act on this record: what the act's service asks for."""

    proposal: Proposal
    actor: Principal  # the second person
    maker: InitVar[object]

    def __post_init__(self, maker: object) -> None:
        if maker is not KERNEL:
            message = "a confirmation is made by core/pairs only"
            raise TypeError(message)

    def require(self, act: str, subject: Subject) -> None:
        """Forbidden unless this is the confirmation of `act` on `subject`."""
        own = (self.proposal.act, self.proposal.subject_type, self.proposal.subject_id)
        if own != (act, subject.__tablename__, subject.id):
            message = "此事项须经另一人确认"
            raise Forbidden(message)


@dataclass(frozen=True, kw_only=True)
class Act:
    """One kind of act.

    `proposes`, `confirms`: the permissions of the two; `objection`: why this person may not confirm.
    `load`: the record by its key, within what the person may see; `lines`: what is shown of it.
    `apply`: what happens then; `undo`: what becomes of the record when it is refused or withdrawn.
    `told`: who is told that it waits (ids); `days`: how long it may wait.
    `open_to`: which proposals `objection` says nothing against, as the store is asked for them.
    """

    name: str
    title: str
    proposes: Permission
    confirms: Permission
    load: Callable[[int], Subject]
    lines: Callable[[Subject, Payload], Sequence[tuple[str, str]]]
    apply: Callable[[Subject, Confirmation], None]
    undo: Callable[[Subject, Outcome, str, Principal], None]
    told: Callable[[Subject], Iterable[int]]
    objection: Callable[[Subject, Principal], str | None]
    refusal: str  # what a refusal means, said beside its button
    days: int = 14
    open_to: Callable[[Principal], sa.ColumnElement[bool]] | None = None


@dataclass(frozen=True)
class Teller:
    """How people are told: `tell` puts a line into inboxes, `settle` takes it out once it is decided."""

    tell: Callable[[Iterable[int], int, str, str], object]
    settle: Callable[[int], object]


ACTS = Composed("acts of two persons", keyed(Act, lambda act: act.name))
TELLERS: Seam[Teller] = Seam("how people are told of a proposal")
