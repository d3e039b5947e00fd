"""The worlds of the walks, one a store, each made once for the module."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask

from tests.law.shelf import Databases, Files, Shelf
from tests.law.world import World
from tests.support import postgres
from tests.support.stores import DEFAULT, POSTGRES, Template, dispose, open_instance

Product = Callable[[str], AbstractContextManager[tuple[Flask, Shelf]]]


@pytest.fixture(scope="module")
def product(
    templates: Callable[[str], Template],
    tmp_path_factory: pytest.TempPathFactory,
    run_dir: Path,
    worker_id: str,
) -> Product:
    """`with product(store) as (app, shelf)`: the product over a store of its own, put back in a moment."""

    @contextmanager
    def over(store: str) -> Iterator[tuple[Flask, Shelf]]:
        template = templates(store)
        folder = tmp_path_factory.mktemp("law") / "instance"
        shutil.copytree(template.instance, folder)
        if template.url is None:
            app = open_instance(folder)
            yield app, Files(app, folder)
            dispose(app)
            return
        name = f"{run_dir.name}-{worker_id}-law".replace("-", "_").lower()
        url = template.url.set(database=name)
        postgres.recreate(url, template=template.url.database)
        app = open_instance(folder, url.render_as_string(hide_password=False))
        shelf = Databases(app, url)
        yield app, shelf
        shelf.drop()

    return over


@pytest.fixture(scope="module")
def world(product: Product) -> Iterator[World]:
    """The product over the store that this run is about."""
    with product(DEFAULT) as (app, shelf):
        made = World(app, shelf)
        yield made
        made.leave()


@pytest.fixture(scope="module")
def postgres_world(product: Product) -> Iterator[World]:
    """The product over PostgreSQL."""
    with product(POSTGRES) as (app, shelf):
        made = World(app, shelf)
        yield made
        made.leave()
