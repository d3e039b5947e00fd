"""Rows of its own that are read and edited as part of a record: its edition rises with them.

A team, the people of an interview stand on the page of their record and in its form. Whoever has that page or
form open is told of a change in them as of one in the record's own columns.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from supervision.core.db import Base, Versioned


class Whole(Versioned):
    """A record of which rows of other tables are part; `__parts__`: the relationships that lead to them."""

    __parts__: ClassVar[tuple[str, ...]]


@cache
def _wholes() -> dict[type[object], type[Whole]]:
    """The kind of part → the record it is part of."""
    models = [one.class_ for one in Base.registry.mappers if issubclass(one.class_, Whole)]
    return {
        sa.inspect(model).relationships[name].mapper.class_: model
        for model in models
        for name in model.__parts__
    }


def _rise(own: Session, _context: object, _instances: object) -> None:
    """Before the flush, so that one statement writes the record and its edition."""
    came, went = set(own.new), set(own.deleted)
    with own.no_autoflush:
        for whole in {*_regrouped(own.dirty), *_rewritten(own)} - came - went:
            whole.version = sa.inspect(whole).committed_state.get("version", whole.version) + 1


def _regrouped(rows: Iterable[object]) -> Iterator[Whole]:
    """Records that a part was added to, or taken from."""
    for row in rows:
        if isinstance(row, Whole):
            attrs = sa.inspect(row).attrs
            if any(attrs[name].history.has_changes() for name in row.__parts__):
                yield row


def _rewritten(own: Session) -> Iterator[Whole]:
    """Records of which a part says something else, or came or went by itself."""
    said = (row for row in own.dirty if own.is_modified(row, include_collections=False))
    for part in (*own.new, *said, *own.deleted):
        model = _wholes().get(type(part))
        key = part.audit_root[1] if model is not None else None
        whole = own.get(model, key) if model is not None and key is not None else None
        if whole is not None:
            yield whole


HEARS = (("before_flush", _rise),)
