"""When the store or the disk cannot take what was sent: which it is, in one sentence for the person.

A request that meets an outage is rolled back as a whole and its form shown again with all that was
typed (see web.py); nothing is written by halves (quality.md §2, disk full, read-only, locked).
"""

import errno
import sqlite3
from dataclasses import dataclass
from enum import Enum

import sqlalchemy as sa

from supervision.core.errors import DomainError


@dataclass(frozen=True)
class Told:
    """What a person is told of an outage: its name, its cause, what to do."""

    heading: str
    cause: str
    advice: str


class Outage(Enum):
    """The ways in which store and disk fail, each with its own cause and its own way out."""

    FULL = Told("磁盘已满", "磁盘已满", "请告知系统管理员腾出空间")
    READ_ONLY = Told("数据不能写入", "数据目录现在不能写入", "请告知系统管理员检查磁盘和权限")
    BUSY = Told("系统正忙", "数据库暂时没有响应", "请等一两分钟")
    CORRUPT = Told("数据库损坏", "数据库文件已损坏", "请立即告知系统管理员，由其从备份恢复")
    DISK = Told("磁盘读写出错", "磁盘读写出错", "请立即告知系统管理员检查磁盘")
    LOST = Told("连不上数据库", "与数据库的连接断开了", "请等一两分钟，仍不行请告知系统管理员")
    SCHEMA = Told(
        "数据库与程序不符", "数据库的结构与程序版本不符", "请告知系统管理员运行 mingdu upgrade"
    )

    def said(self, *, changing: bool) -> str:
        """One sentence: of a change, that it was not saved; of a page, only that it cannot be shown."""
        told = self.value
        if changing:
            return f"{told.cause}，刚才的操作没有保存。{told.advice}，再提交一次"
        return f"{told.cause}，这一页现在打不开。{told.advice}，再打开一次"


UNSURE = (
    "保存的一刻与数据库的连接断开了，不能确定是否已经保存。"
    "请先查看记录；没有保存的再提交一次，不会重复办理"
)
_BY_NUMBER = {
    errno.ENOSPC: Outage.FULL,
    errno.EDQUOT: Outage.FULL,
    errno.EROFS: Outage.READ_ONLY,
    errno.EACCES: Outage.READ_ONLY,
    errno.EIO: Outage.DISK,
}
_BY_CODE = {  # SQLite's primary result codes
    sqlite3.SQLITE_FULL: Outage.FULL,
    sqlite3.SQLITE_READONLY: Outage.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Outage.READ_ONLY,
    sqlite3.SQLITE_PERM: Outage.READ_ONLY,
    sqlite3.SQLITE_BUSY: Outage.BUSY,
    sqlite3.SQLITE_LOCKED: Outage.BUSY,
    sqlite3.SQLITE_PROTOCOL: Outage.BUSY,
    sqlite3.SQLITE_CORRUPT: Outage.CORRUPT,
    sqlite3.SQLITE_NOTADB: Outage.CORRUPT,
    sqlite3.SQLITE_IOERR: Outage.DISK,
    sqlite3.SQLITE_SCHEMA: Outage.SCHEMA,
}
_BY_WORDS = (("disk is full", Outage.FULL), ("no such table", Outage.SCHEMA), ("no such column", Outage.SCHEMA))  # fmt: skip
_BY_STATE = {  # PostgreSQL's SQLSTATE, the longer before the class it belongs to
    "53100": Outage.FULL,
    "25006": Outage.READ_ONLY,
    "55P03": Outage.BUSY,  # lock_timeout
    "57014": Outage.BUSY,  # statement_timeout
    "40001": Outage.BUSY,
    "40P01": Outage.BUSY,  # a deadlock
    "58030": Outage.DISK,
    "XX001": Outage.CORRUPT,
    "XX002": Outage.CORRUPT,
    "42P01": Outage.SCHEMA,
    "42703": Outage.SCHEMA,
    "53": Outage.BUSY,  # too many connections, out of memory
    "57": Outage.LOST,  # shut down by an administrator, starting up
    "08": Outage.LOST,
}


TROUBLE = (sa.exc.DBAPIError, sa.exc.TimeoutError, OSError)
"""What is raised where store or disk fail; which outage it is, if one, says `kind_of`."""


class StoreOutage(DomainError):
    """The store or the disk took nothing; the same may succeed later."""

    status = 503

    def __init__(self, outage: Outage, *, message: str = "") -> None:
        super().__init__(message or outage.said(changing=True))
        self.outage = outage


def outage_of(error: Exception) -> StoreOutage | None:
    """What `error` means for the person; None when it is no outage but a fault of the program."""
    outage = kind_of(error)
    return StoreOutage(outage) if outage else None


def kind_of(error: Exception) -> Outage | None:
    """Which outage `error` tells of, if it is one."""
    if isinstance(error, sa.exc.DBAPIError):
        return _said_by_store(error)
    if isinstance(error, sa.exc.TimeoutError):  # every connection of the pool is waiting
        return Outage.BUSY
    return _BY_NUMBER.get(error.errno or 0) if isinstance(error, OSError) else None


def _said_by_store(error: sa.exc.DBAPIError) -> Outage | None:
    state = getattr(error.orig, "sqlstate", None)
    if state:
        return _BY_STATE.get(state) or _BY_STATE.get(state[:2])
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in _BY_CODE:
        return _BY_CODE[code & 0xFF]
    words = str(error.orig)
    by_words = next((outage for part, outage in _BY_WORDS if part in words), None)
    if by_words or not isinstance(error, sa.exc.OperationalError) or code is not None:
        return by_words
    return Outage.LOST  # PostgreSQL that does not even answer has no SQLSTATE
