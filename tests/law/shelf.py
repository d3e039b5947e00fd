"""Where a walk's beginnings are kept: a database as it stood, put back in a moment, on either store."""

import shutil
from pathlib import Path
from typing import Protocol

from flask import Flask
from sqlalchemy.engine import URL

from supervision.core.db import db
from tests.support import postgres


class Shelf(Protocol):
    """Keeps the application's database under a name, and puts it back."""

    def keep(self, name: str) -> None: ...

    def put_back(self, name: str) -> None: ...


def close(app: Flask) -> None:
    """Let go of every connection."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


class Files:
    """SQLite: copies of the file."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app, self.file = app, folder / "supervision.sqlite3"

    def keep(self, name: str) -> None:
        close(self.app)
        shutil.copy(self.file, self.file.with_suffix(f".{name}"))

    def put_back(self, name: str) -> None:
        close(self.app)
        for suffix in ("-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        shutil.copy(self.file.with_suffix(f".{name}"), self.file)


class Databases:
    """PostgreSQL: databases copied from one another."""

    def __init__(self, app: Flask, url: URL) -> None:
        self.app, self.url = app, url
        self.kept: list[URL] = []

    def keep(self, name: str) -> None:
        close(self.app)
        kept = self.url.set(database=f"{self.url.database}_{name}")
        postgres.recreate(kept, template=self.url.database)
        self.kept.append(kept)

    def put_back(self, name: str) -> None:
        close(self.app)
        postgres.recreate(self.url, template=f"{self.url.database}_{name}")

    def drop(self) -> None:
        """Remove everything that was kept, and the database itself."""
        close(self.app)
        for url in (*self.kept, self.url):
            postgres.drop(url)
