"""Where typed words stand, for lists: keys of records, the index leading, the record's own scope guarding."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from supervision.core.access.scope import present_scope
from supervision.core.db import Query, session
from supervision.core.search.models import SearchEntry
from supervision.core.search.stores import TokenStore, store_of
from supervision.core.search.tokens import (
    EACH,
    body_token,
    filed,
    tokens_asked,
    unit_token,
    words_of,
)

ENTRY: Any = SearchEntry.__table__  # without row scope: the record itself is asked who sees it


def keys_of(kind: str, typed: Sequence[str], *, most: int) -> Query:
    """Keys of the `most` latest records of a kind whose entry has all that was typed.

    What stands in its other fields counts too: the list asks the record itself as well.
    """
    store = _store()
    return (
        sa.select(ENTRY.c.record_id)
        .select_from(store.table)
        .join(ENTRY, ENTRY.c.id == store.id)
        .where(_having(store, kind, typed))
        .order_by(store.id.desc())
        .limit(most)
    )


def more_than(most: int, kind: str, typed: Sequence[str]) -> bool:
    """Whether more than so many entries of a kind have all that was typed."""
    store = _store()
    walk = sa.select(store.id).where(_having(store, kind, typed)).order_by(store.id.desc())
    number = sa.select(sa.func.count()).select_from(walk.limit(most + 1).subquery())
    return (session.scalar(number) or 0) > most


def _store() -> TokenStore:
    return store_of(session.get_bind().dialect.name)


def _having(store: TokenStore, kind: str, typed: Sequence[str]) -> sa.ColumnElement[bool]:
    words = (word for one in typed for word in words_of(one))
    tokens = set[str]().union(*map(tokens_asked, words))
    scope = present_scope()
    seen = [body_token(key) for key in scope.body_ids]
    if scope.unit_ids:
        seen = [unit_token(key) for key in (None, *scope.unit_ids)]
    return store.having(filed(kind, tokens or {EACH}), filed(kind, seen))
