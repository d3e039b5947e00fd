"""The demonstration case: 示例市 2023, built through the services at dates within 2023.

No impossible state can arise, and every figure of the year is counted from its records.
"""

from pathlib import Path

from supervision.accounts import first_run
from supervision.core import installation
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.audit import AuditHead
from supervision.core.db import unit_of_work
from supervision.core.errors import DomainError
from supervision.core.instance import instance_folder
from supervision.demo import cast as people
from supervision.demo import present, wording, year

MARK = "demo_loading"  # a file of the instance folder, as long as the demonstration is being built


def load() -> list[str]:
    """Build the demonstration on an empty database; the lines to print (accounts, passwords).

    Raises DomainError when anybody has an account already: a second load refuses.
    """
    with seeing(EVERYTHING):
        if not first_run.is_empty():
            message = "数据库不是空的，不能载入演示案例"
            raise DomainError(message)
        _mark().touch()
        with unit_of_work():
            cast = people.assemble()
        wording.settle(cast)
        year.relive(cast)
        present.stage(cast)
        _remember()
        _mark().unlink()
    return _accounts(cast)


def was_interrupted() -> bool:
    """Whether a load began here and was stopped before its end: what it left is no office."""
    return _mark().exists()


def _remember() -> None:
    """Keep in the database that it began as the demonstration, and with which event that ended."""
    with unit_of_work() as own:
        installation.put(own, installation.DEMONSTRATION, str(own.get_one(AuditHead, 1).count))


def _mark() -> Path:
    return instance_folder() / MARK


def _accounts(cast: people.Cast) -> list[str]:
    shown = [
        *((name, f"{person} · {role.label}") for name, person, _post, role, _no in people.BUREAU),
        *((key, f"{row[0]} · 联络员") for key, *row in people.UNITS[:2]),
        (f"{people.UNITS[0][0]}.head", f"{people.UNITS[0][1]} · 单位负责人"),
        *((name, label) for name, label, _role in people.ADMINS),
    ]
    lines = ["演示账号（口令为本次安装随机生成，仅显示这一次）："]
    lines += [f"  {name:<16} {cast.passwords[name]}   {label}" for name, label in shown]
    lines.append("  其余单位的联络员口令由安全管理员重置后使用。")
    return lines
