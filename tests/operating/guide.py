"""docs/deployment.md as something that can be done: its lines, a root of their own, PostgreSQL's shell."""

import http.client
import os
import re
import shlex
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL

from tests.rules.source import ROOT
from tests.support import postgres
from tests.support.operating import Said

GUIDE = (ROOT / "docs" / "deployment.md").read_text("utf-8")
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
SETTINGS = re.compile(r"```ini\n(SUPERVISION_INSTANCE=.*?)```", re.DOTALL)
FOLDERS = ("/var/lib/mingdu", "/var/backups/mingdu", "/var/tmp/mingdu-keys.json")  # noqa: S108
Follow = Callable[[str], Said | None]
INLINE = re.compile(r"`(runuser [^`]+)`")
UNIT = re.compile(r"^(ExecStartPre|ExecStart)=(.+)$", re.MULTILINE)
ADDRESS = re.compile(r"`DATABASE_URL=(postgresql://[^`]+)`")


def walk(follow: Follow) -> list[str]:
    """Do every line of the guide in its order; those that could be done here."""
    done: list[str] = []
    for block in SHELL.findall(GUIDE):
        for line in block.strip().splitlines():
            said = follow(line)
            if said is None:
                continue
            done.append(line)
            last = said.text.strip().splitlines()[-1] if said.text.strip() else ""
            if "rollback" in line:  # nothing was migrated here, so there is no way back to go
                assert "没有升级前的备份" in last, said.text
            else:
                assert said.code == 0, f"{line}: {said.text}"
    return done


CHOSEN = "Kouling-2026"  # where the guide says 口令


class Server:
    """The machine's PostgreSQL as its administrator meets it: `runuser -u postgres -- psql …`."""

    def __init__(self, server: URL) -> None:
        self.server = server
        self.environment = {
            "PGHOST": str(server.host), "PGPORT": str(server.port), "PGUSER": str(server.username),
            "PGPASSWORD": str(server.password), "PGDATABASE": "postgres",
        }  # fmt: skip

    def run(self, line: str) -> Said:
        """One line of the guide, its program the newest that is installed."""
        words = shlex.split(line.removeprefix("runuser -u postgres -- ").replace("口令", CHOSEN))
        done = subprocess.run(
            [postgres._binary(words[0]), *words[1:]],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return Said(done.returncode, done.stdout + done.stderr)

    def address(self, guide: str) -> str:
        """The guide's DATABASE_URL, on the port this server has."""
        found = ADDRESS.search(guide)
        assert found
        given = found[1].replace("口令", CHOSEN)
        return given.replace("@127.0.0.1/", f"@127.0.0.1:{self.server.port}/")

    def forget(self) -> None:
        """Neither databases nor role of the guide are there."""
        plain = self.server.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            for name in ("mingdu", "mingdu_broken"):
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
            connection.execute(b"DROP ROLE IF EXISTS mingdu")


class Service:
    """The guide's systemd unit: `systemctl start` does its two lines, on a socket in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "web.sock"
        self.served: list[int] = []  # what /healthz answered after each start
        self._running: subprocess.Popen[str] | None = None
        self._said = ""

    def asked(self, line: str) -> Said:
        """`systemctl …` of the guide."""
        if "daemon-reload" in line:
            return Said(0, "")
        return self.stop() if " stop " in line else self._start()

    def _start(self) -> Said:
        unit = {name: shlex.split(self._here(line)) for name, line in UNIT.findall(GUIDE)}
        environment = {**os.environ, "MINGDU_ENV": "/nonexistent"}
        done = subprocess.run(
            unit["ExecStartPre"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            self._running = subprocess.Popen(
                unit["ExecStart"], cwd=ROOT, env=environment, text=True,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            )  # fmt: skip
            self.served.append(self._healthz())
        return Said(done.returncode, done.stdout + done.stderr)

    def _here(self, line: str) -> str:
        return line.replace("/opt/mingdu", str(ROOT)).replace(
            "/run/mingdu", str(self.socket.parent)
        )

    def stop(self) -> Said:
        """As systemd does; nothing where it does not run."""
        if self._running is None:
            return Said(0, "")
        with self._running as ending:
            ending.send_signal(signal.SIGTERM)
            said = self._said + ending.communicate(timeout=60)[1]
        self._running = None
        return Said(0 if "Traceback" not in said else 1, said)

    def _healthz(self) -> int:
        """What nginx would be answered, once the workers listen."""
        assert self._running is not None
        assert self._running.stderr is not None
        self._said = ""
        while "Listening at" not in self._said:
            line = self._running.stderr.readline()
            assert line, f"it never listened: {self._said}"
            self._said += line
        asking = http.client.HTTPConnection("mingdu.example.cn")
        asking.sock = socket.socket(socket.AF_UNIX)
        asking.sock.settimeout(90)
        asking.sock.connect(str(self.socket))
        asking.request("GET", "/healthz")
        status = asking.getresponse().status
        asking.close()
        return status
