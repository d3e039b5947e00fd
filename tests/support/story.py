"""The demonstration, loaded once a run: whoever needs the whole of it copies a folder, not a year.

A test module asks for it by giving its own `instance` fixture: `return copy_of(demonstration, …)`.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import URL, make_url

from supervision.core.access.principal import become
from tests.support import postgres
from tests.support.run import only_one
from tests.support.stores import ADDRESS, DEFAULT, Template, dispose, open_instance

PASSWORDS = "passwords.json"


@pytest.fixture(scope="session")
def demonstration(run_dir: Path, templates: Callable[[str], Template]) -> Path:
    """An instance folder with the demonstration; only to be copied, never opened."""
    folder = run_dir / "demonstration"
    empty = templates(DEFAULT)
    with only_one(run_dir / "demonstration.lock"):
        if not folder.exists():
            _load(empty, folder)
    return folder


@pytest.fixture(scope="session")
def passwords(demonstration: Path) -> dict[str, str]:
    """User name → password, as the loading of the demonstration prints them."""
    return dict(json.loads((demonstration / PASSWORDS).read_text("utf-8")))


def copy_of(demonstration: Path, folder: Path) -> Path:
    """A copy of the demonstration's instance that a test may change, with a database of its own."""
    made = Path(shutil.copytree(demonstration, folder / "instance"))
    if (made / ADDRESS).exists():
        source = make_url((made / ADDRESS).read_text(encoding="ascii"))
        _note(made, postgres.copy_of(source))
    return made


def _note(folder: Path, url: URL) -> None:
    address = url.render_as_string(hide_password=False)
    (folder / ADDRESS).write_text(address, encoding="ascii")


def _load(empty: Template, folder: Path) -> None:
    from supervision.demo import loading  # noqa: PLC0415  (who does without pays nothing)

    with made_whole(empty, folder) as building:
        lines = loading.load()
        columns = [line.split() for line in lines if line.startswith("  ")]
        told = {words[0]: words[1] for words in columns if len(words) > 2}
        (building / PASSWORDS).write_text(json.dumps(told), encoding="utf-8")


@contextmanager
def made_whole(empty: Template, folder: Path) -> Iterator[Path]:
    """Fill a copy of `empty` within the application's context; it is called `folder` when that has gone well.

    Under another name first, so that half of it is never taken for the whole.
    """
    building = folder.with_suffix(".building")
    shutil.rmtree(building, ignore_errors=True)
    shutil.copytree(empty.instance, building)
    if empty.url is not None:
        url = empty.url.set(database=f"{empty.url.database}_{folder.name}".replace("-", "_"))
        postgres.recreate(url, template=empty.url.database)
        _note(building, url)
    app = open_instance(building)
    become(None)  # whoever acted in the test before has no hand in it
    with app.app_context():
        yield building
    dispose(app)
    building.rename(folder)
