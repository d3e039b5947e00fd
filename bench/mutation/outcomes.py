"""What was found of each fault, kept as JSON between runs, and the table of it."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from bench.mutation.faults import Fault
from bench.mutation.judged import reason_of

KILLED, LIVES, VOID, UNSURE = "killed", "lives", "void", "unsure"
HEAD = (
    "| area | tried | starts | killed | % | changes nothing | % of the rest |",
    "| --- | --- | --- | --- | --- | --- | --- |",
)
Held = tuple[str, Fault, str]


class Outcomes:
    """Fault → outcome, known as long as the file it is put into stays as it is."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, Lock()
        self._held: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}

    def of(self, root: Path, fault: Fault) -> str:
        """The outcome, "" when the fault was not tried yet."""
        return self._held.get(_key(root, fault), "")

    def open(self, root: Path, fault: Fault, *, again: bool) -> bool:
        """Whether it is still to be tried; what is judged to change nothing needs no second try."""
        held = self.of(root, fault)
        return held in ("", UNSURE) or (again and held == LIVES and not reason_of(fault))

    def keep(self, root: Path, fault: Fault, outcome: str) -> None:
        with self._lock:
            self._held[_key(root, fault)] = outcome
            self._path.write_text(json.dumps(self._held, ensure_ascii=False, indent=1), "utf-8")


def table(held: Sequence[Held]) -> str:
    """Killed of those that start, by area: of all of them, and of those that are not judged to change nothing."""
    areas = list(dict.fromkeys(area for area, _, _ in held))
    lines = [*HEAD, *(_row(area, [one for one in held if one[0] == area]) for area in areas)]
    lines += [_row("all", held), "", "Living on:", ""]
    for _, fault, outcome in held:
        if outcome in (LIVES, UNSURE):
            reason = reason_of(fault)
            lines.append(
                f"- `{fault.name}`{' (unsure)' * (outcome == UNSURE)}: {reason or 'not judged'}"
            )
    return "\n".join(lines)


def share(held: Sequence[Held]) -> float:
    """Per cent killed of those that are not judged to change nothing."""
    killed, alive, nothing = _counted(held)
    return 100 * killed / max(killed + alive - nothing, 1)


def _row(area: str, held: Sequence[Held]) -> str:
    tried = sum(outcome != "" for _, _, outcome in held)
    killed, alive, nothing = _counted(held)
    valid = killed + alive
    raw = f"{100 * killed / max(valid, 1):.0f}"
    return f"| {area} | {tried} | {valid} | {killed} | {raw} | {nothing} | {share(held):.0f} |"


def _counted(held: Sequence[Held]) -> tuple[int, int, int]:
    """Killed, alive (with the unsure), and of the latter those judged to change nothing."""
    alive = [fault for _, fault, outcome in held if outcome in (LIVES, UNSURE)]
    killed = sum(outcome == KILLED for _, _, outcome in held)
    return killed, len(alive), sum(bool(reason_of(fault)) for fault in alive)


def _key(root: Path, fault: Fault) -> str:
    text = (root / fault.path).read_bytes()
    return f"{hashlib.sha256(text).hexdigest()[:8]} {fault.number} {fault.name}"
