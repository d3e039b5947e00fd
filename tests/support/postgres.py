"""A private PostgreSQL for the tests: started at first need, never as root, gone after the run."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

from sqlalchemy.engine import URL, make_url

SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
port = {port}
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
autovacuum = off
"""
# Durability is PostgreSQL's own matter, not what these tests prove; without it they are fast. What it
# knows of its tables is what a test lets it know.
ATTEMPTS = 5
PATIENTLY = (
    "-w",
    "-t",
    "300",
    "start",
)  # a busy machine may need minutes where one second is usual


def server(run_dir: Path) -> URL:
    """The URL of a server where databases may be made; starts one unless TEST_DATABASE_URL is set.

    The caller holds the run's lock.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return make_url(given).set(drivername="postgresql+psycopg")
    note = run_dir / "postgres.url"
    if not note.exists():
        url = _start(run_dir / "postgres")
        note.touch(mode=0o600)
        note.write_text(url.render_as_string(hide_password=False), encoding="ascii")
    return make_url(note.read_text(encoding="ascii"))


def stop(run_dir: Path) -> None:
    """Stop the server of `run_dir` if one runs there; never an error.

    It may be gone already (a machine that was stopped under the tests leaves the file but no
    process), or go at this very moment: a run must not fail over what another has left behind.
    """
    data = run_dir / "postgres" / "data"
    if not (pid := _pid(data)):
        return
    with suppress(OSError, RuntimeError):
        _run(
            "pg_ctl", "-D", str(data), "-m", "immediate", "-w", "-t", "20", "stop", home=data.parent
        )
    if pid == _pid(data):  # it would not: memory and port are worth more than its manners
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)


def _pid(data: Path) -> int | None:
    """The process that serves the cluster in `data`, if it lives.

    The number alone could be anybody's by now: its command line must name the very folder.
    """
    try:
        noted = (data / "postmaster.pid").read_text(encoding="utf-8").partition("\n")[0].strip()
        command_line = Path(f"/proc/{noted}/cmdline").read_bytes()  # a zombie's is empty
    except OSError:
        return None
    return int(noted) if noted.isdecimal() and os.fsencode(data) in command_line else None


def recreate(url: URL, *, template: str | None = None) -> None:
    """Make the database of `url` anew: empty, or as a copy of the database `template`."""
    name = url.database
    source = template or "template0"
    import psycopg  # noqa: PLC0415  (who does without pays nothing)

    with psycopg.connect(_plain(url.set(database="postgres")), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"'.encode())


def copy_of(url: URL) -> URL:
    """A copy of the database of `url`, which nobody uses now; the caller drops it."""
    made = url.set(database=f"{url.database}_{secrets.token_hex(4)}")
    recreate(made, template=url.database)
    return made


def move(url: URL, folder: Path) -> None:
    """Let the database of `url`, which nobody uses now, lie in `folder` from now on."""
    folder.mkdir()
    account = _account()
    if account:
        shutil.chown(folder, account.pw_uid, account.pw_gid)
    import psycopg  # noqa: PLC0415  (who does without pays nothing)

    with psycopg.connect(_plain(url.set(database="postgres")), autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE elsewhere LOCATION '{folder}'".encode())
        connection.execute(f'ALTER DATABASE "{url.database}" SET TABLESPACE elsewhere'.encode())


def drop(url: URL) -> None:
    """Remove the database of `url`."""
    import psycopg  # noqa: PLC0415  (who does without pays nothing)

    with psycopg.connect(_plain(url.set(database="postgres")), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{url.database}" WITH (FORCE)'.encode())


def _plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _start(home: Path) -> URL:
    """Initialise and start a cluster under `home`, owned by an account that is not root."""
    home.mkdir(exist_ok=True)
    account = _account()
    if account:
        shutil.chown(home, account.pw_uid, account.pw_gid)
    password = home / "password"
    password.write_text(secrets.token_hex(16), encoding="ascii")
    data = home / "data"
    shutil.rmtree(data, ignore_errors=True)  # half of one, from a worker that was killed over it
    _run(
        *("initdb", "-D", str(data), "-U", "tests", "-A", "scram-sha-256"),
        *("--pwfile", str(password), "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
        home=home,
    )
    port = _listen(home, data)
    return URL.create(
        "postgresql+psycopg",
        username="tests",
        password=password.read_text(encoding="ascii"),
        host="127.0.0.1",
        port=port,
        database="postgres",
    )


def _listen(home: Path, data: Path) -> int:
    """Start the server; on another port when somebody was quicker to take the free one."""
    own = data / "postgresql.conf"
    given = own.read_text(encoding="utf-8")
    for attempt in range(1, ATTEMPTS + 1):
        port = free_port()
        own.write_text(given + SETTINGS.format(port=port), encoding="utf-8")
        try:
            _run(*("pg_ctl", "-D", str(data), "-l", str(home / "log")), *PATIENTLY, home=home)
        except RuntimeError:
            if attempt == ATTEMPTS:
                raise
        else:
            return port
    raise AssertionError


def _account() -> pwd.struct_passwd | None:
    """Whom PostgreSQL runs as: ourselves, or for root (which it refuses) an account without power."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _run(program: str, *arguments: str, home: Path) -> None:
    account = _account()
    done = subprocess.run(
        [_binary(program), *arguments],
        cwd=home,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"{program} failed: {done.stdout}{done.stderr}"
        raise RuntimeError(message)


def _binary(program: str) -> str:
    """The newest installed `program`; Debian keeps the server's programs off the path."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3])
    )
    found = str(installed[-1]) if installed else shutil.which(program)
    if not found:
        message = f"{program} is missing: run `make test`, or set TEST_DATABASE_URL"
        raise RuntimeError(message)
    return found


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
