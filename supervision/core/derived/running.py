"""At every flush: what was written, whose derived rows that moves, and putting those right."""

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from supervision.core.derived.applying import Moved, put_right
from supervision.core.derived.ledger import Place, ledger
from supervision.core.derived.model import Derivation, Written

TOUCHED = "derived_touched"
CHUNK = 500  # keys a statement
Touched = dict[Place, set[int]]


def _collect(session: Session, context: Any) -> None:
    """While what was there before the flush is still known; put right once the flush is through."""
    gone = {id(state.obj()) for state, (deleted, _) in context.states.items() if deleted}
    _remember(session, _written(session, gone))


def _follow(session: Session, _context: object) -> None:
    settle(session)


def _forget(session: Session, _transaction: object) -> None:
    """What a savepoint took back is read again: the objects were told past the unit of work."""
    session.info.pop(TOUCHED, None)
    columns = {one.model: one.columns for one in ledger().derivations.values()}
    for row in list(session.identity_map.values()):
        if type(row) in columns:
            session.expire(row, columns[type(row)])


def note(session: Session, written: Iterable[Written]) -> None:
    """Rows were written past the unit of work: what follows from them follows now."""
    _remember(session, written)
    settle(session)


def _remember(session: Session, written: Iterable[Written]) -> None:
    touched: Touched = session.info.setdefault(TOUCHED, {})
    for row in written:
        for place, key in ledger().moved_by(row):
            touched.setdefault(place, set()).add(key)


def _written(session: Session, gone: set[int]) -> Iterator[Written]:
    """`gone`: what the flush deleted; a part that left its whole is among session.dirty."""
    for row in session.new:
        yield from _of(row, came=True)
    for row in (*session.dirty, *session.deleted):
        yield from _of(row, went=id(row) in gone)


def _of(row: object, *, came: bool = False, went: bool = False) -> Iterator[Written]:
    model = type(row)
    if not ledger().knows(model):
        return
    state = sa.inspect(row)
    now = {name: _value(state, name, went=went) for name in ledger().names(model)}
    before, changed = dict(now), set()
    for name in now:
        history = state.attrs[name].history
        if not history.has_changes():
            continue
        changed.add(name)
        if history.deleted:
            before[name] = history.deleted[0]
    yield Written(model, frozenset(changed), None if came else before, None if went else now)


def _value(state: Any, name: str, *, went: bool) -> object:
    """Read again where the object does not hold it (expired, or loaded in part)."""
    if name in state.dict or went:
        return state.dict.get(name)
    return getattr(state.obj(), name)


def settle(session: Session) -> None:
    """Put right what was touched; what that moves in turn is touched for the later derivations."""
    if not session.info.get(TOUCHED):
        return
    for derivation in ledger().derivations.values():
        keys = sorted(_keys(session, derivation))
        for start in range(0, len(keys), CHUNK):
            moved = put_right(session, derivation, keys[start : start + CHUNK])
            _remember(session, (_written_by(derivation, one) for one in moved))
    session.info.pop(TOUCHED, None)


def _keys(session: Session, derivation: Derivation) -> set[int]:
    touched: Touched = session.info[TOUCHED]
    found: set[int] = set()
    for number, touch in enumerate(derivation.touches):
        keys = touched.pop((derivation.name, number), None)
        if not keys:
            continue
        if touch.through is None:
            found |= keys
        else:
            led_to = session.connection().scalars(touch.through(sorted(keys)))
            found |= {key for key in led_to if key is not None}
    return found


def _written_by(derivation: Derivation, one: Moved) -> Written:
    return Written(derivation.model, frozenset(one.changed), one.stored, one.after)


HEARS = (
    ("after_flush", _collect),
    ("after_flush_postexec", _follow),
    ("after_soft_rollback", _forget),
)
