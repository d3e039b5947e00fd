"""What every bench is given: how large, where the city is, what could not be measured and why."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.city import Size
from bench.city.made import KEPT, folder
from bench.people import ours
from bench.serving import LEAST, QUICK, WORKERS, Server

ROUNDS = 5  # of a measurement: a median of fewer says little, however quick it is to be
AUDITED = 100  # copies whose trail is grown too: some hundred thousand events
SMALL = 1_000


@dataclass
class Run:
    """One run of the bench; `notes`: what the reader must know beside the figures."""

    rows: int
    quick: bool
    notes: list[str] = field(default_factory=list)
    servers: ExitStack = field(default_factory=ExitStack)
    _ours: dict[int, Server] = field(default_factory=dict)
    _cities: dict[int, Path] = field(default_factory=dict)

    @property
    def rounds(self) -> int:
        """How often each is measured."""
        return ROUNDS

    @property
    def workers(self) -> int:
        """How many answer where a page's processor time is measured: quickly one, which has all to learn but once."""
        return 1 if self.quick else WORKERS

    def server(self, rows: int | None = None) -> Server:
        """Our application over the city, a handler signed in; started once a run."""
        size = rows or self.rows
        if size not in self._ours:
            self._ours[size] = self.kept(ours(self.city(size), workers=self.workers))
        return self._ours[size]

    def kept(self, starting: AbstractContextManager[Server]) -> Server:
        """A server that runs until the run ends."""
        server = self.servers.enter_context(starting)
        server.least = QUICK if self.quick else LEAST
        return server

    def city(self, rows: int | None = None) -> Path:
        """The instance of so many problems: to be read; made on first use, kept for the next run."""
        size = rows or self.rows
        if size not in self._cities:
            self._cities[size] = folder(Size(size, audited=AUDITED))
        return self._cities[size]

    @contextmanager
    def city_to_change(self, rows: int | None = None) -> Iterator[Path]:
        """A copy of the city (1.4 GB with 100,000 problems), gone afterwards."""
        with tempfile.TemporaryDirectory(dir=KEPT, prefix="copy-") as place:
            yield Path(shutil.copytree(self.city(rows), Path(place) / "instance"))

    def note(self, sentence: str) -> None:
        """Say once what the reader must know."""
        if sentence not in self.notes:
            self.notes.append(sentence)


def in_turns(works: dict[str, Callable[[], float]], *, rounds: int) -> dict[str, list[float]]:
    """What each work measures, one after another, round by round: what slows one slows all."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            found[name].append(work())
    return found
