"""Brings the database to the newest migration.

It asks the store first: starting the whole application only to learn that there is nothing to do
would cost each `make run` two seconds.
"""

import ast
import runpy
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SQLITE = "sqlite:///"
QUESTION = "SELECT version_num FROM alembic_version"


def newest() -> set[str]:
    """The revisions that no other follows: one, unless two people wrote one at a time."""
    revisions, followed = set(), set()
    for path in (ROOT / "supervision/migrations/versions").glob("*.py"):
        values = _assignments(ast.parse(path.read_text(encoding="utf-8")))
        revisions.add(values["revision"])
        followed.add(values["down_revision"])
    return {str(name) for name in revisions - followed}


def present() -> set[str]:
    """The revision of the database; empty when it has none, or cannot be reached: the upgrade says so."""
    settings = runpy.run_path(str(ROOT / "supervision/core/config.py"))["load"]()
    url = str(settings["SQLALCHEMY_DATABASE_URI"])
    if not url.startswith(SQLITE):
        return _on_server(url.replace("+psycopg", "", 1))
    if not Path(url.removeprefix(SQLITE)).is_file():
        return set()
    connection = sqlite3.connect(url.removeprefix(SQLITE))
    try:
        return {str(row[0]) for row in connection.execute(QUESTION)}
    except sqlite3.DatabaseError:  # an empty file has no such table yet; what is none, is told next
        return set()
    finally:
        connection.close()


def _on_server(url: str) -> set[str]:
    import psycopg  # noqa: PLC0415  (half a second, and most installations have no use for it)

    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            return {str(row[0]) for row in connection.execute(QUESTION)}
    except (psycopg.errors.UndefinedTable, psycopg.OperationalError):
        return set()


def main() -> int:
    """Exit status of the migration; 0 at once when the database is up to date."""
    if present() == newest():
        return 0
    command = [sys.executable, "-m", "supervision", "upgrade"]  # which makes a backup first
    return subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603


def _assignments(tree: ast.Module) -> dict[str, object]:
    """The module's plain `name = "value"` lines, annotated or not."""
    found: dict[str, object] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                found[target.id] = node.value.value
    return found


if __name__ == "__main__":
    sys.exit(main())
