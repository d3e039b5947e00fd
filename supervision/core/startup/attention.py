"""What does not keep the system from starting but deserves a look: a low disk, a long gap."""

import datetime as dt
import os
import shutil
from pathlib import Path

from sqlalchemy.engine import Connection

from supervision.core import clock
from supervision.core.startup.schema import newest, revision_of
from supervision.core.startup.trail import newest_event

LOW_DISK = 2 * 1024**3
NO_DISK = 64 * 1024**2
LONG_GAP = dt.timedelta(days=30)


def warnings(instance: Path, connection: Connection) -> list[str]:
    """One sentence for each."""
    said = []
    free = shutil.disk_usage(instance).free
    if free < LOW_DISK:
        said.append(f"数据目录所在磁盘只剩 {free // 1024**2} MB，请尽快腾出空间。")
    newest = newest_event(connection)
    if newest is not None and clock.now() - newest > LONG_GAP:
        days = (clock.now() - newest).days
        said.append(f"距最近一次操作已有{days}天，请核对系统时钟、放假通知和到期事项。")
    return said


def cannot_serve(instance: Path, connection: Connection) -> list[str]:
    """Why a running service could not do its work now, in single words for a machine."""
    reasons = {
        "schema": revision_of(connection) != newest(),
        "folder": not os.access(instance, os.W_OK),
        "disk": shutil.disk_usage(instance).free < NO_DISK,
    }
    return [name for name, failing in reasons.items() if failing]
