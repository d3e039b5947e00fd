"""A city's instance folder, made once for a schema and a size and kept out of git."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import flask_migrate
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection
from sqlalchemy.schema import CreateIndex, CreateTable

from bench.city.clones import Size
from bench.city.growing import grow
from bench.city.seeds import at_every_step, enrich
from supervision import create_app
from supervision.core.db import db
from supervision.demo import loading as demo
from supervision.slices import SLICES

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".bench"
MAKING = (Path(__file__).parent, ROOT / "supervision" / "demo", ROOT / "supervision" / "migrations")
PASSWORDS = "passwords.json"
FASTER = ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-200000")


def folder(size: Size) -> Path:
    """The instance with so many problems; built when it is not there yet or the schema moved on."""
    made = KEPT / f"{size.problems}-{_fingerprint(size)}"
    if not made.exists():
        building = made.with_suffix(".building")
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        said = json.dumps(asdict(size))
        # in a process of its own: what building holds is no part of any bench's memory
        subprocess.run([sys.executable, "-m", __name__, str(building), said], check=True, cwd=ROOT)
        building.rename(made)
    return made


def opened(instance: Path, **settings: object) -> Flask:
    """The application over an instance folder."""
    store = f"sqlite:///{instance / 'supervision.sqlite3'}"
    base = {"INSTANCE": str(instance), "JOBS": False, "SQLALCHEMY_DATABASE_URI": store}
    return create_app({**base, **settings})


def _build(instance: Path, size: Size) -> None:
    app = opened(instance)
    with app.app_context():
        flask_migrate.upgrade()
        (instance / PASSWORDS).write_text(json.dumps(_told(demo.load())), encoding="utf-8")
        enrich()
        db.session.remove()
        with fast(db.engine) as connection:
            grow(connection, size, key=app.config["AUDIT_KEY"])
            at_every_step(connection)
        db.engine.dispose()


def _told(lines: list[str]) -> dict[str, str]:
    """User name → password, from what the demonstration prints."""
    columns = [line.split() for line in lines if line.startswith("  ")]
    return {words[0]: words[1] for words in columns if len(words) > 2}


@contextmanager
def fast(engine: sa.Engine) -> Iterator[Connection]:
    """A connection for filling a database that can be made again; committed at the end."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            for pragma in FASTER:
                connection.connection.cursor().execute(f"PRAGMA {pragma}")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        yield connection
        connection.commit()
        connection.invalidate()  # what was set for speed ends with it


def _fingerprint(size: Size) -> str:
    """Changes with the schema, the demonstration, the way of making, and the size.

    Of the whole schema: what nobody has imported yet would be missing from it.
    """
    said = hashlib.sha256(repr((size, len(SLICES))).encode())
    for table in db.metadata.sorted_tables:
        said.update(str(CreateTable(table)).encode())
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            said.update(str(CreateIndex(index)).encode())
    for place in MAKING:
        for source in sorted(place.rglob("*.py")):
            said.update(source.read_bytes())
    return said.hexdigest()[:12]


if __name__ == "__main__":
    _build(Path(sys.argv[1]), Size(**json.loads(sys.argv[2])))
