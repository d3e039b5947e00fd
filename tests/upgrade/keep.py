"""`python -m tests.upgrade.keep`: the database of this very program, as its own services fill it, for later upgrades.

Run on the commit that is being released; it writes tests/upgrade/NUMBER.tar.xz (some 150 KB): an office
with a clue, a signed and archived paper, one before its signatory, keys and trail; and the day into CHANGELOG.md.
"""

import datetime
import sqlite3
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from bench.reliability.place import (
    CLUE_FORM,
    HANDLER,
    SIGN_FORM,
    SIGNATORY,
    SQLITE,
    TYPED,
    build,
    enter,
)
from supervision.core import clock
from supervision.core.version import VERSION
from tests.support.stores import dispose

HERE = Path(__file__).parent
CHANGELOG = HERE.parents[1] / "CHANGELOG.md"
UNRELEASED = "尚未发布"
KEPT = ("supervision.sqlite3", "files", "audit_anchor.json", "audit_key", "identity_key", "secret_key")  # fmt: skip


def keep(path: Path) -> None:
    """Write the office to `path`, which is not there yet."""
    with tempfile.TemporaryDirectory(prefix="mingdu-release-") as root:
        place = build(SQLITE, Path(root), papers=2)
        app = place.open()
        handler, signatory = enter(app, HANDLER), enter(app, SIGNATORY)
        subject = f"{VERSION} 登记的来件"
        done = [
            handler.submit("/clues/new", {**TYPED, "subject": subject}, form=CLUE_FORM),
            signatory.submit(f"/instruments/{place.papers[0]}", form=SIGN_FORM),
        ]
        assert [answer.status_code for answer in done] == [302, 302]
        dispose(app)
        with closing(sqlite3.connect(place.folder / "supervision.sqlite3")) as own:
            own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            own.execute("VACUUM")
        with tarfile.open(path, "x:xz") as archive:
            for name in KEPT:
                archive.add(place.folder / name, name)


def dated(text: str, day: datetime.date) -> str:
    """The changelog once this number is released; ValueError where its head is another."""
    head = f"## {VERSION}（{UNRELEASED}）"
    if text.count(head) != 1:
        message = f"CHANGELOG.md 中没有“{head}”"
        raise ValueError(message)
    return text.replace(head, f"## {VERSION}（{day.isoformat()}）")


def main() -> int:
    """Exit status; nothing is written where this number has been released before."""
    made = HERE / f"{VERSION}.tar.xz"
    if made.exists():
        sys.stderr.write(f"{made} 已经存在：已发布的版本不改\n")
        return 1
    try:
        told = dated(CHANGELOG.read_text("utf-8"), clock.today())
    except ValueError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    keep(made)
    CHANGELOG.write_text(told, "utf-8")
    sys.stdout.write(f"{made}（{made.stat().st_size // 1024} KB），CHANGELOG.md 已写上日期。\n")
    sys.stdout.write(f"提交后：git tag -a v{VERSION} -m v{VERSION}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
