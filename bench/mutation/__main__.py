"""`python -m bench.mutation`: sample, try each fault, print what was killed and what lives on."""

import argparse
import json
import random
import shutil
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from bench.mutation.faults import Fault, faults_of, with_fault
from bench.mutation.reach import Reach, reach_of

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".mutants"
AREAS = {
    "access": "supervision/core/access/*.py",
    "workflow": "supervision/core/workflow.py",
    "numbering": "supervision/core/numbering.py",
    "audit": "supervision/core/audit/*.py",
    "deadlines": "supervision/core/deadlines/*.py",
    "duedates": "supervision/core/duedates/*.py",
    "derived": "supervision/core/derived/*.py",
    "instruments": "supervision/instruments/**/*.py",
    "problems": "supervision/problems/**/*.py",
    "indicators": "supervision/reports/indicators/*.py",
    "reminders": "supervision/reminders/*.py",
    "imports": "supervision/imports/**/*.py",
}
MOST_SECONDS = 40.0  # of tests for one fault, by what they took when measured
MOST_TESTS = 40
GIVE_UP = 300  # seconds; a fault that hangs its tests is noticed by them
KILLED, LIVES, VOID = "killed", "lives", "void"


def main() -> int:
    """Exit 1 when fewer than `--least` per cent are killed."""
    options = _options()
    FOLDER.mkdir(exist_ok=True)
    chosen = _sample(options.count, options.seed, options.area)
    reach = reach_of(ROOT, FOLDER, options.tests)
    outcomes = _try_all(chosen, reach, options.jobs)
    print(_report(outcomes, options.seed))
    if options.json:
        rows = [
            {"fault": fault.name, "area": area, "outcome": outcome}
            for area, fault, outcome in outcomes
        ]
        Path(options.json).write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
    valid = [outcome for _, _, outcome in outcomes if outcome != VOID]
    return int(100 * valid.count(KILLED) < options.least * len(valid))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.mutation", description=__doc__)
    parser.add_argument("--count", type=int, default=156)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--area", choices=[*AREAS], action="append")
    parser.add_argument("--least", type=int, default=90, help="per cent that must be killed")
    parser.add_argument("--tests", nargs="*", default=[], help="only tests of these folders")
    parser.add_argument("--json", help="where to write each fault and its outcome")
    return parser.parse_args()


def _sample(count: int, seed: int, areas: list[str] | None) -> list[tuple[str, Fault]]:
    """As many of each area, drawn without looking at the tests."""
    names = areas or [*AREAS]
    draw = random.Random(seed)  # noqa: S311  (a sample, no secret)
    chosen = []
    for name in names:
        faults = [one for path in sorted(ROOT.glob(AREAS[name])) for one in faults_of(ROOT, path)]
        share = min(len(faults), max(1, count // len(names)))
        chosen += [(name, fault) for fault in draw.sample(faults, share)]
    return chosen


def _try_all(
    chosen: list[tuple[str, Fault]], reach: Reach, jobs: int
) -> list[tuple[str, Fault, str]]:
    copies: Queue[Path] = Queue()
    for number in range(jobs):
        copies.put(_copy(FOLDER / f"tree-{number}"))

    def attempt(one: tuple[str, Fault]) -> tuple[str, Fault, str]:
        copy = copies.get()
        try:
            outcome = _outcome(copy, one[1], reach)
        finally:
            copies.put(copy)
        print(f"{outcome:7} {one[1].name}", file=sys.stderr, flush=True)
        return *one, outcome

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(attempt, chosen))


def _copy(folder: Path) -> Path:
    """The code as it stands, beside it: faults are never typed into the tree one works in."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    kept = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, kept.stdout.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    for shared in (".venv", ".fonts"):
        (folder / shared).symlink_to((ROOT / shared).resolve())
    return folder


def _outcome(copy: Path, fault: Fault, reach: Reach) -> str:
    """Killed when a test that reaches the line fails; void when the application no longer starts."""
    whole = (copy / fault.path).read_text("utf-8")
    tests = _few(reach.covering(fault.path, fault.line, fault.last_line), reach)
    tests = tests or _few(reach.around(fault.path), reach)
    if not tests:
        return LIVES
    try:
        (copy / fault.path).write_text(with_fault(ROOT, fault), "utf-8")
        code = _run(copy, tests)
    finally:
        (copy / fault.path).write_text(whole, "utf-8")
    return {0: LIVES, 1: KILLED, 2: VOID, 3: VOID, 4: VOID}.get(code, KILLED)


def _few(tests: list[int], reach: Reach) -> list[str]:
    chosen, spent = [], 0.0
    for test in tests[:MOST_TESTS]:
        spent += reach.seconds[test]
        if chosen and spent > MOST_SECONDS:
            break
        chosen.append(reach.tests[test])
    return chosen


def _run(copy: Path, tests: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    try:
        return subprocess.run(
            command, cwd=copy, capture_output=True, timeout=GIVE_UP, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        return 1


def _report(outcomes: list[tuple[str, Fault, str]], seed: int) -> str:
    areas: dict[str, list[str]] = defaultdict(list)
    for area, _, outcome in outcomes:
        areas[area].append(outcome)
    lines = [f"Seed {seed}.", "", "| area | valid | killed | % |", "| --- | --- | --- | --- |"]
    for area, found in [*areas.items(), ("all", [outcome for _, _, outcome in outcomes])]:
        valid = len(found) - found.count(VOID)
        share = round(100 * found.count(KILLED) / valid) if valid else 0
        lines.append(f"| {area} | {valid} | {found.count(KILLED)} | {share} |")
    lines += ["", "Living on:", ""]
    lines += [f"- `{fault.name}`" for _, fault, outcome in outcomes if outcome == LIVES]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
