"""Applications under gunicorn: asked over HTTP, their processor time counted."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.processor import children_of, seconds_of

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2
PATIENCE = 60.0
LEAST, QUICK = 0.3, 0.04  # processor seconds each round of a measurement lasts at least …
MOST = 400  # … unless it took so many requests
WARM = 6  # requests that each worker answers before a page is measured, see `Server.warmed`


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Server:
    """An application that serves."""

    port: int
    process: subprocess.Popen[bytes]
    cookie: str = ""
    least: float = LEAST
    first: dict[str, float] = field(default_factory=dict)

    @property
    def workers(self) -> list[int]:
        return children_of(self.process.pid)

    def ask(
        self, path: str, *, method: str = "GET", body: str | None = None, cookie: str | None = None,
        **headers: str,
    ) -> Answer:  # fmt: skip
        """One request, as whoever the cookie says."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        held = self.cookie if cookie is None else cookie
        sent = {"Accept": "text/html", **({"Cookie": held} if held else {}), **headers}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request(method, path, body=body, headers=sent)
            found = line.getresponse()
            return Answer(found.status, found.headers, found.read())
        finally:
            line.close()

    @contextmanager
    def only(self, worker: int) -> Iterator[None]:
        """Requests are answered by this worker: the system gives them all to one as long as it likes."""
        others = [one for one in self.workers if one != worker]
        try:
            for one in others:
                os.kill(one, signal.SIGSTOP)
            yield
        finally:
            for one in others:
                os.kill(one, signal.SIGCONT)

    def warmed(self, path: str) -> None:
        """Each worker has answered `path`, as workers of a running office have; `first`: what the first page took.

        It makes the templates and statements, and the interpreter learns the code by the next four: 17, 13, 11 and 9
        ms of a page that takes 8 from then on. Until 2026-11-29 a quick round of four requests measured the learning;
        the floor, a page of code, has hardly any.
        """
        before = seconds_of(self.workers)
        for worker in self.workers:
            with self.only(worker):
                for _ in range(WARM):
                    self.ask(path)
                    self.first.setdefault(path, (seconds_of(self.workers) - before) * 1000)

    def cost(self, path: str, *, between: Callable[[], None] = lambda: None) -> float:
        """Processor milliseconds of the workers for one GET of `path`; `between`: done before each."""
        if path not in self.first:
            self.warmed(path)
        asked, before = 0, seconds_of(self.workers)
        while True:
            between()
            answer = self.ask(path)
            if answer.status != 200:
                message = f"{path}: {answer.status}"
                raise RuntimeError(message)
            asked += 1
            spent = seconds_of(self.workers) - before
            if spent >= self.least or asked >= MOST:
                return spent / asked * 1000


@contextmanager
def served(
    target: str,
    settings: Mapping[str, str],
    *,
    python: str = sys.executable,
    folder: Path = ROOT,
    workers: int = WORKERS,
) -> Iterator[Server]:
    """`target` ("module:app" in `folder`) under gunicorn on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [python, "-W", "ignore", "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(workers), "--timeout", "120", "--log-level", "error", target]
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with subprocess.Popen(command, cwd=folder, env={**inherited, **settings}) as process:
        server = Server(port, process)
        try:
            _wait(server, workers)
            yield server
        finally:
            process.terminate()


def _wait(server: Server, workers: int) -> None:
    """Until it answers and all its workers are there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.process.poll() is not None:
            break
        try:
            server.ask("/static/nothing")
            if len(server.workers) >= workers:
                return
        except OSError:
            time.sleep(0.1)
    message = "the server did not start"
    raise RuntimeError(message)
