"""Worlds that many tests begin from, laid once a run: each test copies a folder instead of living it again."""

import pickle
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
import time_machine

from supervision.core.access import EVERYTHING, seeing
from supervision.core.db import unit_of_work
from tests.support.acting import narrow
from tests.support.clock import ZONE
from tests.support.run import only_one
from tests.support.stores import Template
from tests.support.story import copy_of, made_whole

TOLD = "told.pickle"
Laid = Callable[["World", str], Path]


@dataclass(frozen=True)
class World:
    """What stands when a test begins that asks for the fixture `name`.

    `lay` builds it through the services, seeing everything, at the moment `at` (of the bureau; now), and
    tells what tests must know of it.
    """

    name: str
    lay: Callable[[], object]
    at: str = ""


@pytest.fixture(scope="session")
def laid(run_dir: Path, templates: Callable[[str], Template]) -> Laid:
    """The folder of a world on a store; only to be copied, never opened."""

    def lay(world: World, store: str) -> Path:
        whose = crc32(world.lay.__module__.encode())  # two modules may call theirs alike
        folder = run_dir / f"world-{world.name}-{whose:08x}-{store}"
        empty = templates(store)
        with only_one(folder.with_suffix(".lock")):
            if not folder.exists():
                _lay(world, empty, folder)
        return folder

    return lay


def _lay(world: World, empty: Template, folder: Path) -> None:
    narrow()
    moment = datetime.fromisoformat(world.at).replace(tzinfo=ZONE) if world.at else None
    with (
        time_machine.travel(moment, tick=False) if moment else nullcontext(),
        made_whole(empty, folder) as building,
        seeing(EVERYTHING),
        unit_of_work(),
    ):
        told = world.lay()
        (building / TOLD).write_bytes(pickle.dumps(told))


def begun_with(world: World) -> Any:
    """The fixture `instance` of a folder or module: a copy of `world` for tests that ask for it by name."""

    @pytest.fixture
    def instance(
        request: pytest.FixtureRequest, store: str, templates: Callable[[str], Template], laid: Laid,
        tmp_path: Path,
    ) -> Path:  # fmt: skip
        asked = world.name in request.fixturenames
        return copy_of(laid(world, store) if asked else templates(store).instance, tmp_path)

    return instance


def told_of(instance: Path) -> Any:
    """What the world that `instance` is a copy of told when it was laid."""
    return pickle.loads((instance / TOLD).read_bytes())  # noqa: S301  (written above)
