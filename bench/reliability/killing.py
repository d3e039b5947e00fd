"""kill: processes at work are killed (SIGKILL) at random moments; what they had acknowledged is there."""

import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

from bench.reliability.outcome import Outcome
from bench.reliability.place import Place, build, truth

ROUNDS, WRITERS, PAPERS = 3, 2, 3


def run(store: str, root: Path) -> Outcome:
    place = build(store, root, papers=ROUNDS * WRITERS * PAPERS)
    acknowledged: list[str] = []
    for number in range(ROUNDS):
        acknowledged += _round(place, number, after=random.Random(number).uniform(0.1, 2.5))
    found = truth(place)
    clues = [line.split(" ", 1)[1] for line in acknowledged if line.startswith("clue ")]
    signed = {int(line.split()[1]) for line in acknowledged if line.startswith("sign ")}
    lost = [one for one in clues if found.clues[one] == 0]
    numbers = {
        "轮次": ROUNDS, "已确认线索": len(clues), "已确认签发": len(signed),
        "丢失": len(lost) + len(signed - found.signed),
        "重复": sum(count > 1 for count in found.clues.values()),
        "文号缺口": found.gaps(), "审计异常": len(found.faults), "损坏文件": found.broken_files,
    }  # fmt: skip
    outcome = Outcome("kill", store, numbers)
    outcome.expect("有已确认的操作", held=len(clues) >= ROUNDS and bool(signed))
    for promise in ("丢失", "重复", "文号缺口", "审计异常", "损坏文件"):
        outcome.expect(f"{promise}为0", held=numbers[promise] == 0)
    return outcome


def _round(place: Place, number: int, *, after: float) -> list[str]:
    """Start writers, let each acknowledge something, kill all; what they said."""
    said: list[str] = []
    processes, readers = [], []
    for writer in range(WRITERS):
        first = (number * WRITERS + writer) * PAPERS
        papers = [str(one) for one in place.papers[first : first + PAPERS]]
        command = [sys.executable, "-W", "ignore", "-m", "bench.reliability.writer"]
        arguments = [str(place.folder), place.url, f"{number}-{writer}", *papers]
        process = subprocess.Popen(
            [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        reader = threading.Thread(target=_listen, args=(process, said))
        reader.start()
        processes.append(process)
        readers.append(reader)
    over, patience = threading.Event(), 240
    while patience and len(said) < 3 * WRITERS and any(one.poll() is None for one in processes):
        over.wait(1)
        patience -= 1
    over.wait(after)
    for process in processes:
        process.send_signal(signal.SIGKILL)
        process.wait()
    for reader in readers:
        reader.join()
    return said


def _listen(process: "subprocess.Popen[str]", said: list[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(("clue ", "sign ")) and line.endswith("\n"):
            said.append(line.strip())  # noqa: PERF401  (as it comes: the round is over when enough was said)
