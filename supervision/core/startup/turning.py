"""From one key to the next: the new one waits in a file beside the old until the database is written with it.

A kill may come at any moment. Which of the two keys counts the database alone says, by its fingerprint.
"""

import os
import secrets
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from supervision.core import config
from supervision.core.audit import AuditHead
from supervision.core.audit.chain import write_anchor
from supervision.core.config import ANCHOR, KEYS
from supervision.core.installation import Fact, facts, fingerprint

PREFIX = "key:"
AUDIT = "audit_key"


def key_to_come(folder: Path, name: str) -> str:
    """The key that will follow `name`, kept in a file of its own until it is in use."""
    path = _beside(folder, name)
    if not path.exists():
        draft = path.with_name(f"{path.name}.new")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32), encoding="ascii")
        draft.replace(path)
    return _text(path)


def is_taken_up(connection: Connection, folder: Path, name: str) -> bool:
    """Whether the database is written with the key that is to follow `name`."""
    path = _beside(folder, name)
    if not (path.exists() and connection.dialect.has_table(connection, Fact.__tablename__)):
        return False
    return facts(connection).get(PREFIX + name) == fingerprint(_text(path), name)


def put_in_place(connection: Connection, instance: Path, folder: Path, name: str) -> None:
    """The file of the key that the database is written with takes the place of the one before."""
    path, new = folder / name, _beside(folder, name)
    if name == AUDIT:
        _retire(path)
        head = connection.execute(sa.select(AuditHead.__table__)).mappings().one()
        write_anchor(instance / ANCHOR, key=_text(new), count=head["count"], mac=head["mac"])
    new.replace(path)


def waits(folder: Path) -> bool:
    """Whether any key is on its way, taken up already or not."""
    return any(_beside(folder, name).exists() for name in KEYS)


def finish(app: Flask, connection: Connection) -> list[str]:
    """What a killed rotation left to do is done, and `app` goes on with the keys that count; their names."""
    instance, folder = app.config["INSTANCE"], app.config["KEYS_DIR"]
    turned = [name for name in KEYS if is_taken_up(connection, folder, name)]
    for name in turned:
        put_in_place(connection, instance, folder, name)
    if turned:
        app.config.update(config.keys_in(instance))
    return turned


def _retire(path: Path) -> None:
    """The old key under a number: `audit_key.1` is the first that was ever in use."""
    held, retired = _text(path), config.retired_keys(path.parent)
    if not any(_text(one) == held for one in retired):
        os.link(path, path.with_name(f"{path.name}.{len(retired) + 1}"))


def _beside(folder: Path, name: str) -> Path:
    return folder / f"{name}.next"


def _text(path: Path) -> str:
    return path.read_text(encoding="ascii").strip()
