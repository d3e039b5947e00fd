"""One folder a test run, shared by all its xdist workers and removed when the run ends."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support import postgres

PREFIX = "mingdu-test-"
RUN_DIR = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """The controller makes the folder; a worker is told of it."""
    worker = getattr(config, "workerinput", None)
    if worker is not None:
        config.stash[RUN_DIR] = Path(worker["run_dir"])
        return
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_fast_disk()))
    folder.chmod(0o711)  # PostgreSQL's own account must reach its data inside
    (folder / "owner").write_text(str(os.getpid()), encoding="ascii")
    config.stash[RUN_DIR] = folder


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """xdist: tell the worker that is about to start where the folder is."""
    node.workerinput["run_dir"] = str(node.config.stash[RUN_DIR])  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    """The controller, which outlives its workers, stops what they started."""
    folder = config.stash.get(RUN_DIR, None)
    if folder and not hasattr(config, "workerinput"):
        _remove(folder)


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


def _sweep() -> None:
    """Remove what runs that were killed have left behind."""
    for folder in _fast_disk().glob(f"{PREFIX}*"):
        owner = folder / "owner"
        if folder.stat().st_uid == os.getuid() and owner.is_file():
            pid = owner.read_text(encoding="ascii")
            if not Path(f"/proc/{pid}").exists():
                _remove(folder)


def _remove(folder: Path) -> None:
    postgres.stop(folder)
    shutil.rmtree(folder, ignore_errors=True)
