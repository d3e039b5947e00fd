"""The worlds of the walks, one a store, each made once for the module."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.law.shelf import Databases, Files
from tests.law.world import World
from tests.support import postgres
from tests.support.stores import POSTGRES, SQLITE, Template, dispose, open_instance

Templates = Callable[[str], Template]


@pytest.fixture(scope="module")
def world(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The product over SQLite."""
    folder = tmp_path_factory.mktemp("law") / "instance"
    shutil.copytree(templates(SQLITE).instance, folder)
    app = open_instance(folder)
    made = World(app, Files(app, folder))
    yield made
    made.leave()
    dispose(app)


@pytest.fixture(scope="module")
def postgres_world(
    templates: Templates, tmp_path_factory: pytest.TempPathFactory, run_dir: Path, worker_id: str
) -> Iterator[World]:
    """The product over PostgreSQL."""
    template = templates(POSTGRES)
    assert template.url is not None
    folder = tmp_path_factory.mktemp("law") / "instance"
    shutil.copytree(template.instance, folder)
    name = f"{run_dir.name}-{worker_id}-law".replace("-", "_").lower()
    url = template.url.set(database=name)
    postgres.recreate(url, template=template.url.database)
    app = open_instance(folder, url.render_as_string(hide_password=False))
    shelf = Databases(app, url)
    made = World(app, shelf)
    yield made
    made.leave()
    shelf.drop()
