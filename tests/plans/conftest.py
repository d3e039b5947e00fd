"""The city: the demonstration as 100,000 problems, made once a run on each store that is asked for."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from bench.city import Size, grow
from bench.city.growing import move_sequences
from bench.city.made import fast
from bench.city.seeds import at_every_step, enrich
from supervision.core.db import db
from tests.support import postgres
from tests.support.run import only_one
from tests.support.stores import SQLITE, Template, dispose, open_instance

LARGE = Size(100_000, audited=12, searchable=12)
NOTE = "city.url"
City = tuple[Path, str | None]


@pytest.fixture(scope="session")
def cities(
    run_dir: Path, demonstration: Path, templates: Callable[[str], Template]
) -> Callable[[str, Size], City]:
    """Instance folder and database of a city on a store; to be read, never changed."""

    def city(store: str, size: Size) -> City:
        name = f"city-{store}-{size.problems}"
        folder = run_dir / name
        with only_one(run_dir / f"{name}.lock"):
            if not folder.exists():
                building = folder.with_suffix(".building")
                shutil.rmtree(building, ignore_errors=True)
                shutil.copytree(demonstration, building)
                _build(building, size, None if store == SQLITE else templates(store))
                building.rename(folder)
        note = folder / NOTE
        return folder, note.read_text("ascii") if note.exists() else None

    return city


def _build(instance: Path, size: Size, template: Template | None) -> None:
    app = open_instance(instance)
    with app.app_context():
        enrich()
        db.session.remove()
        if template is not None:
            _onto_postgres(app, instance, size, template)
            dispose(app)
            return
        with fast(db.engine) as connection:
            _grow(connection, app, size)
    dispose(app)


def _grow(connection: Connection, app: Flask, size: Size) -> None:
    grow(connection, size, key=app.config["AUDIT_KEY"])
    at_every_step(connection)


def _onto_postgres(app: Flask, instance: Path, size: Size, template: Template) -> None:
    assert template.url is not None
    url = template.url.set(database=f"{template.url.database}_{size.problems}")
    postgres.recreate(url, template=template.url.database)
    engine = sa.create_engine(url)
    with fast(engine) as there, db.engine.connect() as here:
        for table in reversed(db.metadata.sorted_tables):
            there.execute(sa.delete(table))  # what migrations write of themselves
        for table in db.metadata.sorted_tables:
            rows = [dict(row) for row in here.execute(sa.select(table)).mappings()]
            if rows:
                there.execute(sa.insert(table), rows)
        move_sequences(there, db.metadata.sorted_tables)
        _grow(there, app, size)
    engine.dispose()
    (instance / NOTE).write_text(url.render_as_string(hide_password=False), "ascii")
