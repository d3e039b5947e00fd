"""Files against their rows: which are missing or changed, and which belong to nothing any more."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from supervision.core import clock
from supervision.core.backup.pool import sha256_of
from supervision.core.db import session
from supervision.core.files.models import StoredFile
from supervision.core.files.quota import GIVEN_UP, unclaimed
from supervision.core.files.store import path_of
from supervision.core.instance import instance_folder

BATCH = 500
UNNAMED = dt.timedelta(days=1)  # bytes without a row: an upload that was killed in between


def intact(path: Path, sha256: str) -> bool:
    """Whether the bytes at `path` are still those that were kept."""
    try:
        with path.open("rb") as file:
            return sha256_of(file) == sha256
    except OSError:
        return False


def broken() -> Iterator[StoredFile]:
    """Every stored file whose bytes are missing or not those that were kept."""
    last = 0
    while True:
        statement = sa.select(StoredFile).where(StoredFile.id > last).order_by(StoredFile.id)
        batch = list(session.scalars(statement.limit(BATCH)))
        yield from (one for one in batch if not intact(path_of(one), one.sha256))
        if len(batch) < BATCH:
            return
        last = batch[-1].id
        session.expunge_all()


def sweep() -> int:
    """Remove uploads that were given up and bytes that no row names; how many."""
    return _forget_given_up() + _remove_unnamed()


def _forget_given_up() -> int:
    table = StoredFile.__table__
    gone = sa.delete(table).where(unclaimed(), table.c.created_at < clock.now() - GIVEN_UP)
    count: int = session.execute(gone).rowcount  # type: ignore[attr-defined]
    return max(0, count)


def _remove_unnamed() -> int:
    young = clock.now().timestamp() - UNNAMED.total_seconds()
    count = 0
    for folder in sorted((instance_folder() / "files").glob("??")):
        old = {path.name: path for path in folder.iterdir() if path.stat().st_mtime < young}
        names = sa.select(StoredFile.key).where(StoredFile.key.startswith(folder.name))
        for name in set(old) - set(session.scalars(names)):
            old[name].unlink(missing_ok=True)
            count += 1
    return count
