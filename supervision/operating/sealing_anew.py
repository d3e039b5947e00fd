"""Everything that lies sealed in the database, under a new key: column by column, a few hundred rows at a time."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from supervision.auditing.names import record_name
from supervision.core.audit.resealing import faults_before, reseal
from supervision.core.db import ReadRow
from supervision.core.errors import DomainError
from supervision.core.sealing import Column, Unreadable, owner_of, sealed_anew, sealed_columns

CHUNK = 500  # rows


def seal_all(own: Session, key: str, *, because: str) -> str:
    """Open what is sealed and seal it with `key`, in the caller's transaction; how many values, in words.

    The digests of the rows are sealed anew, but of those that did not agree with the trail before.
    DomainError names the row that cannot be opened.
    """
    connection, columns = own.connection(), sealed_columns()
    tables = {column.table.name for column in columns}
    wrong = faults_before(connection, tables)
    count = sum(_seal_column(connection, column, key) for column in columns)
    reseal(own, because=because, faults=wrong, tables=tables)
    return f"，重新封存{count}个值"


def _seal_column(connection: Connection, column: Column, key: str) -> int:
    table, owner, last, done = column.table, owner_of(column), 0, 0
    asked = sa.select(table.c.id, owner.label("owner"), column.label("sealed"))
    asked = asked.where(column.is_not(None)).order_by(table.c.id).limit(CHUNK)
    while rows := connection.execute(asked.where(table.c.id > last)).all():
        written = [{"row": row.id, "text": _anew(row, column, key)} for row in rows]
        changed = sa.update(table).where(table.c.id == sa.bindparam("row"))
        connection.execute(changed.values({column.name: sa.bindparam("text")}), written)
        last, done = rows[-1].id, done + len(rows)
    return done


def _anew(row: ReadRow, column: Column, key: str) -> str:
    try:
        return sealed_anew(row.sealed, column, of=row.owner, key=key)
    except Unreadable:
        owner = record_name(owner_of(column).name.removesuffix("_id"))
        message = (
            f"{column.doc}（{column.table.name} 第{row.id}行，属于{owner}第{row.owner}号）已损坏，打不开："
            "没有更换密钥，什么都没有改动。请先从备份恢复这一行；恢复不了的，来源人身份由承办人重新填写，"
            "认证器密钥用 mingdu accounts recover 账号 --factor 取消，再更换"
        )
        raise DomainError(message) from None
