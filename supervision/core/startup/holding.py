"""Who uses the data folder: servers share it, whoever changes it as a whole has it alone."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

_NAME = "serving.lock"
RUNNING = "系统正在运行：请先停止服务（systemctl stop mingdu，或在控制台按 Ctrl-C），再做一次"
CHANGING = "数据目录正被升级或恢复，请等它做完再启动"


def serve_from(instance: Path) -> TextIO:
    """Say that this process, and those it forks, serve from the folder; until the file is closed."""
    file = (instance / _NAME).open("w", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise SystemExit(CHANGING) from None
    return file


@contextmanager
def changing(instance: Path) -> Iterator[None]:
    """Have the folder alone; SystemExit while it is served from or another changes it."""
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (instance / _NAME).open("w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit(_why(file)) from None
        yield


def _why(file: TextIO) -> str:
    """Served from, or changed by another: a share can be had only of the former."""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return "另一个升级或恢复正在进行，请等它做完"
    return RUNNING
