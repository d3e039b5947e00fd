"""Runs tests in one tree and says what became of each: a fault is only killed by a test that failed."""

import ast
import json
import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.mutation.faults import Fault, with_fault

STARTS_NOT = (2, 3, 4)  # pytest's own words for tests that could not be collected
MIGRATE = "import sys, pathlib; from tests.support import stores; stores._migrate(pathlib.Path(sys.argv[1]), None)"
HUNG, BROKEN, COLD = -1, 96, 97  # COLD: the fault cannot be put into what is loaded
PYTEST = (
    "-q", "-p", "no:cacheprovider", "-p", "bench.mutation.told", "-W", "ignore::pytest.PytestAssertRewriteWarning",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """The exit code, the seconds of every test that ran, and which failed."""

    code: int
    seconds: dict[str, float]
    failed: list[str]


def run(
    tree: Path,
    arguments: Sequence[str],
    told: Path,
    *,
    seconds: float | None = None,
    env: Mapping[str, str] | None = None,
) -> Told:
    """Runs them in a group of its own, which is ended as a whole when it takes longer than `seconds`."""
    told.unlink(missing_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *PYTEST, *arguments],
        cwd=tree,
        env={**os.environ, **(env or {}), "MUTANTS_TOLD": str(told)},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        code = HUNG
    return _read(code, told)


class Tree:
    """A copy of the code with the application loaded beside it: faults go into either."""

    def __init__(self, path: Path) -> None:
        self.path, self._told = path, path / ".told"
        self._env = {
            **os.environ,
            "MUTANTS_TOLD": str(self._told),
            "MUTANTS_TEMPLATE": str(path / "template"),
        }
        subprocess.run(
            [sys.executable, "-c", MIGRATE, str(path / "template")],
            cwd=path,
            check=True,
            capture_output=True,
        )
        self._warm = subprocess.Popen(
            [sys.executable, "-m", "bench.mutation.warm"], cwd=path, env=self._env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

        self._imported: dict[str, list[int]] = json.loads(self._answer())

    def at_import(self, fault: Fault) -> bool:
        """Whether one of its lines runs when modules are imported (perhaps besides)."""
        ran = self._imported.get(fault.path, [])
        return not set(ran).isdisjoint(range(fault.line, fault.last_line + 1))

    def run(self, fault: Fault, arguments: Sequence[str], seconds: float) -> Told:
        """The tests with the fault; in a fresh process where it shows only in what one imports."""
        if not self.at_import(fault):
            told = self._ask(fault, arguments, seconds)
            if told.code != COLD:
                return told
        return self._retyped({fault.path: with_fault(self.path, fault)}, arguments, seconds)

    def without_fault(self, paths: Iterable[str], arguments: Sequence[str], seconds: float) -> Told:
        """The tests with these files as a fault would have them typed anew (no comments), but sound."""
        texts = {
            path: ast.unparse(ast.parse((self.path / path).read_text("utf-8"))) for path in paths
        }
        return self._retyped(texts, arguments, seconds)

    def _retyped(self, texts: Mapping[str, str], arguments: Sequence[str], seconds: float) -> Told:
        whole = {path: (self.path / path).read_text("utf-8") for path in texts}
        try:
            for path, text in texts.items():
                (self.path / path).write_text(text, "utf-8")
            return run(self.path, arguments, self._told, seconds=seconds, env=self._env)
        finally:
            for path, text in whole.items():
                (self.path / path).write_text(text, "utf-8")

    def measure(self, arguments: Sequence[str], seconds: float) -> Told:
        """The tests without a fault."""
        return self._ask(None, arguments, seconds)

    def close(self) -> None:
        """Ends the process that holds the application."""
        self._warm.communicate()

    def _ask(self, fault: Fault | None, arguments: Sequence[str], seconds: float) -> Told:
        self._told.unlink(missing_ok=True)
        asked = {
            "arguments": [*PYTEST, *arguments],
            "fault": fault and asdict(fault),
            "seconds": seconds,
        }
        if self._warm.stdin is None:
            raise SystemExit("the process that holds the application cannot be spoken to")
        self._warm.stdin.write(json.dumps(asked) + "\n")
        self._warm.stdin.flush()
        return _read(int(self._answer()), self._told)

    def _answer(self) -> str:
        answer = self._warm.stdout.readline() if self._warm.stdout is not None else ""
        if not answer:
            raise SystemExit("the process that holds the application has ended")
        return answer


def _read(code: int, told: Path) -> Told:
    spent: dict[str, float] = defaultdict(float)
    failed = []
    for line in told.read_text("utf-8").splitlines() if told.exists() else ():
        one = json.loads(line)
        spent[one["test"]] += one["seconds"]
        if one["outcome"] == "failed" and one["test"] not in failed:
            failed.append(one["test"])
    return Told(code, dict(spent), failed)
