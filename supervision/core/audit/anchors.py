"""Heads of the chain kept elsewhere: a line for each in a file of another folder (ANCHOR_DIR).

What lies on another machine survives an administrator of this one; each line is compared at its place.
"""

import os
import re
from pathlib import Path

from flask import current_app

from supervision.core import clock
from supervision.core.audit.models import AuditHead
from supervision.core.db import session

FILE = "mingdu-anchors.txt"
_LINE = re.compile(r"([0-9a-f]{64}):(\d{1,10})\b.*")


def kept() -> tuple[list[tuple[str, int]], list[str]]:
    """The heads kept elsewhere with their counts, and in words what cannot be read there."""
    folder = current_app.config["ANCHOR_DIR"]
    if not folder:
        return [], []
    path = Path(folder) / FILE
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return [], [f"库外锚定 {path} 读不出来：请检查目录是否还挂着、权限是否还在"]
    found = [_LINE.fullmatch(line) for line in lines if line.strip()]
    broken = [f"库外锚定 {path} 有{found.count(None)}行损坏"] if None in found else []
    return [(one[1], int(one[2])) for one in found if one], broken


def keep() -> str:
    """Add the present head, unless it is the last line already."""
    folder = current_app.config["ANCHOR_DIR"]
    if not folder:
        return "没有设置 ANCHOR_DIR"
    head = session.get(AuditHead, 1)
    if head is None:
        return "还没有审计记录"
    path = Path(folder) / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    line = f"{head.mac}:{head.count}"
    if path.exists() and path.read_text(encoding="utf-8").rstrip().rpartition("\n")[2].startswith(
        line
    ):
        return f"第{head.count}条已留存"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line} {clock.local(clock.now()):%Y-%m-%d %H:%M}\n")
        file.flush()
        os.fsync(file.fileno())
    return f"已留存第{head.count}条的链头"
