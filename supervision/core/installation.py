"""What the database knows of the installation it belongs to: its keys' fingerprints, the demonstration."""

import hashlib
import hmac

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Session, mapped_column

from supervision.core.config import KEYS
from supervision.core.db import Model

DEMONSTRATION = "demonstration"  # the last event of the trail that the demonstration wrote
CLOCK_ACCEPTED = (
    "clock_accepted"  # up to this event a time of the trail ahead of ours was explained
)
PROGRAM = "program"  # the version that has last served this database; noted since 0.2.0
DERIVED = "derived"  # the version by whose rules all that follows was last derived anew
BEFORE_NOTED = "0.1.0"


class Fact(Model):
    """One fact of the installation, beside all records; written once or by an operator's command."""

    __tablename__ = "installation"
    __audited__ = False

    name: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    value: Mapped[str]


def fingerprint(key: str, name: str) -> str:
    """What tells the key `name` from any other and tells nothing of it."""
    return hmac.new(key.encode(), f"fingerprint:{name}".encode(), hashlib.sha256).hexdigest()[:32]


def fingerprints(keys: dict[str, str]) -> dict[str, str]:
    """The fingerprint of each key, by the name of its file."""
    return {name: fingerprint(keys[name], name) for name in KEYS}


def facts(connection: Connection) -> dict[str, str]:
    """All facts, by name."""
    table = Fact.__table__
    return {row.name: row.value for row in connection.execute(sa.select(table))}


def program_of(connection: Connection) -> str:
    """The version of the program that has last served this database, however old its schema is."""
    if not connection.dialect.has_table(connection, Fact.__tablename__):
        return BEFORE_NOTED
    return facts(connection).get(PROGRAM, BEFORE_NOTED)


def put(session: Session, name: str, value: str) -> None:
    """State a fact anew, in the caller's transaction."""
    row = session.get(Fact, name)
    if row is None:
        session.add(Fact(name=name, value=value))
    else:
        row.value = value
    session.flush()
