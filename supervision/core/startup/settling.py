"""Before any command of the operator: the key that a kill left half turned is put in its place.

A start does the same by itself. A command that did not would go on with the old key: seal events that no
check forgives, export a key that opens nothing, or refuse where the schema keeps a start from finishing it.
"""

import sqlalchemy as sa
from flask import Flask

from supervision.core.db import db
from supervision.core.startup import presence, turning
from supervision.core.startup.holding import serve_from


def settle(app: Flask) -> list[str]:
    """The names of the keys that were put in place. The store is only asked where a key waits.

    Nothing is done while another process has the folder alone: it may be turning the key just now. Nor where
    the store can't be asked: the command itself says why.
    """
    instance = app.config["INSTANCE"]
    if not turning.waits(app.config["KEYS_DIR"]):
        return []
    with app.app_context():
        path = presence.path_of(db.engine.url)
        if path is not None and not (path.is_file() and path.stat().st_size):
            return []
        try:
            with serve_from(instance), db.engine.connect() as connection:
                return turning.finish(app, connection)
        except (SystemExit, sa.exc.DatabaseError):
            return []
        finally:
            db.engine.dispose()
