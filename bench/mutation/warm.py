"""`python -m bench.mutation.warm`: the application loaded once; each fault is put into a copy of this process.

Reads a line of JSON for each run, answers with the exit code of its tests. Starting Python and importing
the application took longer than most of the tests that kill a fault.
"""

import importlib
import json
import os
import pkgutil
import signal
import sys
import time
from pathlib import Path

import coverage

from bench.mutation.faults import Fault
from bench.mutation.patching import NotLoaded, patch
from bench.mutation.running import BROKEN, COLD, HUNG

LIBRARIES = (
    "flask_migrate",
    "lxml.etree",
    "openpyxl",
    "docx",
    "PIL.Image",
    "pikepdf",
    "weasyprint",
    "xlsxwriter",
    "pypinyin",
)
LEFT_OUT = ("supervision.migrations", "supervision.serve", "supervision.__main__")


def main() -> None:
    """Until standard input ends. The first answer: the lines of each file that ran while it was imported."""
    watch = coverage.Coverage(data_file=None, include=["supervision/*"])
    watch.start()
    _load()
    watch.stop()
    found = watch.get_data()
    here = Path.cwd()
    imported = {
        str(Path(one).relative_to(here)): found.lines(one) for one in found.measured_files()
    }
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(quiet, stream)
    answers.write(json.dumps(imported) + "\n")
    answers.flush()
    for line in sys.stdin:
        answers.write(f"{_run(**json.loads(line))}\n")
        answers.flush()


def _load() -> None:
    import supervision  # noqa: PLC0415

    for one in pkgutil.walk_packages(supervision.__path__, "supervision."):
        if not one.name.startswith(LEFT_OUT):
            importlib.import_module(one.name)
    for name in LIBRARIES:
        importlib.import_module(name)


def _run(arguments: list[str], fault: dict[str, object] | None, seconds: float) -> int:
    child = os.fork()
    if child == 0:
        code = BROKEN
        try:
            code = _test(arguments, fault)
        finally:
            os._exit(code)
    return _wait(child, seconds)


def _test(arguments: list[str], fault: dict[str, object] | None) -> int:
    os.setsid()
    if fault is not None:
        try:
            patch(Path.cwd(), Fault(**fault))  # type: ignore[arg-type]
        except NotLoaded:
            return COLD
    import pytest  # noqa: PLC0415

    return int(pytest.main(arguments))


def _wait(child: int, seconds: float) -> int:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return HUNG


if __name__ == "__main__":
    main()
