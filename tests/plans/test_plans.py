"""Every page with every tab, sort and filter, and every job, at 100,000 problems of one body.

A statement that walks a table costs several steps for each of its rows; what a page needs of any
list is bounded by what it shows and by the cap of its counts. Figures that must count exactly (a
year) are told from walks by their plan instead.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import URL, make_url

from bench.city import Size
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.audit.chain import verify
from supervision.core.db import db, gather_statistics
from supervision.core.jobs import runner
from supervision.core.jobs.runner import table
from supervision.core.listing import files, reading, typed
from supervision.core.listing import page as listing_page
from supervision.core.listing.lists import Listing
from supervision.core.search import query as search_query
from supervision.problems.routes import ledger
from tests.plans.conftest import LARGE, City
from tests.plans.effort import efforts
from tests.plans.limits import FEW, faults, limits_on
from tests.plans.visits import Tour, html_of
from tests.support import postgres
from tests.support.client import Visitor
from tests.support.stores import POSTGRES, SQLITE, dispose, open_instance

battery = pytest.mark.battery
PEOPLE = (
    "zhou",
    "shijian",
    pytest.param("wang", marks=battery),
    pytest.param("zhao", marks=battery),
    pytest.param("auditor", marks=battery),
)
WHOLE = {  # jobs that look at everything by nature, at night
    "ledger-verify", "scrub", "backup", "backup-drill", "statistics",
}  # fmt: skip
OF_A_JOB = {  # all that is open, for each person: once a week, and once a calendar
    "reminders-weekly": 1_000_000, "calendar-watch": 350_000,
}  # fmt: skip
DESK = ("/", "/reminders/", "/absence/handover")
OpenCity = Callable[..., Flask]


@pytest.fixture
def open_city(
    cities: Callable[[str, Size], City], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[OpenCity]:
    """`open_city()`: the application over the city; `own`: over a copy that may be changed.

    On PostgreSQL always over a copy: nobody can copy what another worker has open.
    """
    for module, name, value in (
        (listing_page, "CAP", FEW), (search_query, "CAP", FEW), (typed, "FEW", FEW),
        (reading, "STRETCH", 5 * FEW), (files, "CHUNK", FEW), (ledger, "MOST_PRINTED", FEW),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)
    rows = property(
        lambda _listing: FEW, lambda _listing, _size: None
    )  # of lists still to come, too
    monkeypatch.setattr(Listing, "size", rows)
    opened: list[Flask] = []
    copies: list[URL] = []

    def enter(store: str = SQLITE, size: Size = LARGE, *, own: bool = False) -> Flask:
        folder, url = cities(store, size)
        if own:
            folder = Path(shutil.copytree(folder, tmp_path / "city"))
        if url is not None:
            copies.append(postgres.copy_of(make_url(url)))
            url = copies[-1].render_as_string(hide_password=False)
        opened.append(open_instance(folder, url))
        return opened[-1]

    yield enter
    for app in opened:
        dispose(app)
    for copy in copies:
        postgres.drop(copy)


def with_statistics(app: Flask) -> Flask:
    """What the store learns at night."""
    with app.app_context(), db.engine.connect() as connection:
        gather_statistics(connection)
        connection.commit()
    return app


@pytest.mark.parametrize("username", PEOPLE)
def test_no_page_walks_a_body(
    open_city: OpenCity, passwords: dict[str, str], username: str
) -> None:
    _expect_no_walk(open_city(), username, passwords)


@pytest.mark.parametrize("username", ["wang", "zhao"])
def test_no_desk_walks_a_body(
    open_city: OpenCity, passwords: dict[str, str], username: str
) -> None:
    """What waits for a section head and a leader is asked of every kind of record."""
    _expect_no_walk(open_city(), username, passwords, only=DESK)


@battery
@pytest.mark.parametrize("username", ["wang", "zhou", "shijian", "zhao", "auditor"])
def test_no_page_walks_a_body_with_statistics(
    open_city: OpenCity, passwords: dict[str, str], username: str
) -> None:
    _expect_no_walk(with_statistics(open_city(own=True)), username, passwords)


@battery
@pytest.mark.postgres
@pytest.mark.parametrize("username", ["wang", "zhou", "shijian", "zhao"])
def test_no_page_walks_a_body_on_postgres(
    open_city: OpenCity, passwords: dict[str, str], username: str
) -> None:
    _expect_no_walk(with_statistics(open_city(POSTGRES, own=True)), username, passwords)


@battery
@pytest.mark.postgres
@pytest.mark.parametrize("username", ["wang", "zhou", "shijian", "zhao", "auditor"])
def test_no_page_walks_a_body_on_postgres_that_knows_nothing_of_its_tables(
    open_city: OpenCity, passwords: dict[str, str], username: str
) -> None:
    """It takes whatever is looked for for few rows then: only what is found by its key is bounded."""
    _expect_no_walk(open_city(POSTGRES), username, passwords)


def _expect_no_walk(
    app: Flask, username: str, passwords: dict[str, str], only: Sequence[str] = ()
) -> None:
    visitor = _sign_in(app, username, passwords[username])
    with app.app_context():
        engine = db.engine
    limits = limits_on(engine)
    found: list[str] = []
    opened = 0
    with efforts(engine) as spent:

        def look(address: str) -> str:
            nonlocal opened
            del spent[:]
            html = html_of(visitor, address)
            opened += 1
            found.extend(faults(engine, limits, address, spent.copy()))
            return html

        for _address in map(look, only) if only else Tour(app, look).addresses():
            pass
    assert not found, f"{len(found)} faults on {opened} pages:\n" + "\n".join(found[:20])
    assert opened == len(only) if only else opened > 20


def _sign_in(app: Flask, username: str, password: str) -> FlaskClient:
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.submit("/accounts/sign-in", {"username": username, "password": password})
    app.test_client_class = FlaskClient
    plain = app.test_client()
    cookie = visitor.get_cookie("mingdu")
    assert cookie is not None
    plain.set_cookie("mingdu", cookie.value)
    return plain


@pytest.mark.parametrize(
    "store", [SQLITE, pytest.param(POSTGRES, marks=[battery, pytest.mark.postgres])]
)
def test_no_job_walks_a_table(open_city: OpenCity, store: str) -> None:
    """Twice on a copy: before the store knows anything of its tables, and after."""
    app = open_city(store, own=True)
    with app.app_context():
        engine = db.engine
        limits = limits_on(engine)
        for _statistics in (False, True):
            for job in (one for one in table() if one.name not in WHOLE):
                with efforts(engine) as spent, seeing(EVERYTHING):
                    assert runner.run_now(app, job), job.name
                for one in spent:
                    limit = OF_A_JOB.get(job.name, limits.least)
                    assert one.work <= limit, f"{job.name}: {one.work}\n{one.statement}"
            with_statistics(app)


NO_SUCH_DAYS = "start=2018-03-01&end=2018-03-02"


@pytest.mark.parametrize(
    "store", [SQLITE, pytest.param(POSTGRES, marks=[battery, pytest.mark.postgres])]
)
def test_a_day_leads_to_its_events_on_the_trail(
    open_city: OpenCity, passwords: dict[str, str], store: str
) -> None:
    """Nothing lies within these days: the whole trail was walked to say so, or all of a person's events."""
    app = open_city(store)
    visitor = _sign_in(app, "auditor", passwords["auditor"])
    with app.app_context():
        engine = db.engine
    found, limits = list[str](), limits_on(engine)
    with efforts(engine) as spent:
        for more in ("", "&person=周某甲", "&person=zhou", "&kind=problem"):
            address = f"/audit/?{NO_SUCH_DAYS}{more}"
            del spent[:]
            assert "没有符合条件的审计记录" in html_of(visitor, address), address
            found.extend(faults(engine, limits, address, spent.copy()))
    assert not found, "\n".join(found)


def test_the_city_is_a_place_that_could_be(open_city: OpenCity) -> None:
    """No key leads nowhere, and its trail is whole."""
    app = open_city()
    with app.app_context(), db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert verify(connection, key=app.config["AUDIT_KEY"]).passed
        number = connection.scalar(sa.text("SELECT count(*) FROM problem"))
    assert number is not None
    assert number >= 100_000
