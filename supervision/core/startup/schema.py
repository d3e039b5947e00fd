"""Does the database fit the program: neither older nor newer, and no upgrade left half done."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from supervision.core.config import ROOT

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

UPGRADING = "upgrading.json"  # a file of the data folder, as long as an upgrade is under way


@cache
def _scripts() -> "ScriptDirectory":
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(ROOT / "supervision" / "migrations"))


def newest() -> str:
    """The revision of the program."""
    return str(_scripts().get_current_head())


def is_known(revision: str) -> bool:
    """Whether the program knows the way from `revision` to its own."""
    return any(script.revision == revision for script in _scripts().walk_revisions())


def revision_of(connection: Connection) -> str | None:
    """The revision of the database; None when it was never migrated."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return found


def refuse_half_done(instance: Path) -> None:
    """SystemExit where an upgrade began and did not come to its end."""
    if (instance / UPGRADING).exists():
        message = (
            "上次升级没有做完：请运行 mingdu upgrade 再做一次（会先退回升级前的备份），"
            "或用 mingdu rollback 退回升级前"
        )
        raise SystemExit(message)


def refuse_misfit(connection: Connection) -> None:
    """SystemExit where the database is older or newer than the program."""
    present, wanted = revision_of(connection), newest()
    if present == wanted:
        return
    if present is None:
        message = "数据库还没有建表：请运行 make setup 或 mingdu upgrade"
    elif is_known(present):
        message = f"数据库（{present}）比程序（{wanted}）旧：请运行 mingdu upgrade 升级数据库"
    else:
        message = (
            f"数据库（{present}）比程序（{wanted}）新：请装回与它相配的程序版本，"
            "或用 mingdu rollback 退回升级前的数据库"
        )
    raise SystemExit(message)
