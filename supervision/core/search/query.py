"""Asking the index: what contains all the words, as far as the present scope sees the record itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from supervision.core.access.principal import Principal
from supervision.core.db import Query, ReadRow, session
from supervision.core.seams import Seam
from supervision.core.search.models import SearchEntry
from supervision.core.search.sources import Source, index
from supervision.core.search.stores import TokenStore, store_of
from supervision.core.search.tokens import (
    Piece,
    body_token,
    highlight,
    kind_token,
    tokens_asked,
    unit_token,
    words_of,
)

CAP = 200  # nothing is counted beyond
LONGEST = 100  # characters of a query


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
    wanted = set(kinds)
    found: dict[str, list[Hit]] = {}
    for source in question.sources:
        if source.kind in wanted and question.words:
            found[source.kind] = _hits(question, source, most, before)
    return found


def _hits(question: Question, source: Source, most: int, before: int | None) -> list[Hit]:
    columns = (SearchEntry.id, SearchEntry.record_id, SearchEntry.unit_id, SearchEntry.title,
               SearchEntry.text)  # fmt: skip
    statement, store = _matching(question, source, columns)
    if before is not None:
        statement = statement.where(store.id < before)
    rows = session.execute(statement.order_by(store.id.desc()).limit(most))
    return [_hit(row, source.kind, question.words) for row in rows]


def _hit(row: ReadRow, kind: str, words: Sequence[str]) -> Hit:
    title = highlight(row.title, words)
    excerpt = highlight(row.text, words, excerpt=True) if row.text else []
    return Hit(row.id, kind, row.record_id, row.unit_id, title, excerpt)


def counts(question: Question) -> dict[str, int]:
    """Hits of each kind this person may look for, by kind; exact up to CAP."""
    sources = question.sources
    if not sources or not question.words:
        return {source.kind: 0 for source in sources}
    capped = [_capped_count(question, one) for one in sources]
    row = session.execute(sa.select(*capped)).one()
    return {source.kind: number for source, number in zip(sources, row, strict=True)}


def _capped_count(question: Question, source: Source) -> sa.ScalarSelect[int]:
    statement, store = _matching(question, source, (SearchEntry.id,))
    # In order, so that SQLite walks the token lists and does not try each entry against them.
    few = statement.order_by(store.id.desc()).limit(CAP + 1).subquery()
    return sa.select(sa.func.count()).select_from(few).scalar_subquery()


def _matching(
    question: Question, source: Source, columns: Sequence[sa.orm.InstrumentedAttribute[object]]
) -> tuple[Query, TokenStore]:
    """The entries of one kind that contain every word, as far as the record itself is seen."""
    store = store_of(session.get_bind().dialect.name)
    record = sa.select(source.model.id).where(
        source.model.id == SearchEntry.record_id, *source.visible()
    )
    tokens = {kind_token(source.kind)}
    either, exact = [], []
    for word, units in zip(question.words, question.units, strict=True):
        said = SearchEntry.folded.contains(word, autoescape=True)
        if not units:
            tokens |= tokens_asked(word)
            exact.append(said)
            continue
        either.append([tokens_asked(word), *({unit_token(key)} for key in units)])
        exact.append(sa.or_(said, SearchEntry.unit_id.in_(units)))
    if question.unit_id is not None:
        tokens.add(unit_token(question.unit_id))
    statement = (
        sa.select(*columns)
        .select_from(store.table)
        .join(SearchEntry, SearchEntry.id == store.id)
        .where(store.having(tokens, _narrowed(question.actor), either), *exact, record.exists())
    )
    return statement, store


def _narrowed(actor: Principal) -> list[str]:
    """Tokens of whom the person may see at all; the row scope decides, this only saves the walk."""
    if actor.is_unit:
        return [unit_token(key) for key in actor.unit_ids]
    return [body_token(key) for key in actor.readable_body_ids]
