"""One folder a test run, shared by all its xdist workers and removed when the run ends."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

import pytest

from tests.support import postgres

PREFIX = "mingdu-test-"
RUN_DIR = pytest.StashKey[Path]()
OWNED = pytest.StashKey[TextIO]()


def pytest_configure(config: pytest.Config) -> None:
    """The controller makes the folder; a worker is told of it."""
    worker = getattr(config, "workerinput", None)
    if worker is not None:
        config.stash[RUN_DIR] = Path(worker["run_dir"])
        return
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_fast_disk()))
    config.stash[RUN_DIR], config.stash[OWNED] = folder, _own(folder)
    folder.chmod(0o711)  # PostgreSQL's own account must reach its data inside


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """xdist: tell the worker that is about to start where the folder is."""
    node.workerinput["run_dir"] = str(node.config.stash[RUN_DIR])  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    """The controller, which outlives its workers, stops what they started."""
    folder = config.stash.get(RUN_DIR, None)
    if folder and not hasattr(config, "workerinput"):
        _remove(folder)
        config.stash[OWNED].close()


@pytest.fixture(scope="session")
def run_dir(pytestconfig: pytest.Config) -> Path:
    """The folder that all workers of this run share."""
    return pytestconfig.stash[RUN_DIR]


@pytest.fixture(scope="session")
def worker_id(pytestconfig: pytest.Config) -> str:
    """`gw0`, `gw1` … under xdist, else `main`."""
    return str(getattr(pytestconfig, "workerinput", {}).get("workerid", "main"))


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock file `path`: what must be made once a run is made by whoever comes first."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fast_disk() -> Path:
    """Memory where there is plenty: PostgreSQL copies a database ten times faster there."""
    memory = Path("/dev/shm")  # noqa: S108  (the folder is made by mkdtemp)
    if memory.is_dir() and shutil.disk_usage(memory).free > 2 * 1024**3:
        return memory
    return Path(tempfile.gettempdir())


def _own(folder: Path) -> TextIO:
    """Say that `folder` is in use: a lock on its file "lock", which ends with this process.

    A number of a process could be another's by tomorrow; a lock cannot. The file gets its name
    when it is locked, so that nobody finds it free in between.
    """
    file = (folder / "lock.new").open("w", encoding="ascii")
    fcntl.flock(file, fcntl.LOCK_EX)
    (folder / "lock.new").rename(folder / "lock")
    return file


def _sweep() -> None:
    """Remove what runs that were killed have left behind; never an error, never another's."""
    for folder in _fast_disk().glob(f"{PREFIX}*"):
        with suppress(OSError), _abandoned(folder):
            _remove(folder)


@contextmanager
def _abandoned(folder: Path) -> Iterator[None]:
    """Take over the lock of a dead run; OSError when it lives, is gone, or belongs to another user.

    Of two runs that begin at once one sweeps; the other finds the lock taken and goes on.
    """
    if folder.stat().st_uid != os.getuid():
        message = f"{folder} is another user's"
        raise PermissionError(message)
    with (folder / "lock").open("r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _remove(folder: Path) -> None:
    postgres.stop(folder)
    shutil.rmtree(folder, ignore_errors=True)
