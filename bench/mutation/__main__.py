"""`python -m bench.mutation`: sample, try each fault, print what was killed and what lives on.

Area by area: the tests that may prove it are run once under coverage, then each fault is held against
those that reach its line. What was found is kept (`.mutants/outcomes.json`) as long as the faulty file
stays as it is, so that a run goes on where another was stopped.
"""

import argparse
import random
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from bench.mutation.areas import AREAS
from bench.mutation.faults import Fault, faults_of, with_fault
from bench.mutation.outcomes import KILLED, LIVES, VOID, Outcomes
from bench.mutation.reach import Reach, reach_of

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".mutants"
MOST_SECONDS = 30.0  # of tests for one fault, by what they took when measured
MOST_TESTS = 400
SCHEMA = "tests/rules/test_migrations.py"  # whether columns are what the migrations make
WHOLE = 3  # test files of the area that are run whole for such a line
GIVE_UP = 300  # seconds; a fault that hangs its tests is noticed by them
EACH = 13  # faults of an area


def main() -> int:
    """Exit 1 when fewer than `--least` per cent are killed."""
    options = _options()
    FOLDER.mkdir(exist_ok=True)
    outcomes = Outcomes(FOLDER / "outcomes.json")
    held = []
    for area in options.area or AREAS:
        chosen = _sample(area, options.count, options.seed)
        waiting = [one for one in chosen if outcomes.open(ROOT, one, again=options.again)]
        if waiting and not options.report:
            reach = reach_of(ROOT, FOLDER, AREAS[area].tests, options.jobs)
            _try_all(waiting, reach, options.jobs, outcomes)
        held += [(area, one, outcomes.of(ROOT, one)) for one in chosen]
    print(outcomes.table(held))
    valid = [found for _, _, found in held if found not in ("", VOID)]
    return int(100 * valid.count(KILLED) < options.least * len(valid))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.mutation", description=__doc__)
    parser.add_argument("--count", type=int, default=EACH, help="faults of each area")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--area", choices=[*AREAS], action="append")
    parser.add_argument("--least", type=int, default=90, help="per cent that must be killed")
    parser.add_argument("--again", action="store_true", help="try once more what lived on")
    parser.add_argument("--report", action="store_true", help="try nothing, print what is known")
    return parser.parse_args()


def _sample(area: str, count: int, seed: int) -> list[Fault]:
    """Drawn without looking at the tests; an area alone gives what it gives among the others."""
    draw = random.Random(f"{area} {seed}")  # noqa: S311  (a sample, no secret)
    paths = sorted(ROOT.glob(AREAS[area].paths))
    faults = [one for path in paths for one in faults_of(ROOT, path)]
    return draw.sample(faults, min(len(faults), count))


def _try_all(chosen: list[Fault], reach: Reach, jobs: int, outcomes: Outcomes) -> None:
    copies: Queue[Path] = Queue()
    for number in range(jobs):
        copies.put(_copy(FOLDER / f"tree-{number}"))

    def attempt(fault: Fault) -> None:
        copy = copies.get()
        try:
            found = _outcome(copy, fault, reach)
        finally:
            copies.put(copy)
        outcomes.keep(ROOT, fault, found)
        print(f"{found:7} {fault.name}", file=sys.stderr, flush=True)

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(attempt, chosen))


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
    if (
        not tests
    ):  # the line runs when the module is imported: a column's is asked of the migrations
        schema = [SCHEMA] if "mapped_column" in whole else []
        about = [one for one in reach.asked if one.endswith(".py")][:WHOLE]
        tests = [*schema, *about, *_few(reach.around(fault.path), reach)]
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


if __name__ == "__main__":
    sys.exit(main())
