"""A fresh database for every test, copied from one that the migrations built once a run.

Copies, not rolled-back transactions: requests commit, triggers refuse to delete audit rows, and
several threads take part, so nothing less would leave each test alone with its data.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.engine import URL, make_url

from supervision import create_app
from supervision.core.db import db
from tests.support import postgres
from tests.support.compiled import share_compiled
from tests.support.of_sqlite import OF_SQLITE, ROOT
from tests.support.run import only_one

SQLITE, POSTGRES = "sqlite", "postgres"
DEFAULT = POSTGRES if os.environ.get("DB", "").startswith("postgres") else SQLITE
"""What tests run on that say nothing of a store: `make test DB=postgresql` runs them all on the other."""
ADDRESS = (
    "postgres.url"  # in an instance folder: the database that belongs to it, if it is no SQLite
)
MakeApp = Callable[..., Flask]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test marked `store` runs on both stores; on PostgreSQL alone where all do.

    `store(other="battery")`: long, so that only the battery runs it on PostgreSQL beside SQLite.
    """
    mark = metafunc.definition.get_closest_marker("store")
    if mark is None:
        return
    later = DEFAULT == SQLITE and mark.kwargs.get("other") == "battery"
    marks = (pytest.mark.postgres, *((pytest.mark.battery,) if later else ()))
    other = pytest.param(POSTGRES, marks=marks)
    metafunc.parametrize("store", [SQLITE, other] if DEFAULT == SQLITE else [other], indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On PostgreSQL what is SQLite's by nature is left out, with the reason."""
    if DEFAULT == SQLITE:
        return
    for item in items:
        here = f"{item.path.resolve().relative_to(ROOT).as_posix()}::{item.name}"
        reason = next((why for start, why in OF_SQLITE.items() if here.startswith(start)), None)
        if reason and item.get_closest_marker("store") is None:
            item.add_marker(pytest.mark.skip(reason=reason))


@dataclass(frozen=True)
class Template:
    """A migrated instance folder and, with PostgreSQL, the database beside it."""

    instance: Path
    url: URL | None


@pytest.fixture
def store(request: pytest.FixtureRequest) -> str:
    """The kind of store this test runs on: `sqlite`, or `postgres` for tests marked `store`."""
    return str(getattr(request, "param", DEFAULT))


@pytest.fixture(scope="session")
def templates(run_dir: Path) -> Callable[[str], Template]:
    """Give the migrated template of a store; whoever asks first builds it for the whole run."""

    def template(store: str) -> Template:
        with only_one(run_dir / f"{store}.lock"):
            url = None
            if store == POSTGRES:
                url = postgres.server(run_dir).set(database=_database_name(run_dir, "template"))
            instance = run_dir / f"template-{store}"
            if not instance.exists():
                _migrate(instance, url)
        return Template(instance, url)

    return template


@pytest.fixture
def instance(store: str, templates: Callable[[str], Template], tmp_path: Path) -> Path:
    """This test's own instance folder, secrets and (with SQLite) database included."""
    return Path(shutil.copytree(templates(store).instance, tmp_path / "instance"))


@pytest.fixture
def database_url(
    store: str, templates: Callable[[str], Template], instance: Path, run_dir: Path, worker_id: str
) -> Iterator[str]:
    """The URL of this test's own migrated database."""
    template = templates(store)
    if template.url is None:
        yield _sqlite_url(instance)
        return
    if (instance / ADDRESS).exists():  # a copy of the demonstration has its own (story.py)
        address = (instance / ADDRESS).read_text(encoding="ascii")
        yield address
        postgres.drop(make_url(address))
        return
    url = template.url.set(database=_database_name(run_dir, worker_id))
    postgres.recreate(url, template=template.url.database)
    yield url.render_as_string(hide_password=False)
    postgres.drop(url)


@pytest.fixture
def empty_database_url(store: str, run_dir: Path, worker_id: str, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without a single table, for tests of the migrations themselves."""
    if store == SQLITE:
        yield _sqlite_url(tmp_path)
        return
    with only_one(run_dir / f"{store}.lock"):
        server = postgres.server(run_dir)
    url = server.set(database=_database_name(run_dir, f"{worker_id}_empty"))
    postgres.recreate(url)
    yield url.render_as_string(hide_password=False)
    postgres.drop(url)


@pytest.fixture
def make_app(instance: Path, database_url: str) -> Iterator[MakeApp]:
    """`make_app(UPLOAD_LIMIT=1024)`: the application over this test's database, settings as given."""
    made: list[Flask] = []

    def make(**settings: Any) -> Flask:
        made.append(open_instance(instance, database_url, **settings))
        return made[-1]

    yield make
    for app in made:
        dispose(app)


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """The application over this test's database. No context is pushed: use `with app.app_context()`."""
    return make_app()


def dispose(app: Flask) -> None:
    """Close every connection that `app` keeps to its database."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def open_instance(instance: Path, database_url: str | None = None, **settings: Any) -> Flask:
    """The application over `instance`; its database is the folder's own SQLite unless one is given."""
    if database_url is None and (instance / ADDRESS).exists():
        database_url = (instance / ADDRESS).read_text(encoding="ascii")
    base = {
        "TESTING": True,
        "PROPAGATE_EXCEPTIONS": True,  # a fault shows as itself, not as a page of 500
        "JOBS": False,
        "INSTANCE": str(instance),
        "SQLALCHEMY_DATABASE_URI": database_url or _sqlite_url(instance),
    }
    return share_compiled(create_app({**base, **settings}))


def _sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'supervision.sqlite3'}"


def _database_name(run_dir: Path, suffix: str) -> str:
    return f"{run_dir.name}-{suffix}".replace("-", "_").lower()


def _migrate(instance: Path, url: URL | None) -> None:
    """Build the template in a folder of another name, so that half of one is never taken for it."""
    building = instance.with_suffix(".building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    if url is not None:
        postgres.recreate(url)
    import flask_migrate  # noqa: PLC0415  (who does without pays nothing)

    app = open_instance(building, url.render_as_string(hide_password=False) if url else None)
    with app.app_context():
        flask_migrate.upgrade()
    dispose(app)
    building.rename(instance)
