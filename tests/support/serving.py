"""The application on a real port, for tests that need a browser or several clients at once."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import waitress.server
from flask import Flask
from waitress import wasyncore


@dataclass(frozen=True)
class LiveServer:
    """Where the application answers; `app` is the same object, so tests build data through it."""

    app: Flask
    url: str


@pytest.fixture
def live_server(app: Flask) -> Iterator[LiveServer]:
    """This test's application served by waitress (as `python app.py` does) on a free loopback port.

    It runs in a thread: a frozen clock holds for the server too.
    """
    sockets: dict[int, object] = {}
    server = waitress.server.create_server(app, map=sockets, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, name="live-server", daemon=True)
    thread.start()
    yield LiveServer(app, f"http://127.0.0.1:{server.effective_port}")
    server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets))
    thread.join(timeout=60)
    server.task_dispatcher.shutdown()
    assert not thread.is_alive(), "the live server did not stop"
