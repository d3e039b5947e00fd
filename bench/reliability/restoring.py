"""restore, tamper: backups made under load come back whole; whatever is altered is found."""

import random
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.reliability.outcome import Outcome
from bench.reliability.place import (
    CLUE_FORM,
    HANDLER,
    POSTGRESQL,
    SIGN_FORM,
    SIGNATORY,
    SQLITE,
    TYPED,
    Place,
    build,
    enter,
    truth,
    work,
)
from supervision.core import audit, backup
from supervision.core.backup import Reason
from supervision.core.backup.site import elsewhere
from supervision.core.config import ANCHOR, KEYS
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.files import StoredFile
from supervision.core.files.store import path_of
from supervision.core.files.sweeping import intact
from supervision.core.tasks import models as _tasks  # noqa: F401  (its tables belong to the whole)
from tests.support import postgres
from tests.support.stores import dispose

BACKUPS, CUTS = 3, 12


def restore(store: str, root: Path) -> Outcome:
    place = build(store, root, papers=2)
    app = place.open()
    signatory = enter(app, SIGNATORY)
    for paper in place.papers:
        signatory.submit(f"/instruments/{paper}", form=SIGN_FORM)
    written: list[str] = []
    over = threading.Event()
    writer = threading.Thread(target=_write, args=(place, over, written))
    writer.start()
    made, drilled = [], 0
    with app.app_context():
        site = backup.here()
        for _ in range(BACKUPS):
            made.append(backup.create(site, reason=Reason.MANUAL))
            drilled += backup.drill(
                backup.open_archive(made[-1].path), site, backup.Pool(site.backups / "pool")
            ).passed
    over.set()
    writer.join()
    back = _restored(place, root, made[-1].path)
    refused = _truncations(made[0].path, root)
    found = truth(back)
    manifest = backup.open_archive(made[-1].path).manifest
    dispose(app)
    numbers = {
        "备份": len(made), "期间写入": len(written), "演练通过": drilled,
        "恢复出线索": sum(found.clues.values()), "应有线索": manifest.counts["clue"],
        "审计异常": len(found.faults), "损坏文件": found.broken_files,
        "截断": CUTS, "截断被拒": refused,
    }  # fmt: skip
    outcome = Outcome("restore", store, numbers)
    outcome.expect("每份都演练通过", held=drilled == BACKUPS)
    outcome.expect("行数相符", held=numbers["恢复出线索"] == numbers["应有线索"])
    outcome.expect("审计链和文件完好", held=not found.faults and not found.broken_files)
    outcome.expect("截断的一律拒绝", held=refused == CUTS)
    return outcome


def _write(place: Place, over: threading.Event, written: list[str]) -> None:
    app = place.open()
    handler = enter(app, HANDLER)
    while not over.is_set():
        subject = f"restore-{len(written)}"
        handler.submit("/clues/new", {**TYPED, "subject": subject}, form=CLUE_FORM)
        written.append(subject)
    dispose(app)


def _restored(place: Place, root: Path, archive: Path) -> Place:
    folder = root / "restored"
    folder.mkdir()
    for name in KEYS:
        shutil.copy(place.folder / name, folder)
    url = f"sqlite:///{folder / 'supervision.sqlite3'}"
    if place.store == POSTGRESQL:
        made = sa.make_url(place.url).set(database="restored")
        postgres.recreate(made)
        url = made.render_as_string(hide_password=False)
    keys = {name: (folder / name).read_text() for name in KEYS}
    site = elsewhere(folder, keys, folder / "backups", sa.make_url(url))
    backup.restore(backup.open_archive(archive), site, backup.Pool(archive.parent / "pool"))
    return Place(place.store, folder, url, [])


def _truncations(archive: Path, root: Path) -> int:
    whole, refused = archive.read_bytes(), 0
    for number in range(CUTS):
        cut = root / f"cut-{number}.mingdu"
        cut.write_bytes(whole[: len(whole) * number // CUTS])
        try:
            backup.open_archive(cut)
        except DomainError:
            refused += 1
    return refused


def tamper(store: str, root: Path) -> Outcome:
    """Alter the trail and the files by hand, past the program: each alteration must be found."""
    place = build(store, root, papers=2)
    app = place.open()
    signatory = enter(app, SIGNATORY)
    for paper in place.papers:
        signatory.submit(f"/instruments/{paper}", form=SIGN_FORM)
    tried = found = 0
    with work(app):
        last = session.scalar(sa.text("SELECT count(*) FROM audit_event")) or 0
    dispose(app)
    engine = sa.create_engine(place.url)
    for statement in _alterations(store, last):
        with engine.connect() as connection:
            for one in statement:
                connection.execute(sa.text(one))
            verdict = audit.verify(
                connection, key=app.config["AUDIT_KEY"], anchor=place.folder / ANCHOR
            )
            tried, found = tried + 1, found + (not verdict.passed)
            connection.rollback()
    engine.dispose()
    with work(app):
        kept = session.scalars(sa.select(StoredFile)).all()
        paths = [(path_of(one), one.sha256) for one in kept]
    for harm in _harms():
        for path, sha256 in paths:
            whole = path.read_bytes()
            harm(path, whole)
            tried, found = tried + 1, found + (not intact(path, sha256))
            path.write_bytes(whole)
    dispose(app)
    outcome = Outcome("tamper", store, {"改动": tried, "发现": found})
    outcome.expect("每一处改动都被发现", held=tried == found > 0)
    return outcome


def _alterations(store: str, last: int) -> Iterator[list[str]]:
    """Each as the statements that do it; whoever has the database can take its triggers off."""
    off = {
        SQLITE: ["DROP TRIGGER audit_event_no_UPDATE", "DROP TRIGGER audit_event_no_DELETE"],
        POSTGRESQL: ["SET session_replication_role = replica"],
    }[store]
    rng = random.Random(7)
    for seq in rng.sample(range(1, last), 6):
        yield [*off, f"UPDATE audit_event SET label = '别的' WHERE seq = {seq}"]
        yield [*off, f"UPDATE audit_event SET actor_name = '别人' WHERE seq = {seq}"]
        yield [*off, f"DELETE FROM audit_event WHERE seq = {seq}"]
    yield [*off, f"DELETE FROM audit_event WHERE seq = {last}"]
    yield ["UPDATE audit_head SET count = count - 1"]


def _harms() -> list[Callable[[Path, bytes], Any]]:
    return [
        lambda path, _whole: path.unlink(),
        lambda path, whole: path.write_bytes(whole[:-1]),
        lambda path, whole: path.write_bytes(whole[:50] + bytes([whole[50] ^ 1]) + whole[51:]),
        lambda path, whole: path.write_bytes(whole + b"\n"),
    ]
