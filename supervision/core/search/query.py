"""Asking the index: what contains all the words, as far as the present scope sees the record itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from supervision.core import prepared
from supervision.core.access.principal import Principal
from supervision.core.db import Query, ReadRow, session
from supervision.core.seams import Seam
from supervision.core.search.models import SearchEntry
from supervision.core.search.sources import Source, index
from supervision.core.search.stores import TokenStore, store_of
from supervision.core.search.tokens import (
    Piece,
    body_token,
    filed,
    highlight,
    tokens_asked,
    unit_token,
    words_of,
)

CAP = 200  # nothing is counted beyond
LONGEST = 100  # characters of a query


Criterion = sa.ColumnElement[bool]
Units = Mapping[str, Sequence[int]]  # a word and the units it names
CALLED: Seam[Callable[[Sequence[str]], Units]] = Seam("which units the words of a search name")


@dataclass(frozen=True)
class Question:
    """What somebody looks for, `unit_id`: among the records of one unit.

    `units`: of each word the units it names, whose records answer to it though they don't say it.
    """

    words: tuple[str, ...]
    actor: Principal
    unit_id: int | None = None
    units: tuple[tuple[int, ...], ...] = ()

    @property
    def sources(self) -> list[Source]:
        """The kinds this person may look for."""
        return [
            source
            for source in index().sources.values()
            if any(self.actor.can(permission) for permission in source.permissions)
        ]


@dataclass(frozen=True)
class Hit:
    """A record found: its title and the part of its text where a word stands, cut for marking."""

    id: int
    kind: str
    record_id: int
    unit_id: int | None
    title: list[Piece]
    excerpt: list[Piece]


def read(query: str, *, actor: Principal, unit_id: int | None = None) -> Question:
    """What was typed, as a question; no words when it holds nothing to look for."""
    words = tuple(words_of(query[:LONGEST]))
    named = [ask(words) for ask in CALLED.parts()] if words else []
    units = (sorted({key for one in named for key in one.get(word, ())}) for word in words)
    return Question(words, actor, unit_id, tuple(map(tuple, units)))


def ask(
    question: Question, kinds: Iterable[str], *, most: int, before: int | None = None
) -> Mapping[str, list[Hit]]:
    """Up to `most` hits of each kind, the latest entered first, after the entry `before`."""
    return show(question, found(question, kinds, most=most, before=before))


def counts(question: Question) -> dict[str, int]:
    """Hits of each kind this person may look for, by kind; exact up to CAP."""
    return {kind: len(keys) for kind, keys in found(question).items()}


def found(
    question: Question,
    kinds: Iterable[str] | None = None,
    *,
    most: int | None = None,
    before: int | None = None,
) -> dict[str, list[int]]:
    """Keys of the entries of each kind, the latest first: up to one more than CAP; in one statement."""
    wanted = None if kinds is None else set(kinds)
    sources = [one for one in question.sources if wanted is None or one.kind in wanted]
    keys: dict[str, list[int]] = {one.kind: [] for one in sources}
    if not sources or not question.words:
        return keys
    store = store_of(session.get_bind().dialect.name)
    walks = [_walk(store, question, one) for one in sources]
    exact = [*_exact(question), *([] if before is None else [store.id < before])]
    limit = most or CAP + 1

    def whole() -> Query:
        few = [_few(store, *each, exact, limit) for each in zip(sources, walks, strict=True)]
        parts = (sa.select(sa.literal(i).label("which"), one.c.id) for i, one in enumerate(few))
        rows = sa.union_all(*parts).subquery()  # the outer statement carries the row scope into all
        return sa.select(rows).order_by(rows.c.which, rows.c.id.desc())

    for which, key in prepared.ask(("search", tuple(keys), limit), [*walks, *exact], whole).rows:
        keys[sources[which].kind].append(key)
    return keys


def _few(
    store: TokenStore, source: Source, walk: Criterion, exact: list[Criterion], most: int
) -> sa.Subquery:
    """The latest entries of one kind that contain every word, as far as the record itself is seen."""
    record = sa.select(source.model.id).where(
        source.model.id == SearchEntry.record_id, *source.visible()
    )
    # In order, so that SQLite walks the token lists and does not try each entry against them.
    return (
        sa.select(SearchEntry.id)
        .select_from(store.table)
        .join(SearchEntry, SearchEntry.id == store.id)
        .where(walk, *exact, record.exists())
        .order_by(store.id.desc())
        .limit(most)
        .subquery()
    )


def show(question: Question, keys: Mapping[str, Sequence[int]]) -> dict[str, list[Hit]]:
    """The entries of these keys, found a moment ago, as they are shown; in one statement."""
    wanted = [key for some in keys.values() for key in some]
    if not wanted:
        return {kind: [] for kind in keys}
    columns = (SearchEntry.id, SearchEntry.record_id, SearchEntry.unit_id, SearchEntry.title,
               SearchEntry.text)  # fmt: skip
    rows = session.execute(sa.select(*columns).where(SearchEntry.id.in_(wanted)))
    by_key = {row.id: row for row in rows}
    return {
        kind: [_hit(by_key[key], kind, question.words) for key in some if key in by_key]
        for kind, some in keys.items()
    }


def _hit(row: ReadRow, kind: str, words: Sequence[str]) -> Hit:
    title = highlight(row.title, words)
    excerpt = highlight(row.text, words, excerpt=True) if row.text else []
    return Hit(row.id, kind, row.record_id, row.unit_id, title, excerpt)


def _walk(store: TokenStore, question: Question, source: Source) -> Criterion:
    """The entries of one kind with the tokens of every word: nearly those that contain them."""
    tokens, either = set[str](), []
    for word, units in zip(question.words, question.units, strict=True):
        if units:
            ways = (tokens_asked(word), *({unit_token(key)} for key in units))
            either.append([filed(source.kind, way) for way in ways])
        else:
            tokens |= tokens_asked(word)
    if question.unit_id is not None:
        tokens.add(unit_token(question.unit_id))
    seen = filed(source.kind, _narrowed(question.actor))
    return store.having(filed(source.kind, tokens), seen, either)


def _exact(question: Question) -> Iterator[Criterion]:
    """What the entry itself says of every word, whatever its kind."""
    for word, units in zip(question.words, question.units, strict=True):
        said = SearchEntry.folded.contains(word, autoescape=True)
        yield sa.or_(said, SearchEntry.unit_id.in_(units)) if units else said


def _narrowed(actor: Principal) -> list[str]:
    """Tokens of whom the person may see at all; the row scope decides, this only saves the walk."""
    if actor.is_unit:
        return [unit_token(key) for key in actor.unit_ids]
    return [body_token(key) for key in actor.readable_body_ids]
