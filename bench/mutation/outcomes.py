"""What was found of each fault, kept as JSON between runs, and the table of it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from bench.mutation.faults import Fault

KILLED, LIVES, VOID = "killed", "lives", "void"


class Outcomes:
    """Fault → outcome, known as long as the file it is put into stays as it is."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, Lock()
        self._held: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}

    def of(self, root: Path, fault: Fault) -> str:
        """The outcome, "" when the fault was not tried yet."""
        return self._held.get(_key(root, fault), "")

    def open(self, root: Path, fault: Fault, *, again: bool) -> bool:
        """Whether it is still to be tried."""
        return self.of(root, fault) in ("", *([LIVES] if again else []))

    def keep(self, root: Path, fault: Fault, outcome: str) -> None:
        with self._lock:
            self._held[_key(root, fault)] = outcome
            self._path.write_text(json.dumps(self._held, ensure_ascii=False, indent=1), "utf-8")

    def table(self, held: Sequence[tuple[str, Fault, str]]) -> str:
        """Killed of valid ones by area, and what lives on."""
        areas: dict[str, list[str]] = defaultdict(list)
        for area, _, outcome in held:
            areas[area].append(outcome)
        lines = ["| area | tried | valid | killed | % |", "| --- | --- | --- | --- | --- |"]
        for area, found in [*areas.items(), ("all", [outcome for _, _, outcome in held])]:
            tried = len(found) - found.count("")
            valid = tried - found.count(VOID)
            share = round(100 * found.count(KILLED) / valid) if valid else 0
            lines.append(f"| {area} | {tried} | {valid} | {found.count(KILLED)} | {share} |")
        lines += ["", "Living on:", ""]
        lines += [f"- `{fault.name}`" for _, fault, outcome in held if outcome == LIVES]
        return "\n".join(lines)


def _key(root: Path, fault: Fault) -> str:
    text = (root / fault.path).read_bytes()
    return f"{hashlib.sha256(text).hexdigest()[:8]} {fault.number} {fault.name}"
