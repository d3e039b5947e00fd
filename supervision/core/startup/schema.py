"""Does the database fit the program: neither older nor newer, and no upgrade left half done."""

import re
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from supervision.core.config import ROOT

_SAYS = re.compile(r'^(revision|down_revision) = (?:"(\w+)"|None)', re.MULTILINE)
UPGRADING = "upgrading.json"  # a file of the data folder, as long as an upgrade is under way
RESTORING = "restoring"  # the same, of a restore: until all of it is there and has been verified


@cache
def _before() -> dict[str, str]:
    """Each revision of the program and the one before it, as the migrations say: Alembic would load them
    all to tell, and 10 MB stay in every process that serves."""
    files = (ROOT / "supervision" / "migrations" / "versions").glob("*.py")
    said = [dict(_SAYS.findall(one.read_text("utf-8"))) for one in files]
    return {one["revision"]: one["down_revision"] for one in said}


def newest() -> str:
    """The revision of the program."""
    (head,) = set(_before()).difference(_before().values())
    return head


def is_known(revision: str) -> bool:
    """Whether the program knows the way from `revision` to its own."""
    return revision in _before()


def revision_of(connection: Connection) -> str | None:
    """The revision of the database; None when it was never migrated."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return found


def refuse_half_done(instance: Path) -> None:
    """SystemExit where an upgrade or a restore began and did not come to its end."""
    refuse_half_restored(instance)
    if (instance / UPGRADING).exists():
        message = (
            "上次升级没有做完：请运行 mingdu upgrade 再做一次（会先退回升级前的备份），"
            "或用 mingdu rollback 退回升级前"
        )
        raise SystemExit(message)


def refuse_half_restored(instance: Path) -> None:
    """SystemExit where a restore began and did not come to its end: what lies there nobody has verified."""
    if (instance / RESTORING).exists():
        message = (
            f"上次恢复没有做完，{instance} 里只有半份数据：请把它移走（用 PostgreSQL 的，库也改名、另建空库），"
            "按部署说明第8节再恢复一次"
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
