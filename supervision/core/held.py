"""What was read of a record, held with the transaction: a page and the rules of its steps ask it once.

Anything written lets all of it go, and so does the end of the transaction. What is held is of the scope
that asked for it: somebody else in the same transaction asks anew.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import ORMExecuteState, Session

from supervision.core.access.scope import present_scope
from supervision.core.db import session

T = TypeVar("T")
_HELD = "held"


def held(record: Any, name: str, ask: Callable[[], T]) -> T:
    """What `ask` says of a record under this name, asked once."""
    kept, key = _kept(), _key(record, name)
    if key not in kept:
        answer = ask()
        _kept()[key] = answer  # anew: what was asked may itself have begun the transaction
        return answer
    found: T = kept[key]
    return found


def hold(record: Any, name: str, answer: object) -> None:
    """What was asked already, together with something else."""
    _kept()[_key(record, name)] = answer


def _kept() -> dict[object, Any]:
    info: dict[object, Any] = session().info  # type: ignore[operator]
    kept: dict[object, Any] = info.setdefault(_HELD, {})
    return kept


def _key(record: Any, name: str) -> object:
    return record.__tablename__, record.id, name, present_scope()


def _let_go(store: Session, *_rest: object) -> None:
    store.info.pop(_HELD, None)


def _written(state: ORMExecuteState) -> None:
    """A statement that writes past the flush."""
    if not state.is_select:
        _let_go(state.session)


HEARS = (
    ("after_begin", _let_go),
    ("after_flush", _let_go),
    ("after_soft_rollback", _let_go),
    ("do_orm_execute", _written),
)
