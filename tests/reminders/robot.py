"""A robot's address of our own: keeps what is said to it, answers or hangs as it is told to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class _Robot(BaseHTTPRequestHandler):
    """Answers what the server was told to."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.said.append(json.loads(body))
        self.server.paths.append(self.path)
        self.server.numbers.append(self.headers["X-Message-ID"])
        if self.server.hangs:
            threading.Event().wait(1.5)
        with suppress(OSError):  # who hangs finds nobody waiting any more
            self.send_response(self.server.status)
            self.end_headers()
            self.wfile.write(self.server.answer)

    def log_message(self, *_arguments: Any) -> None:
        pass


@contextmanager
def listening() -> Iterator[Any]:
    """A running robot: `.said`, the `.paths` it was said at, the `.numbers` said with it; to be set `.status`, `.answer`, `.hangs`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Robot)
    server.paths, server.numbers = [], []
    server.said, server.status, server.answer, server.hangs = [], 200, b'{"errcode": 0}', False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
