"""`python app.py` as a person starts it: it answers, stops cleanly, and never speaks HTTP in the open."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.postgres import free_port

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def _started(instance: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    given = {"SUPERVISION_INSTANCE": str(instance), "DEMO": "0", "JOBS": "0", **environment}
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    server = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**inherited, **given},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with server:
        try:
            yield server
        finally:
            server.kill()


def _status(port: int) -> int:
    """What `GET /` answers on `port`, given five seconds to begin to listen; 0 when nobody does."""
    for _ in range(50):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status
        except ConnectionRefusedError:
            time.sleep(0.1)
        finally:
            connection.close()
    return 0


def test_it_prints_the_first_token_answers_and_stops_cleanly(instance: Path) -> None:
    port = free_port()
    with _started(instance, PORT=str(port)) as server:
        assert server.stdout
        lines = []
        for line in server.stdout:
            lines.append(line)
            if "已启动" in line:
                break
        assert re.search(r"初始化口令 \S{20,}", "".join(lines)), lines
        assert _status(port) in {200, 302}
        server.send_signal(signal.SIGINT)
        rest = server.stdout.read()
        assert server.wait(timeout=30) == 0, rest
        assert "Traceback" not in rest


def test_plain_http_beyond_this_machine_is_refused(instance: Path) -> None:
    with _started(instance, HOST="0.0.0.0", PORT=str(free_port())) as server:  # noqa: S104
        said, _ = server.communicate(timeout=30)
        assert server.returncode != 0
        assert "ALLOW_PLAIN_HTTP=1" in said
