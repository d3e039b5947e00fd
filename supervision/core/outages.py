"""When the store or the disk cannot take what was sent: which it is, in one sentence for the person.

A request that meets an outage is rolled back as a whole and its form shown again with all that was
typed (see web.py); nothing is written by halves (quality.md §2, disk full, read-only, locked).
"""

import errno

import sqlalchemy as sa

from supervision.core.errors import DomainError

FULL = "磁盘已满，刚才的操作没有保存。请告知系统管理员腾出空间，再提交一次"
READ_ONLY = "数据目录现在不能写入，刚才的操作没有保存。请告知系统管理员，再提交一次"
BUSY = "数据库暂时没有响应，刚才的操作没有保存。请等一两分钟，再提交一次"
_BY_NUMBER = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: READ_ONLY}
_BY_WORDS = (  # SQLite's own messages: SQLITE_FULL, SQLITE_READONLY, SQLITE_CANTOPEN
    ("disk is full", FULL),
    ("readonly database", READ_ONLY),
    ("unable to open database file", READ_ONLY),
)
_BY_STATE = {"53100": FULL, "25006": READ_ONLY}  # PostgreSQL: disk_full, read_only_sql_transaction


class StoreOutage(DomainError):
    """The store or the disk took nothing; the same may succeed later."""

    status = 503


def outage_of(error: Exception) -> StoreOutage | None:
    """What `error` means for the person; None when it is no outage but a fault of the program."""
    message = None
    if isinstance(error, sa.exc.DBAPIError):
        message = _said_by_store(error)
    elif isinstance(error, OSError):
        message = _BY_NUMBER.get(error.errno or 0)
    return StoreOutage(message) if message else None


def _said_by_store(error: sa.exc.DBAPIError) -> str | None:
    state = getattr(error.orig, "sqlstate", None)
    if state in _BY_STATE:
        return _BY_STATE[state]
    if not isinstance(error, sa.exc.OperationalError):
        return None
    words = str(error.orig)
    return next((message for part, message in _BY_WORDS if part in words), BUSY)
