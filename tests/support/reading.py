"""Each worker reads its share of the test modules first, and the others' from what these have kept of them.

pytest rewrites every assertion when a module is read, which takes longer than all else of it; in a new clone
each worker would do so with every module.
"""

import fcntl
import importlib
from pathlib import Path

import pytest

from tests.support.run import RUN_DIR, only_one

ROOT = Path(__file__).parents[2]
ALL = "all_modules"


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """xdist: a worker is told whether all tests run, not those of a few paths."""
    source = node.config.args_source  # type: ignore[attr-defined]
    node.workerinput[ALL] = source is pytest.Config.ArgsSource.TESTPATHS  # type: ignore[attr-defined]


def pytest_collection(session: pytest.Session) -> None:
    """Before any module is read; afterwards all shares are there, unless a worker has not yet begun."""
    worker = getattr(session.config, "workerinput", {})
    if not worker.get(ALL):
        return
    place = session.config.stash[RUN_DIR]
    mine, of = int(worker["workerid"].removeprefix("gw")), int(worker["workercount"])
    with only_one(place / f"read-{mine}"):
        for path in sorted(ROOT.glob("tests/**/test_*.py"))[mine::of]:
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for other in range(of):
        with (place / f"read-{other}").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
