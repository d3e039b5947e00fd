"""docs/performance.md: the figures of one run with command, commit and machine, and what they mean."""

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from bench.figure import Figure, table
from bench.run import Run

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "docs" / "performance.md"
WORDS = ROOT / "bench" / "reasons.md"  # why a target is missed, by hand


def write(run: Run, found: Mapping[str, Sequence[Figure]], command: str) -> None:
    """Put the run where people read it."""
    parts = [f"## {name}\n\n{table(figures)}" for name, figures in found.items()]
    notes = "\n".join(f"- {sentence}" for sentence in run.notes)
    PLACE.write_text(
        f"{_head(command)}\n\n{notes}{chr(10) * 2 if notes else ''}"
        f"{(chr(10) * 2).join(parts)}\n\n{WORDS.read_text('utf-8').strip()}\n",
        "utf-8",
    )


def _head(command: str) -> str:
    return (
        "# Performance\n\n"
        f"Written by `{command}` on {date.today().isoformat()} at commit {_commit()}: "  # noqa: DTZ011
        f"{_processor()}, {os.cpu_count()} processors, Python {platform.python_version()}, SQLite.\n\n"
        "Processor time of all that took part (`CPU`), never the clock alone; medians, works of one table "
        "measured in turns. *floor*: bare WSGI, raw SQL and an f-string (lists), calamine's read (import), "
        "the mere question (sweep), a loop of HMACs (audit), a loop with the same promises (posts). *peer*: "
        "the tuned admins of Django and Flask, the small city of 1,000 problems, the ledger's page, "
        "Chromium's print, as the name says. *met* –: no bound, or one that holds at another size."
    )


def _commit() -> str:
    asked = ["git", "rev-parse", "--short", "HEAD"]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    return said.stdout.strip() or "unknown"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(": ")[2]
    return platform.machine()
