"""Where the tokens lie: FTS5 on SQLite, a text array under GIN on PostgreSQL; one small interface.

Both hold the same tokens under the entry's id, each kind its own. Body and unit are tokens too, so that
a word everybody uses is no longer to walk for those who see few of its records.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

Execute = Callable[[str], object]
Either = Sequence[Sequence[set[str]]]  # alternatives: of each, one set must be there as a whole


class TokenStore(Protocol):
    """What the index asks of a store."""

    @property
    def table(self) -> sa.FromClause:
        """What a question selects from."""

    @property
    def id(self) -> Any:
        """Its column with the entry's id."""

    def create(self, execute: Execute) -> None:
        """Make the table; `execute` runs one statement (a migration passes op.execute)."""

    def drop(self, execute: Execute) -> None:
        """Take the table away."""

    def put(self, connection: sa.Connection, rows: Sequence[tuple[int, set[str]]]) -> None:
        """Add entries that are not in it yet."""

    def take(self, connection: sa.Connection, rows: Sequence[tuple[int, set[str]]]) -> None:
        """Remove entries; the tokens are those they were put with."""

    def clear(self, connection: sa.Connection) -> None:
        """Remove everything."""

    def having(
        self, tokens: Iterable[str], any_of: Iterable[str], either: Either = ()
    ) -> sa.ColumnElement[bool]:
        """The entries that have all of `tokens`, and one of `any_of` unless that is empty, and of
        each of `either` one whole set.
        """


class SqliteTokens:
    """A contentless FTS5 table: nothing but the lists of row numbers."""

    table = sa.table("search_token", sa.column("rowid", sa.Integer), sa.column("search_token"))
    id = table.c.rowid

    def create(self, execute: Execute) -> None:
        execute(
            "CREATE VIRTUAL TABLE search_token USING fts5("
            "tokens, content='', detail=none, columnsize=0, tokenize='ascii')"
        )

    def drop(self, execute: Execute) -> None:
        execute("DROP TABLE search_token")

    def put(self, connection: sa.Connection, rows: Sequence[tuple[int, set[str]]]) -> None:
        self._write(
            connection, "INSERT INTO search_token(rowid, tokens) VALUES (:id, :tokens)", rows
        )

    def take(self, connection: sa.Connection, rows: Sequence[tuple[int, set[str]]]) -> None:
        self._write(
            connection,
            "INSERT INTO search_token(search_token, rowid, tokens) VALUES ('delete', :id, :tokens)",
            rows,
        )

    def clear(self, connection: sa.Connection) -> None:
        connection.execute(sa.text("INSERT INTO search_token(search_token) VALUES ('delete-all')"))

    def having(
        self, tokens: Iterable[str], any_of: Iterable[str], either: Either = ()
    ) -> sa.ColumnElement[bool]:
        asked = [f'"{token}"' for token in sorted(tokens)]
        for sets in ([{token} for token in sorted(any_of)], *either):
            ways = (" AND ".join(f'"{token}"' for token in sorted(one)) for one in sets)
            asked += [f"({' OR '.join(f'({way})' for way in ways)})"] if sets else []
        return self.table.c.search_token.op("MATCH")(" AND ".join(asked))

    def _write(
        self, connection: sa.Connection, statement: str, rows: Sequence[tuple[int, set[str]]]
    ) -> None:
        if rows:
            given = [{"id": key, "tokens": " ".join(sorted(tokens))} for key, tokens in rows]
            connection.execute(sa.text(statement), given)


class PostgresTokens:
    """An ordinary table; GIN over an array needs no extension and no text search configuration."""

    table: sa.TableClause = sa.table(
        "search_token",
        sa.column("id", sa.BigInteger),
        sa.column("tokens", postgresql.ARRAY(sa.Text)),
    )
    id = table.c.id

    def create(self, execute: Execute) -> None:
        execute("CREATE TABLE search_token (id bigint PRIMARY KEY, tokens text[] NOT NULL)")
        execute("CREATE INDEX search_token_tokens ON search_token USING gin (tokens)")

    def drop(self, execute: Execute) -> None:
        execute("DROP TABLE search_token")

    def put(self, connection: sa.Connection, rows: Sequence[tuple[int, set[str]]]) -> None:
        if rows:
            given = [{"id": key, "tokens": sorted(tokens)} for key, tokens in rows]
            connection.execute(sa.insert(self.table), given)

    def take(self, connection: sa.Connection, rows: Sequence[tuple[int, set[str]]]) -> None:
        if rows:
            keys = [key for key, _tokens in rows]
            connection.execute(sa.delete(self.table).where(self.id.in_(keys)))

    def clear(self, connection: sa.Connection) -> None:
        connection.execute(sa.delete(self.table))

    def having(
        self, tokens: Iterable[str], any_of: Iterable[str], either: Either = ()
    ) -> sa.ColumnElement[bool]:
        column: Any = self.table.c.tokens
        seen = sorted(any_of)
        asked = [column.contains(sorted(tokens))] if tokens else []
        demands = [*asked, *([column.overlap(seen)] if seen else [])]
        ways = (sa.or_(*(column.contains(sorted(one)) for one in sets)) for sets in either)
        return sa.and_(*demands, *ways)


_STORES: dict[str, TokenStore] = {"sqlite": SqliteTokens(), "postgresql": PostgresTokens()}


def store_of(dialect: str) -> TokenStore:
    """The token store of a database by its SQLAlchemy dialect name."""
    return _STORES[dialect]
