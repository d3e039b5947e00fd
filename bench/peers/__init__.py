"""Others' list pages over the very same rows, in an environment of their own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.city.made import KEPT, ROOT
from bench.run import Run
from bench.serving import WORKERS, Server, served

PLACE = KEPT / "peers"
PYTHON = PLACE / "bin" / "python"
HERE = Path(__file__).parent
NEEDED = ROOT / "bench" / "requirements.txt"


def installed(run: Run) -> bool:
    """Whether the peers can be measured; they are installed on demand, else the run says why not."""
    stamp = PLACE / "requirements.txt"
    if stamp.exists() and stamp.read_bytes() == NEEDED.read_bytes():
        return True
    try:
        subprocess.run([sys.executable, "-m", "venv", str(PLACE)], check=True, capture_output=True)
        command = [str(PYTHON), "-m", "pip", "install", "-q", "-r", str(NEEDED)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as fault:
        said = getattr(fault, "stderr", None) or b""
        last = said.decode("utf-8", "replace").strip().rpartition("\n")[2] or str(fault)
        run.note(f"No peers: they could not be installed ({last[:120]}).")
        return False
    stamp.write_bytes(NEEDED.read_bytes())
    return True


@contextmanager
def floor(city: Path, *, workers: int = WORKERS) -> Iterator[Server]:
    """The floor over the city; `/problem` is fifty rows."""
    settings = {"CITY": str(city / "supervision.sqlite3")}
    with served("floor:app", settings, folder=HERE, workers=workers) as server:
        yield server


@contextmanager
def django_admin(city: Path, *, workers: int = WORKERS) -> Iterator[Server]:
    """The tuned admin of Django, its superuser signed in; `/admin/city/problem/` is the list."""
    settings = {"CITY": str(city / "supervision.sqlite3"), "OWN": str(PLACE / "django.sqlite3")}
    command = [str(PYTHON), "-W", "ignore", "django_city.py"]
    begun = subprocess.run(
        command, cwd=HERE, env=settings, check=True, capture_output=True, text=True
    )
    target, python = "django_city:application", str(PYTHON)
    with served(target, settings, python=python, folder=HERE, workers=workers) as server:
        server.cookie = f"sessionid={begun.stdout.split()[-1]}"
        yield server


@contextmanager
def flask_admin(city: Path, *, workers: int = WORKERS) -> Iterator[Server]:
    """Flask-Admin, open to all (a sign-in would cost it more); `/admin/problem/` is the list."""
    settings = {"CITY": str(city / "supervision.sqlite3")}
    target, python = "flask_city:app", str(PYTHON)
    with served(target, settings, python=python, folder=HERE, workers=workers) as server:
        yield server
