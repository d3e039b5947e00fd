"""Do the keys in the folder belong to the database: by their fingerprints, and by the trail's seal."""

import hmac
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from supervision.core.audit import AuditHead
from supervision.core.audit.chain import head_seal
from supervision.core.config import KEYS
from supervision.core.db import insert_or_ignore, separate_unit_of_work
from supervision.core.installation import Fact, facts, fingerprints
from supervision.core.startup.turning import PREFIX


def foreign_keys(connection: Connection, keys: dict[str, str]) -> list[str]:
    """Names of the keys that are not those the database, however old, was written with."""
    known = facts(connection) if connection.dialect.has_table(connection, "installation") else {}
    held = fingerprints(keys)
    wrong = [name for name in KEYS if known.get(PREFIX + name, held[name]) != held[name]]
    if "audit_key" not in wrong and not _seals_the_head(connection, keys["audit_key"]):
        wrong.append("audit_key")
    return wrong


def _seals_the_head(connection: Connection, key: str) -> bool:
    table = AuditHead.__table__
    if not connection.dialect.has_table(connection, table.name):
        return True
    head = connection.execute(sa.select(table)).mappings().one_or_none()
    if head is None:
        return True
    made = head_seal(key, head["count"], head["mac"])
    return hmac.compare_digest(made.encode(), head["seal"].encode())


def refuse_foreign(connection: Connection, keys: dict[str, str], folder: Path) -> None:
    """SystemExit where a key is another installation's."""
    wrong = foreign_keys(connection, keys)
    if wrong:
        message = (
            f"密钥文件 {'、'.join(wrong)} 不是这个数据库的：请把原来的文件放回 {folder}，"
            "或用 mingdu keys import 从导出的密钥文件找回"
        )
        raise SystemExit(message)


def note(keys: dict[str, str]) -> None:
    """Keep the fingerprints in the database where it has none yet."""
    rows = [{"name": PREFIX + name, "value": mark} for name, mark in fingerprints(keys).items()]
    with separate_unit_of_work() as own:
        own.execute(insert_or_ignore(Fact, own).values(rows))
