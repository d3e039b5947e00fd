"""What is heavy is imported where it is used: by the one process that needs it, in the moment it does."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.rules.source import ROOT
from tests.support.seats import SignIn

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
HEAVY = SETTINGS["flake8-tidy-imports"]["banned-module-level-imports"]
# Every test that asks for a page needs the one; the other is a hundredth of a second.
OF_THE_TESTS = {"lxml", "waitress"}
SCRIPT = """
import json, sys
from importlib import import_module

heavy, folder = json.loads(sys.argv[1]), sys.argv[2]
loaded = lambda: [name for name in heavy if name in sys.modules]
import supervision
told = {"package": [name for name in (*heavy, "flask", "sqlalchemy") if name in sys.modules]}
supervision.create_app({"INSTANCE": folder, "TESTING": True, "JOBS": False})
told["application"] = loaded()
for name in import_module("tests.conftest").pytest_plugins:
    import_module(name)
told["tests"] = loaded()
print(json.dumps(told))
"""


def test_an_application_and_the_tests_load_nothing_heavy(tmp_path: Path) -> None:
    """The list stands in pyproject.toml, where ruff keeps it from the top of every module."""
    assert len(HEAVY) > 20
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(HEAVY), str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["package"] == []
    assert told["application"] == []
    assert set(told["tests"]) <= OF_THE_TESTS


ROUND = """
import json, sys
from supervision import create_app
from supervision.core.places import PLACES

heavy, folder, store, visits = json.loads(sys.argv[1])
app = create_app({"INSTANCE": folder, "SQLALCHEMY_DATABASE_URI": store, "TESTING": True, "JOBS": False})
with app.test_request_context():
    places = [app.url_for(place.endpoint) for place in PLACES.parts()] + ["/clues/new", "/search/?q=甲局"]
told = {"seen": 0}
for cookies in visits:
    browser = app.test_client()
    for name, value in cookies.items():
        browser.set_cookie(name, value)
    told["seen"] += sum(browser.get(place).status_code == 200 for place in places)
told["loaded"] = [name for name in heavy if name in sys.modules]
print(json.dumps(told))
"""


@pytest.mark.usefixtures("bureau")
@pytest.mark.parametrize(
    ("seats", "fewest"),
    [
        (("handler", "liaison"), 25),
        pytest.param(("handler", "sysadmin", "auditor", "liaison"), 40, marks=pytest.mark.battery),
    ],
)
def test_a_round_of_pages_loads_nothing_heavy(
    sign_in: SignIn, instance: Path, database_url: str, seats: tuple[str, ...], fewest: int
) -> None:
    """What every place of the navigation needs, and a form with its names: 55 MB of pinyin stood in each worker."""
    visits = []
    for seat in seats:
        held = sign_in(seat)._cookies
        visits.append({one.key: one.value for one in held.values()})
    asked = json.dumps(
        [[name for name in HEAVY if name != "psycopg"], str(instance), database_url, visits]
    )
    run = subprocess.run(
        [sys.executable, "-c", ROUND, asked], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["seen"] > fewest
    assert told["loaded"] == []
