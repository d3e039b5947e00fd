"""An office of its own to break: folder, database, people, papers to sign; and what is true of it afterwards."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import flask_migrate
import sqlalchemy as sa
from flask import Flask

from supervision.clues.models import Clue
from supervision.core import audit, startup
from supervision.core.access import EVERYTHING, Principal, seeing
from supervision.core.config import ANCHOR
from supervision.core.db import session, unit_of_work
from supervision.core.files import StoredFile
from supervision.core.files.store import path_of
from supervision.core.files.sweeping import intact
from supervision.instruments.models import Instrument
from supervision.instruments.signing.service import archive_missing
from tests.make import issued, people
from tests.make.offices import found_office, sign_in
from tests.support import postgres
from tests.support.client import Visitor
from tests.support.stores import dispose, open_instance

SQLITE, POSTGRESQL = "sqlite", "postgresql"
TYPED = {"source": "province", "content": "执法文书不规范。", "received_on": "2023-04-03"}
CLUE_FORM = "//main//form[@method='post']"
SIGN_FORM = "//form[contains(@action, '/do/sign')]"
HANDLER, SIGNATORY = "handler", "signatory"


@dataclass
class Place:
    """One installation on one store."""

    store: str
    folder: Path
    url: str
    papers: list[int]

    def open(self, **settings: object) -> Flask:
        """The application over it, as a production process has it."""
        return open_instance(self.folder, self.url, PROPAGATE_EXCEPTIONS=False, **settings)


def build(store: str, root: Path, *, papers: int = 0, folder: Path | None = None) -> Place:
    """A migrated installation with an office in it and `papers` before their signatory."""
    instance = folder or root / "instance"
    instance.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{instance / 'supervision.sqlite3'}"
    if store == POSTGRESQL:
        root.chmod(0o711)
        made = postgres.server(root).set(database="reliability")
        postgres.recreate(made)
        url = made.render_as_string(hide_password=False)
    place = Place(store, instance, url, [])
    app = place.open()
    with app.app_context():
        flask_migrate.upgrade()
    with work(app):
        team = found_office()
        place.papers = [issued.awaiting(team).id for _ in range(papers)]
    startup.check(app)
    dispose(app)
    return place


def clear(root: Path) -> None:
    """Nothing of it is left."""
    postgres.stop(root)
    shutil.rmtree(root, ignore_errors=True)


@contextmanager
def work(app: Flask) -> Iterator[None]:
    """One unit of work that sees everything."""
    with app.app_context(), seeing(EVERYTHING), unit_of_work():
        yield


def person(app: Flask, username: str) -> Principal:
    """Somebody of the office."""
    with work(app):
        return people.principal(username)


def enter(app: Flask, username: str) -> Visitor:
    """Their browser, signed in."""
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    sign_in(visitor, person(app, username))
    return visitor


@dataclass
class Truth:
    """What stands in the store after a trial."""

    clues: Counter[str]
    signed: set[int]
    serials: list[int]
    faults: list[str]
    broken_files: int

    def gaps(self) -> int:
        """Numbers of the series that are missing or given twice."""
        wanted = list(range(1, len(self.serials) + 1))
        return sum(one != other for one, other in zip(sorted(self.serials), wanted, strict=True))


def truth(place: Place) -> Truth:
    """Read it with a process that has never met the outage; archives left undone are made first."""
    app = place.open()
    try:
        with app.app_context():
            archive_missing()
        with work(app):
            clues = Counter(session.scalars(sa.select(Clue.subject)))
            rows = session.execute(sa.select(Instrument.id, Instrument.number_serial)).all()
            verdict = audit.verify(
                session.connection(), key=app.config["AUDIT_KEY"], anchor=place.folder / ANCHOR
            )
            kept = session.scalars(sa.select(StoredFile)).all()
            broken = sum(not intact(path_of(one), one.sha256) for one in kept)
            signed = {row.id for row in rows if row.number_serial}
            serials = [row.number_serial for row in rows if row.number_serial]
        return Truth(clues, signed, serials, list(verdict.faults), broken)
    finally:
        dispose(app)


def in_words(text: str) -> bool:
    """Whether an answer speaks Chinese: a raw error of a server does not."""
    return re.search(r"[\u4e00-\u9fff]", text) is not None
