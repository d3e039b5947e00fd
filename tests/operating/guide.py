"""docs/deployment.md as something that can be done: its lines, a root of their own, PostgreSQL's shell."""

import os
import re
import shlex
import subprocess
from collections.abc import Callable

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
