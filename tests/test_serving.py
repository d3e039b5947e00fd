"""`python app.py`, and gunicorn, as a person starts them: they answer, stop cleanly, never speak HTTP in the open."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest
from flask import Flask

from supervision import serve
from supervision.accounts.models import FailedSignIn, User
from supervision.core import clock
from supervision.core.access import EVERYTHING, seeing
from supervision.core.db import unit_of_work
from supervision.demo import loading as demo
from tests.make import people
from tests.support.postgres import free_port
from tests.support.seats import SignIn
from tests.support.stores import POSTGRES, dispose

PATIENCE = 120  # seconds
ROOT = Path(__file__).resolve().parents[1]


Started = Callable[..., AbstractContextManager[subprocess.Popen[str]]]


@pytest.fixture
def started(instance: Path, database_url: str) -> Started:
    """`with started(PORT="8001") as server`: `python app.py`, or what is named, over this test's office."""

    @contextmanager
    def start(*command: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
        folder = {"SUPERVISION_INSTANCE": str(instance), "DATABASE_URL": database_url}
        given = {**folder, "DEMO": "0", "JOBS": "0", **environment}
        signal.signal(
            signal.SIGINT, signal.default_int_handler
        )  # a run in the background ignores it
        server = subprocess.Popen(
            [sys.executable, *(command or ("app.py",))],
            cwd=ROOT,
            env={**os.environ, **given},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        with server:
            try:
                yield server
            finally:
                server.kill()

    return start


def _wait_for(path: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < ends, f"{path} never came"
        time.sleep(0.05)


def _status(port: int) -> int:
    """What `GET /` answers on `port`; it listens since before it said that it has started."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    finally:
        connection.close()


def _said_until(server: subprocess.Popen[str], words: str) -> str:
    """Its lines up to the one with `words`, or all of them when that never comes."""
    assert server.stdout
    lines = []
    for line in server.stdout:
        lines.append(line)
        if words in line:
            break
    return "".join(lines)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "systemd"])
def test_it_prints_the_first_token_answers_and_stops_cleanly(
    started: Started, ending: signal.Signals
) -> None:
    port = free_port()
    with started(PORT=str(port)) as server:
        assert server.stdout
        said = _said_until(server, "已启动")
        assert re.search(r"初始化口令 \S{20,}", said), said
        assert _status(port) in {200, 302}
        server.send_signal(ending)
        rest = server.stdout.read()
        assert server.wait(timeout=PATIENCE) == 0, rest
        assert "Traceback" not in rest


def test_as_in_the_guide_workers_serve_with_their_clock(started: Started, app: Flask) -> None:
    """gunicorn and its settings file: a worker listens, and what each does once is done."""
    dispose(app)
    port = free_port()
    served = ("-m", "gunicorn", "app:app", "--bind", f"127.0.0.1:{port}")
    with started(*served, JOBS="1") as server:
        _said_until(server, "Booting worker")
        assert _status(port) in {200, 302}
        server.send_signal(signal.SIGTERM)
        assert server.stdout
        rest = server.stdout.read()
        assert server.wait(timeout=PATIENCE) == 0, rest
        assert "Traceback" not in rest


def test_a_taken_port_is_said_in_one_line_by_gunicorn_too(started: Started, app: Flask) -> None:
    dispose(app)
    with socket.create_server(("127.0.0.1", 0)) as other:
        bound = f"127.0.0.1:{other.getsockname()[1]}"
        with started("-m", "gunicorn", "app:app", "--bind", bound) as server:
            said, _ = server.communicate(timeout=PATIENCE)
    assert server.returncode == 1
    assert f"不能监听 {bound}：端口已被别的程序占用" in said
    assert "Connection in use" not in said
    assert "Traceback" not in said


def test_plain_http_beyond_this_machine_is_refused(started: Started) -> None:
    with started(HOST="0.0.0.0", PORT=str(free_port())) as server:  # noqa: S104
        said, _ = server.communicate(timeout=PATIENCE)
        assert server.returncode != 0
        assert "ALLOW_PLAIN_HTTP=1" in said


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PORT", "八千"),
        *(
            pytest.param(*one, marks=pytest.mark.battery)
            for one in (
                ("PORT", "{taken}"),
                ("DATABASE_URL", "postgresql://somebody:secret@127.0.0.1:{free}/nothing"),
                ("DATABASE_URL", "nothing that is an address"),
            )
        ),
    ],
)
def test_a_setting_that_cannot_work_is_said_in_one_line(
    started: Started, setting: str, value: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        ports = {"taken": other.getsockname()[1], "free": free_port()}
        given = {"PORT": str(free_port()), setting: value.format(**ports)}
        with started(**given) as server:
            said, _ = server.communicate(timeout=PATIENCE)
    assert server.returncode != 0
    assert said.count("\n") == 1, said
    assert setting in said
    assert "secret" not in said
    assert "in use" not in said, "what the machine says in English is said in Chinese"


@pytest.mark.battery
def test_a_first_start_stopped_half_way_begins_anew(
    app: Flask, instance: Path, started: Started
) -> None:
    """Ctrl-C while the demonstration is being loaded: no traceback, and the next start clears up."""
    with app.app_context(), seeing(EVERYTHING), unit_of_work() as session:
        session.add(FailedSignIn(username="half", address="", at=clock.now()))
    dispose(app)
    (instance / demo.MARK).touch()
    with started(PORT=str(free_port()), DEMO="1") as server:
        assert server.stdout
        assert "重新载入" in _said_until(server, "正在载入")
        _wait_for(instance / demo.MARK)
        server.send_signal(signal.SIGINT)
        rest = server.stdout.read()
        server.wait(timeout=PATIENCE)
    assert rest == "已停止。\n"
    assert (instance / demo.MARK).exists(), "the load was not at its end"
    with app.app_context(), seeing(EVERYTHING), unit_of_work(write=False) as session:
        assert session.query(FailedSignIn).count() == 0


@pytest.mark.battery
@pytest.mark.parametrize(
    "store", [pytest.param(POSTGRES, marks=pytest.mark.postgres)], indirect=True
)
def test_half_a_demonstration_on_a_server_is_its_operators_to_empty(
    app: Flask, instance: Path, started: Started
) -> None:
    dispose(app)
    (instance / demo.MARK).touch()
    with started(PORT=str(free_port()), DEMO="1") as server:
        said, _ = server.communicate(timeout=PATIENCE)
    assert server.returncode == 1
    assert "请清空数据库并删除" in said
    assert said.count("\n") == 1, said


def test_a_mark_of_half_a_demonstration_never_empties_an_office_that_is_used(
    app: Flask, instance: Path, sign_in: SignIn, started: Started
) -> None:
    sign_in("handler")
    dispose(app)
    (instance / demo.MARK).touch()
    with started(PORT=str(free_port())) as server:
        said, _ = server.communicate(timeout=PATIENCE)
    assert server.returncode != 0
    assert "已有人登录使用，不能清空" in said
    assert "Traceback" not in said
    with app.app_context(), seeing(EVERYTHING), unit_of_work(write=False) as session:
        assert session.query(User).count() > 5


@pytest.mark.battery
@pytest.mark.usefixtures("bureau")
def test_two_hundred_hostile_bodies_cost_no_memory(app: Flask, started: Started) -> None:
    """Forms of nothing but `a=1&`, eight at a time, from strangers and from somebody signed in."""
    dispose(app)
    port = free_port()
    with started(PORT=str(port)) as server:
        _said_until(server, "明督已启动")
        address = f"http://127.0.0.1:{port}"
        person = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        page = person.open(f"{address}/accounts/sign-in", timeout=PATIENCE).read().decode()
        token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
        fields = {"csrf_token": token, "username": "handler", "password": people.PASSWORD}
        person.open(
            f"{address}/accounts/sign-in", urllib.parse.urlencode(fields).encode(), PATIENCE
        ).close()
        strangers = urllib.request.build_opener()
        before = _peak(server.pid)
        bodies = [
            (strangers, b"a=1&" * size)
            for size in (20_000, 1_000_000, 5_000_000)
            for _ in range(50)
        ]
        bodies += [(person, b"a=1&" * 500_000), (person, b"a=" + b"1" * 2_000_000)] * 25
        with ThreadPoolExecutor(8) as sending:
            told = list(
                sending.map(lambda one: _sent(one[0], f"{address}/clues/new", one[1]), bodies)
            )
        after = _peak(server.pid)
    assert len(told) == 200
    assert set(told) <= {400, 413}, set(told)
    assert after <= 1.3 * before, f"{before} → {after} KB"


def _peak(pid: int) -> int:
    """The most memory the process has had, in KB."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0])


def _sent(opener: urllib.request.OpenerDirector, url: str, body: bytes) -> int:
    try:
        with opener.open(url, body, PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return refusal.code


def _swallowed_once() -> None:
    with suppress(KeyboardInterrupt):  # as a callback from C does
        signal.raise_signal(signal.SIGINT)
    signal.pause()


def test_a_ctrl_c_that_a_library_swallowed_is_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "AGAIN", 0.01)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.raises(KeyboardInterrupt), serve._heard():
        _swallowed_once()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
