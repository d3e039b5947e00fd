"""Text sealed at rest (AES-256-GCM under IDENTITY_KEY): unreadable in the store and in backups of it.

What is sealed stands in a column that says so (`sealed_as`), so that a new key finds all of it.
"""

import base64
import os
from typing import Any

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app
from sqlalchemy.orm import InstrumentedAttribute

from supervision.core.db import Base
from supervision.core.errors import DomainError

NONCE_BYTES = 12
_SEALED = "sealed"
Column = sa.Column[Any]
Attribute = InstrumentedAttribute[str]


class Unreadable(DomainError):
    """The sealed text was altered, belongs to another record, or the key is not the one of then."""

    def __init__(self) -> None:
        super().__init__(
            "封存的内容已损坏，或不是用现在的密钥封存的，打不开。请告知系统管理员从备份中恢复"
        )


def sealed_as(kind: str, *, of: str) -> dict[str, object]:
    """`info` of a column that holds sealed text, each bound to the `kind` whose key stands in column `of`."""
    return {"secret": True, _SEALED: (kind, of)}


def sealed_columns() -> list[Column]:
    """Every column that holds sealed text."""
    tables = sorted(Base.metadata.tables.values(), key=lambda table: table.name)
    return [column for table in tables for column in table.c if _SEALED in column.info]


def owner_of(column: Column) -> Column:
    """The column beside it with the key of the record its text is bound to."""
    found: Column = column.table.c[column.info[_SEALED][1]]
    return found


def seal(text: str, column: Attribute, *, of: int) -> str:
    """`text` sealed for `column`, bound to record `of`; moved to another record it opens no more."""
    return _seal(text, _name(_column(column), of), _key())


def unseal(sealed: str, column: Attribute, *, of: int) -> str:
    """The text of `seal`; raises Unreadable."""
    return _open(sealed, _name(_column(column), of))


def sealed_anew(sealed: str, column: Column, *, of: int, key: str) -> str:
    """The same text under the key to come; raises Unreadable."""
    name = _name(column, of)
    return _seal(_open(sealed, name), name, key)


def _column(attribute: Attribute) -> Column:
    found: Column = attribute.property.columns[0]
    return found


def _open(sealed: str, name: str) -> str:
    try:
        raw = base64.b64decode(sealed, validate=True)
        text = _cipher(_key()).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], name.encode())
    except (InvalidTag, ValueError) as failure:  # cut short, or no longer Base64 at all
        raise Unreadable from failure
    return text.decode()


def _seal(text: str, name: str, key: str) -> str:
    nonce = os.urandom(NONCE_BYTES)
    body = _cipher(key).encrypt(nonce, text.encode(), name.encode())
    return base64.b64encode(nonce + body).decode("ascii")


def _name(column: Column, of: int) -> str:
    return f"{column.info[_SEALED][0]}:{of}"


def _key() -> str:
    key: str = current_app.config["IDENTITY_KEY"]
    return key


def _cipher(key: str) -> AESGCM:
    return AESGCM(bytes.fromhex(key))
