"""`python -m bench.reliability [TRIAL …] [--store sqlite|postgresql] [--write]`: break things, count what holds."""

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.reliability import clocks, failing, killing, nonsense, report, restoring
from bench.reliability.outcome import Outcome
from bench.reliability.place import POSTGRESQL, SQLITE, clear

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "docs" / "reliability.md"
TRIALS: dict[str, tuple[Callable[[str, Path], Outcome], str]] = {  # how it is done, in words
    "kill": (killing.run, "几个进程同时办理，随机时刻 SIGKILL，数轮"),
    "full": (
        failing.full,
        "磁盘写到一个字节不剩，附件、数据库都在其上（tmpfs；PostgreSQL 的预写日志在另一块盘）",
    ),
    "read-only": (failing.read_only, "数据库只读（PostgreSQL 为只读备机）"),
    "locked": (failing.locked, "别人一直占着写锁"),
    "lost": (failing.lost, "连接断开且连不上（SQLite 为数据库文件损坏）"),
    "clock": (clocks.run, "时钟快三天后改回、年度交替"),
    "restore": (restoring.restore, "边写边备份，演练，恢复到别处；截断的备份"),
    "tamper": (restoring.tamper, "绕过程序改审计记录和文件"),
    "uploads": (nonsense.uploads, "空的、乱码、冒名、不许的文件和解压炸弹"),
    "fuzz": (
        nonsense.fuzz,
        "三种角色以乱值访问抽到的地址、提交其中的表单（逐个地址的见 make battery PART=lists）",
    ),
}


def main() -> int:
    """Exit status: 0 when every promise held."""
    parser = argparse.ArgumentParser(prog="bench.reliability", description=__doc__)
    parser.add_argument("trials", nargs="*", choices=[*TRIALS, []], default=[])
    parser.add_argument("--store", choices=(SQLITE, POSTGRESQL))
    parser.add_argument("--write", action="store_true", help="write docs/reliability.md")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)  # what is broken here on purpose
    broken = False
    for name in asked.trials or TRIALS:
        for store in (asked.store,) if asked.store else (SQLITE, POSTGRESQL):
            outcome = _carried_out(name, store)
            print(outcome.line(), flush=True)
            broken |= bool(outcome.broken)
            if asked.write:  # at once: what was measured stays, whatever becomes of the rest
                told = report.read(REPORT.read_text("utf-8")) | {(name, store): report.row(outcome)}
                REPORT.write_text(report.written(told, TRIALS), encoding="utf-8")
    return int(broken)


def _carried_out(name: str, store: str) -> Outcome:
    root = Path(tempfile.mkdtemp(prefix="mingdu-reliability-"))
    began = time.monotonic()
    try:
        outcome = TRIALS[name][0](store, root)
    finally:
        clear(root)
    outcome.seconds = time.monotonic() - began
    return outcome


if __name__ == "__main__":
    sys.exit(main())
