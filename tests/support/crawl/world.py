"""The world that is crawled: the demonstration as it would be on one fixed day, and who looks at it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import flask_migrate
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from supervision.accounts import passwords
from supervision.accounts.models import User
from supervision.accounts.service import UserFacts, seed
from supervision.agencies.models import Body
from supervision.core.access import EVERYTHING, Role, seeing
from supervision.core.access.principal import become
from supervision.core.db import session, unit_of_work
from supervision.demo import loading as demo
from tests.support.client import Visitor
from tests.support.stores import dispose, open_instance

MOMENT = datetime(2024, 6, 19, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PEOPLE = (
    "zhou", "wang", "zhao", "shijian", "shijian.head", "guancha", "sysadmin", "secadmin", "auditor",
)  # fmt: skip
NOBODY = "(nobody)"
PASSWORD = "Guan-cha-2024-crawl"


@contextmanager
def that_day() -> Iterator[None]:
    """Time stands still at MOMENT."""
    with time_machine.travel(MOMENT, tick=False):
        yield


def build(folder: Path) -> None:
    """The demonstration in `folder`, an observer added; every person there has PASSWORD."""
    folder.mkdir(parents=True)
    app = open_instance(folder)
    become(None)  # whoever acted in the test before has no hand in it
    with that_day(), app.app_context():
        flask_migrate.upgrade()
        demo.load()
        with seeing(EVERYTHING), unit_of_work():
            same = passwords.hash_password(PASSWORD)
            facts = UserFacts(
                username="guancha", name="吴某己", roles=frozenset({Role.OBSERVER}),
                body=session.query(Body).one(),
            )  # fmt: skip
            seed(facts, password_hash=same)
            session.execute(sa.update(User).values(password_hash=same))
    dispose(app)


@contextmanager
def looking(built: Path, scratch: Path, person: str) -> Iterator[tuple[Flask, FlaskClient]]:
    """`person` signed in to a copy of `built` of their own: what one leaves in the trail no other reads."""
    folder = Path(shutil.copytree(built, scratch / person))
    app = open_instance(folder, PROPAGATE_EXCEPTIONS=False)
    with that_day():
        yield app, _signed_in(app, person)
    dispose(app)
    shutil.rmtree(folder)


def _signed_in(app: Flask, person: str) -> FlaskClient:
    plain = app.test_client()
    if person == NOBODY:
        return plain
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.submit("/accounts/sign-in", {"username": person, "password": PASSWORD})
    cookie = visitor.get_cookie("mingdu")
    assert cookie is not None, f"{person} could not sign in"
    plain.set_cookie("mingdu", cookie.value)
    return plain
