"""Which tests reach which line: one run of the suite under coverage, kept until the code changes."""

import hashlib
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import coverage

Lines = dict[str, dict[int, list[int]]]


@dataclass(frozen=True)
class Reach:
    """Tests by number, with the seconds each took, and the tests that ran each line."""

    tests: list[str]
    seconds: list[float]
    lines: Lines

    def covering(self, path: str, first: int, last: int) -> list[int]:
        """The tests that ran a line from `first` to `last`, quickest first."""
        held = self.lines.get(path, {})
        found = {test for line in range(first, last + 1) for test in held.get(line, ())}
        return sorted(found, key=lambda test: self.seconds[test])

    def around(self, path: str) -> list[int]:
        """For a line that runs at import: the tests that run most of the rest of its module."""
        counts: dict[int, int] = defaultdict(int)
        for tests in self.lines.get(path, {}).values():
            for test in tests:
                counts[test] += 1
        return sorted(counts, key=lambda test: (-counts[test], self.seconds[test]))


def reach_of(root: Path, folder: Path, tests: Sequence[str], jobs: int) -> Reach:
    """What these tests were seen to reach of this very code, else measured now (twice their time)."""
    kept = folder / f"reach-{_fingerprint(root, tests)}.json"
    if not kept.exists():
        kept.write_text(json.dumps(_measure(root, folder, tests, jobs)), "utf-8")
    held = json.loads(kept.read_text("utf-8"))
    lines = {path: {int(n): tests for n, tests in by.items()} for path, by in held["lines"].items()}
    return Reach(held["tests"], held["seconds"], lines)


def _fingerprint(root: Path, tests: Sequence[str]) -> str:
    digest = hashlib.sha256(repr(tests).encode())
    for folder in ("supervision", "tests"):
        for path in sorted((root / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _measure(root: Path, folder: Path, tests: Sequence[str], jobs: int) -> dict[str, object]:
    data, times = folder / "coverage", folder / "times.xml"
    command = [
        sys.executable, "-m", "pytest", "-n", str(jobs if jobs > 1 else 0), "-q", "-m", "not battery and not browser",
        "--cov=supervision", "--cov-context=test", "--cov-report=", f"--junit-xml={times}", *tests,
    ]  # fmt: skip
    environment = {**os.environ, "COVERAGE_FILE": str(data)}
    subprocess.run(command, cwd=root, check=False, env=environment)
    seconds = _seconds(times)
    held = coverage.CoverageData(str(data))
    held.read()
    numbers: dict[str, int] = {}
    lines: dict[str, dict[int, list[int]]] = {}
    for file in held.measured_files():
        by_line: dict[int, list[int]] = {}
        for line, contexts in held.contexts_by_lineno(file).items():
            ran = {one.split("|")[0] for one in contexts if one}
            by_line[line] = sorted(numbers.setdefault(name, len(numbers)) for name in ran)
        lines[str(Path(file).relative_to(root))] = by_line
    names = list(numbers)
    return {
        "tests": names,
        "seconds": [seconds.get(_key(one), 5.0) for one in names],
        "lines": lines,
    }


def _key(test: str) -> str:
    return test.split("::", 1)[-1]


def _seconds(times: Path) -> dict[str, float]:
    return {
        case.get("name", ""): float(case.get("time", "5"))
        for case in ElementTree.parse(times).iter("testcase")  # noqa: S314  (pytest's own report)
    }
