"""Why the form of a record is closed to somebody who has the permission: its state, or whose record it is.

Whoever opens it from an old page or bookmark is not told that the permission is missing.
"""

from typing import Protocol

from supervision.core.access.principal import Principal
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.core.words import Word


class Kept(Protocol):
    """A record with a state, of one body."""

    @property
    def body_id(self) -> object: ...
    @property
    def status(self) -> Word: ...


class EnteredLate(Kept, Protocol):
    """One that may be 补录."""

    @property
    def back_entered(self) -> object: ...


def not_amendable(record: Kept, actor: Principal) -> DomainError:
    """Why nothing of it is changed in its form any more."""
    return _elsewhere(record, actor) or WrongState(f"当前状态为“{record.status.label}”，不能再修改")


def not_correctable(record: EnteredLate, actor: Principal) -> DomainError:
    """Why there is no 更正补录 of it now."""
    late = bool(record.back_entered)
    said = (
        "补录之后已在系统内办理，不能再更正补录内容" if late else "这不是补录的记录，不能更正补录"
    )
    return _elsewhere(record, actor) or WrongState(said)


def _elsewhere(record: Kept, actor: Principal) -> DomainError | None:
    own = record.body_id == actor.body_id
    return None if own else Forbidden("这是其他机关的记录，只能查看")
