"""What was read of a record, held with the transaction: a page and the rules of its steps ask it once.

Anything written lets all of it go, and so does the end of the transaction. What is held is of the scope
that asked for it: somebody else in the same transaction asks anew.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState, Session

from supervision.core.access.scope import present_scope
from supervision.core.db import session

T = TypeVar("T")
_HELD = "held"


def held(record: object, name: str, ask: Callable[[], T]) -> T:
    """What `ask` says of a record under this name, asked once."""
    kept, key = _kept(), _key(record, name)
    if key not in kept:
        answer = ask()
        _kept()[key] = answer  # anew: what was asked may itself have begun the transaction
        return answer
    found: T = kept[key]
    return found


def hold(record: object, name: str, answer: object) -> None:
    """What was asked already, together with something else."""
    _kept()[_key(record, name)] = answer


def _kept() -> dict[object, Any]:
    kept: dict[object, Any] = session().info.setdefault(_HELD, {})  # type: ignore[operator]
    return kept


def _key(record: object, name: str) -> object:
    return type(record), sa.inspect(record).identity, name, present_scope()


def let_go_of_all(store: Session, *_rest: object) -> None:
    """Something was written: whatever is asked of a record is asked anew."""
    store.info.pop(_HELD, None)


def _written(state: ORMExecuteState) -> None:
    """A statement that writes past the flush."""
    if not state.is_select:
        let_go_of_all(state.session)


HEARS = (
    ("after_begin", let_go_of_all),
    ("after_flush", let_go_of_all),
    ("after_soft_rollback", let_go_of_all),
    ("do_orm_execute", _written),
)
