"""Holds each fault against the tests that reach its line, in a copy of the code.

A fault is killed by a test that fails with it and passes without: each killer is asked once more without a
fault, so that one that fails now and then kills nothing. Tests that hang or are broken off leave it unsure.
"""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from bench.mutation.faults import Fault
from bench.mutation.outcomes import KILLED, LIVES, UNSURE, VOID, Outcomes
from bench.mutation.reach import Reach
from bench.mutation.running import STARTS_NOT, Tree

MOST_SECONDS = 40.0  # of tests for one fault, by what they took when measured
MOST_OF_A_FILE = 8.0
RULES = {  # what a declaration says is asked of the rule about such declarations
    "mapped_column": "tests/rules/test_migrations.py::test_the_outcome_equals_the_models[sqlite]",
    "__audited__": "tests/auditing/test_audit_pages.py::test_every_audited_table_has_a_name_people_read",
}
GIVE_UP = 300  # seconds


def try_all(
    root: Path,
    chosen: Sequence[Fault],
    reach: Reach,
    outcomes: Outcomes,
    *,
    folder: Path,
    jobs: int,
) -> None:
    """Keeps an outcome of each; once more without the tests that were found to kill nothing."""
    trees: Queue[Tree] = Queue()
    for number in range(jobs):
        trees.put(Tree(_copy(root, folder / f"tree-{number}")))
    killers: dict[Fault, str] = {}
    passed_over: set[str] = set()

    def attempt(fault: Fault) -> None:
        tree = trees.get()
        try:
            outcome, killer = _outcome(root, tree, fault, reach, passed_over)
        finally:
            trees.put(tree)
        if killer:
            killers[fault] = killer
        else:
            outcomes.keep(root, fault, outcome)
        print(f"{outcome:7} {fault.name} {killer}", file=sys.stderr, flush=True)

    waiting = list(chosen)
    while waiting:
        killers.clear()
        with ThreadPoolExecutor(jobs) as pool:
            list(pool.map(attempt, waiting))
        innocent = _failing_without_fault(trees, killers)
        passed_over |= innocent
        for fault, killer in killers.items():
            if killer not in innocent:
                outcomes.keep(root, fault, KILLED)
        waiting = [fault for fault, killer in killers.items() if killer in innocent]
    for _ in range(jobs):
        trees.get().close()


def _outcome(
    root: Path, tree: Tree, fault: Fault, reach: Reach, passed_over: set[str]
) -> tuple[str, str]:
    """And the test that failed, of one that is killed."""
    skipped, found = [f"--deselect={one}" for one in passed_over], LIVES
    for tests in _asked(root, tree, fault, reach):
        chosen = [one for one in tests if one not in passed_over]
        told = tree.run(fault, ["-x", *skipped, *chosen], seconds=GIVE_UP) if chosen else None
        if told is None or told.code == 0:
            continue
        if told.code in STARTS_NOT:
            return VOID, ""
        if told.code == 1 and told.failed:
            return KILLED, told.failed[0]
        found = UNSURE
    return found, ""


def _failing_without_fault(trees: Queue[Tree], killers: dict[Fault, str]) -> set[str]:
    """Of the killers: those that do not pass, together, in a tree without a fault."""
    if not killers:
        return set()
    tree = trees.get()
    told = tree.without_fault(
        {fault.path for fault in killers}, sorted(set(killers.values())), GIVE_UP
    )
    trees.put(tree)
    return set(killers.values()) - (set(told.seconds) - set(told.failed))


def _asked(root: Path, tree: Tree, fault: Fault, reach: Reach) -> Iterator[list[str]]:
    """A file of tests at a time, the nearest first, until they would take too long."""
    spent, at_import, declared = 0.0, tree.at_import(fault), _declaration(root, fault)
    yield [test for word, test in RULES.items() if word in declared]
    for file in reach.files(fault.path):
        tests = reach.covering(tree, file, fault.path, fault.line, fault.last_line)
        if at_import and not tests:
            tests = reach.around(tree, file, fault.path)
        few, own = [], 0.0
        for test in tests:
            own += reach.seconds(test)
            few.append(test)
            if own > MOST_OF_A_FILE:
                break
        yield few
        spent += own
        if spent > MOST_SECONDS:
            return


def _declaration(root: Path, fault: Fault) -> str:
    """The whole statement the line is of, where it is one of a module or a class: it runs at import."""
    waiting: list[ast.stmt] = ast.parse((root / fault.path).read_text("utf-8")).body
    for node in waiting:
        if not node.lineno <= fault.line <= (node.end_lineno or node.lineno):
            continue
        if isinstance(node, ast.ClassDef):
            waiting += node.body
        elif not isinstance(node, ast.FunctionDef):
            return ast.unparse(node)
    return ""


def _copy(root: Path, folder: Path) -> Path:
    """The code as it stands, beside it: faults are never typed into the tree one works in."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    kept = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=True)
    for name in filter(None, kept.stdout.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / name, folder / name)
    for shared in (".venv", ".fonts"):
        (folder / shared).symlink_to((root / shared).resolve())
    return folder
