"""An act of two persons, declared beside what it does and joined in the manifest of its slice."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import InitVar, dataclass, field
from typing import Any

import sqlalchemy as sa

from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.errors import Forbidden
from supervision.core.json_values import JsonObject
from supervision.core.pairs.models import Outcome, Proposal
from supervision.core.seams import Composed, Seam, keyed

Subject = Any  # a mapped row that an act is about: each slice knows its own
Payload = JsonObject
KERNEL = object()  # what only core/pairs has: without it no confirmation is made
DEMAND = "此事项须经另一人确认"


@dataclass(frozen=True)
class Confirmation:
    """That a second person said yes to this act on this record: what the act's service asks for.

    `ready`: what the act made before the transaction (`Act.prepare`), a password and its hash.
    """

    proposal: Proposal
    actor: Principal  # the second person
    maker: InitVar[object]
    ready: object = field(default=None, repr=False)

    def __post_init__(self, maker: object) -> None:
        if maker is not KERNEL:
            message = "a confirmation is made by core/pairs only"
            raise TypeError(message)

    def require(self, act: str, subject: Subject) -> None:
        """Forbidden unless this is the confirmation of `act` on `subject`."""
        own = (self.proposal.act, self.proposal.subject_type, self.proposal.subject_id)
        waiting = self.proposal.outcome is Outcome.WAITING
        if not waiting or own != (act, subject.__tablename__, subject.id):
            raise Forbidden(DEMAND)


@dataclass(frozen=True)
class Slip:
    """What a confirmed act shows once and keeps nowhere: to be printed and handed over."""

    title: str
    lines: Sequence[tuple[str, str]]
    secret: str
    note: str


def _version(subject: Subject) -> str:
    return str(subject.version)


def _name(subject: Subject) -> str:
    return str(subject.name)


def _nobody_objects(_subject: Subject, _actor: Principal, _proposal: Proposal) -> str | None:
    return None


def nothing_to_undo(_subject: Subject, _outcome: Outcome, _reason: str, _actor: Principal) -> None:
    """Refused or withdrawn, the record is as it was."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """One kind of act.

    `proposes`: any of these permissions; `confirms`: the second person's; `objection`: why this person
    may not confirm; `open_to`: which proposals `objection` says nothing against, as the store is asked
    for them. `load`: the record by its key, within what the person may see; `lines`: what is
    shown of it. `apply`: what happens then; `undo`: what becomes of the record when it is refused or
    withdrawn. `told`: who is told that it waits (ids), where not everybody of the body who may confirm; `days`: how long it may wait.
    `called`: how the record is called in the list.
    `edition`: what the confirmer must have had before the eyes. `body`: whose act it is where that is
    not the proposer's own body; administrators of the installation see the acts of every body.
    `prepare`: slow work before the transaction; `slip`: what is shown once when it has happened.
    `setting_up`: one person is enough until there are two administrators (`SETUPS`).
    `ended_by`: steps of the record's flow after which nothing is left to confirm: what waited ends then.
    """

    name: str
    title: str
    proposes: tuple[Permission, ...]
    confirms: Permission
    load: Callable[[int], Subject]
    lines: Callable[[Subject, Payload], Sequence[tuple[str, str]]]
    apply: Callable[[Subject, Confirmation], None]
    refusal: str  # what a refusal means, said beside its button
    undo: Callable[[Subject, Outcome, str, Principal], None] = nothing_to_undo
    objection: Callable[[Subject, Principal, Proposal], str | None] = _nobody_objects
    called: Callable[[Subject], str] = _name
    edition: Callable[[Subject], str] = _version
    body: Callable[[Subject, Payload], int | None] | None = None
    prepare: Callable[[], object] | None = None
    slip: Callable[[Subject, object], Slip] | None = None
    told: Callable[[Subject, Proposal], Iterable[int]] | None = None
    setting_up: bool = False
    days: int = 14
    open_to: Callable[[Principal], sa.ColumnElement[bool]] | None = None
    ended_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.objection is _nobody_objects) != (self.open_to is None):
            message = f"{self.name}: what `objection` refuses, `open_to` leaves out of 待办"
            raise TypeError(message)


@dataclass(frozen=True)
class Teller:
    """How people are told: `tell` puts a line into inboxes, `settle` takes it out once it is decided.

    `holders`: who holds a permission in a body.
    """

    tell: Callable[[Iterable[int], int, str, str], object]
    settle: Callable[[int], object]
    holders: Callable[[Permission, int | None], Iterable[int]]


ACTS = Composed("acts of two persons", keyed(Act, lambda act: act.name))
SETUPS: Seam[Callable[[Principal], bool]] = Seam("whether somebody sets the installation up alone")
TELLERS: Seam[Teller] = Seam("how people are told of a proposal")
