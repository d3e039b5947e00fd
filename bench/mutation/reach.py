"""Which tests reach which line: a file of tests is run once under coverage, when a fault asks for it."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import coverage

from bench.mutation.areas import AREAS
from bench.mutation.running import Tree

GIVE_UP = 900  # seconds for one file of tests


class Reach:
    """What the files of tests were seen to run of the areas; what is not known yet is measured.

    Known as long as the file of tests and the area are the same. Tests that fail without a fault are left out.
    """

    def __init__(self, root: Path, folder: Path, name: str) -> None:
        self._root, self._area, self._name = root, AREAS[name], name
        self._kept, self._lock = folder / "reach", Lock()
        self._kept.mkdir(exist_ok=True)
        self._known: dict[str, Any] = {}
        self._sources = {one: _digest(sorted(root.glob(area.paths))) for one, area in AREAS.items()}

    def files(self, path: str) -> list[str]:
        """The files of tests that are asked about a faulty file: those that stand where it stands first."""
        room = "tests/" + "/".join(Path(path).parts[1:-1])
        mirror = [room] if room.count("/") > 1 and (self._root / room).is_dir() else []
        found = [
            str(one.relative_to(self._root))
            for one in _files(self._root, (*self._area.tests, *mirror))
        ]
        return sorted(dict.fromkeys(found), key=lambda one: -_shared(path, one))

    def covering(self, tree: Tree, file: str, path: str, first: int, last: int) -> list[str]:
        """The tests of `file` that ran a line from `first` to `last`, the quickest first."""
        held = self._of(tree, file)
        lines = held["lines"].get(path, {})
        found = {test for line in range(first, last + 1) for test in lines.get(str(line), ())}
        return sorted(found, key=held["seconds"].__getitem__)

    def around(self, tree: Tree, file: str, path: str) -> list[str]:
        """For a line that runs at import: the tests of `file` that run most of the rest of its module.

        Where a module only declares, and nothing of it runs later: most of the modules beside it.
        """
        held = self._of(tree, file)
        ran = held["lines"].get(path) or {
            (beside, line): tests
            for beside, lines in held["lines"].items()
            if Path(beside).parent == Path(path).parent
            for line, tests in lines.items()
        }
        counts = Counter(test for tests in ran.values() for test in tests)
        return sorted(counts, key=lambda test: (-counts[test], held["seconds"][test]))

    def seconds(self, test: str) -> float:
        """What it took when it was measured."""
        return float(self._known[test.split("::", maxsplit=1)[0]]["seconds"][test])

    def _of(self, tree: Tree, file: str) -> dict[str, Any]:
        with self._lock:
            if file in self._known:
                return self._known[file]
            kept = self._kept / (hashlib.sha256(file.encode()).hexdigest()[:16] + ".json")
            held: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
            digest = _digest([self._root / file]) + "+" * self._area.stores
            same = (digest, self._sources[self._name])
            if not held or (held["digest"], held["sources"].get(self._name)) != same:
                held = {"digest": digest, "sources": self._sources}
                held |= _measured(tree, file, stores=self._area.stores)
                kept.write_text(json.dumps(held, ensure_ascii=False), "utf-8")
            self._known[file] = held
            return held


def _shared(path: str, test: str) -> int:
    """Tests mirror the source by path: the more folders they share, the nearer, and by name."""
    count = 0
    for one, other in zip(path.split("/")[1:], test.split("/")[1:], strict=False):
        if one != other:
            break
        count += 1
    return 2 * count + (Path(path).stem in Path(test).stem)


def _files(root: Path, tests: Iterable[str]) -> Iterator[Path]:
    for one in tests:
        yield from [root / one] if one.endswith(".py") else sorted((root / one).rglob("test_*.py"))


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _measured(tree: Tree, file: str, *, stores: bool) -> dict[str, Any]:
    """Seconds of each test that passed, and which tests ran which lines of the areas."""
    settings, data = tree.path / "coveragerc", tree.path / "coverage"
    paths = "".join(f"\n  {area.paths}" for area in AREAS.values())
    settings.write_text(f"[run]\ndata_file = {data}\ninclude ={paths}\n", "utf-8")
    data.unlink(missing_ok=True)
    told = tree.measure(
        ["-m", "not battery and not browser" + " and not postgres" * (not stores), "-n", "0", "--cov",
         f"--cov-config={settings}", "--cov-context=test", "--cov-report=", file], GIVE_UP,
    )  # fmt: skip
    for name in told.failed:
        print(f"fails without a fault, is not asked: {name}", flush=True)
    seconds = {
        test: round(spent, 3) for test, spent in told.seconds.items() if test not in told.failed
    }
    found: dict[str, dict[str, list[str]]] = {}
    held = coverage.CoverageData(str(data))
    held.read()
    for measured in held.measured_files():
        lines = found.setdefault(str(Path(measured).relative_to(tree.path)), {})
        for line, contexts in held.contexts_by_lineno(measured).items():
            ran = {one.split("|")[0] for one in contexts if one} & seconds.keys()
            if ran:
                lines[str(line)] = sorted(ran)
    return {"seconds": seconds, "lines": found}
