"""How the operator's commands run: the application when it is needed, refusals in one line."""

import errno
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from supervision.core import config
from supervision.core.access.principal import SYSTEM
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.audit import AuditHead, happened, record
from supervision.core.db import unit_of_work
from supervision.core.errors import DomainError

SETTLED = (
    "keys settled"  # of the application: keys half turned that this command has put in their place
)


_NO_PLACE = {
    errno.ENOENT: "没有这个文件或目录",
    errno.EISDIR: "是目录，不是文件",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EEXIST: "已经存在，不是目录",
    errno.EACCES: "没有权限（命令以数据目录属主的身份执行）",
    errno.EPERM: "没有权限（命令以数据目录属主的身份执行）",
    errno.EROFS: "所在磁盘只读",
}


def wrong_place(fault: Exception) -> str:
    """What is wrong with a place outside the data folder that a command was told of, in words; else empty."""
    if not isinstance(fault, OSError) or not isinstance(fault.filename, str | Path):
        return ""
    said = _NO_PLACE.get(fault.errno or 0)
    inside = Path(fault.filename).absolute().is_relative_to(config.data_folder())
    return f"{fault.filename}：{said}。请检查路径" if said and not inside else ""


def refusing(command: Callable[..., object]) -> Callable[..., object]:
    """A DomainError ends the command with its sentence and exit code 1, never with a traceback."""

    @functools.wraps(command)
    def run(*arguments: object, **options: object) -> object:
        try:
            return command(*arguments, **options)
        except DomainError as refusal:
            raise SystemExit(f"✗ {refusal.message}") from None

    return run


def application() -> Any:
    """The application over the data folder; SystemExit in one sentence where it cannot be made."""
    return click.get_current_context().obj.load_app()


def note(action: str, label: str, *, reason: str = "") -> None:
    """Put what the operator did on the trail; call it in the application's context."""
    with seeing(EVERYTHING), unit_of_work() as own:
        head = own.get(AuditHead, 1)
        if head is not None:
            record(head, action=action, label=label, reason=reason, actor=SYSTEM)
        else:  # the first that is told of a new installation
            happened(action, label, actor=SYSTEM, reason=reason, session=own)
