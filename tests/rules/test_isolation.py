"""Every route × role × foreign row: another body's record is a 404 by every address there is.

The demonstration is the foreign world: it holds records of every kind in every state. A second
bureau with its unit then tries each address with the demonstration's keys.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from supervision.accounts.models import User
from supervision.actions.models import SupervisionAction
from supervision.agencies.models import Officer, Unit
from supervision.clues.models import Clue
from supervision.core.access import EVERYTHING, Role, seeing
from supervision.core.db import session, unit_of_work
from supervision.core.files import Attachment
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.interviews.models import Interview
from supervision.problems.models import Problem
from supervision.referrals.models import Referral
from supervision.roster.models import JointDocument, RosterEntry
from tests.make import papers, people
from tests.make.people import PASSWORD
from tests.support.client import Visitor
from tests.support.stores import MakeApp
from tests.support.story import copy_of

PEOPLE = ("first", "reviewer", "signatory", "clerk", "head", "auditor")
FOREIGN = "示例市"  # stands in every name, title and text of the demonstration
RECORDS: Mapping[str, type[Any]] = {
    "action_id": SupervisionAction,
    "attachment_id": Attachment,
    "clue_id": Clue,
    "document_id": JointDocument,
    "entry_id": RosterEntry,
    "interview_id": Interview,
    "item_id": InstrumentItem,
    "officer_id": Officer,
    "paper_id": Instrument,
    "problem_id": Problem,
    "referral_id": Referral,
    "unit_id": Unit,
}
# The demonstration has none of these; each has its own test of foreign rows in its slice.
UNMADE = frozenset(
    {
        "batch_id",
        "deputy_id",
        "extension_id",
        "objection_id",
        "publication_id",
        "task_id",
        "token_id",
        "view_id",
    }
)
# Matters of the whole installation, which business people may not touch at all.
OF_INSTALLATION = frozenset({"body_id", "dispatch_id", "kind_id", "seq", "user_id", "version_id"})
WORDS = {
    "code": "decision", "how": "pdf", "kind": "ledger", "name": "receipt", "number": 1, "verb": "close",
    "which": "category", "word": "x",
}  # fmt: skip

ABOUT_EVERYONE = frozenset(
    {"agencies.body_tree", "agencies.add_body"}
)  # the tree of bodies names every body


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    """The demonstration as this test's own data."""
    return copy_of(demonstration, tmp_path)


@pytest.fixture(scope="module")
def outsiders() -> tuple[str, ...]:
    """User names of the second bureau's people."""
    return tuple(f"other-{name}" for name in PEOPLE)


def _two_worlds(app: Flask) -> dict[str, int]:
    """The demonstration and a bureau beside it; the keys of the demonstration's newest records."""
    with app.app_context(), seeing(EVERYTHING):
        with unit_of_work(write=False):
            keys = {
                name: session.scalar(sa.select(sa.func.max(model.id))) or 0
                for name, model in RECORDS.items()
            }
        with unit_of_work():
            papers.bureau("样例市", "other-")
            people.user("other-auditor", Role.AUDITOR)
    assert all(keys.values()), keys
    return keys


def _sign_in(app: Flask, username: str, password: str = PASSWORD) -> Visitor:
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.submit("/accounts/sign-in", {"username": username, "password": password})
    return visitor


def _routes(app: Flask) -> Iterator[Rule]:
    """Every route that names a record of a body."""
    for rule in app.url_map.iter_rules():
        names = rule.arguments - set(WORDS)
        if not names or rule.endpoint in ("static", "bootstrap.static"):
            continue
        unknown = names - set(RECORDS) - UNMADE - OF_INSTALLATION
        assert not unknown, f"{rule}: say in this test which record {sorted(unknown)} names"
        if names <= set(RECORDS):
            yield rule


def _address(app: Flask, rule: Rule, keys: Mapping[str, int]) -> str:
    adapter = app.url_map.bind("localhost")
    values = {name: keys.get(name, WORDS.get(name, 1)) for name in rule.arguments}
    return adapter.build(rule.endpoint, values)


def _text(response: TestResponse) -> str:
    """What an answer says: a page's source, or all parts of a workbook."""
    data = response.get_data()
    if not data.startswith(b"PK"):
        return data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


def test_foreign_records_are_not_found_by_any_address(
    make_app: MakeApp, outsiders: tuple[str, ...]
) -> None:
    app = make_app(WTF_CSRF_ENABLED=False)  # so that a change reaches the row scope, not the token
    keys = _two_worlds(app)
    tried = 0
    for username in outsiders:
        visitor = _sign_in(app, username)
        for rule in _routes(app):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                address = _address(app, rule, keys)
                response = visitor.open(address, method=method)
                label = f"{username} {method} {address} → {response.status_code}"
                assert response.status_code in (403, 404), label
                assert FOREIGN not in response.get_data(as_text=True), label
                tried += 1
    assert tried > 500


def test_a_unit_reaches_no_paper_that_is_not_addressed_to_it(
    make_app: MakeApp, passwords: dict[str, str]
) -> None:
    """Units of one bureau: each paper of another unit, each draft, whatever hangs on them."""
    app = make_app(WTF_CSRF_ENABLED=False)
    with app.app_context():
        keys = list(_not_of_unit("chengguan"))
    tried = 0
    visitor = _sign_in(app, "chengguan", passwords["chengguan"])
    for rule in _routes(app):
        for known in keys:
            if not rule.arguments & set(known):
                continue
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                address = _address(app, rule, known)
                with visitor.open(address, method=method) as response:
                    label = f"{method} {address} → {response.status_code}"
                    assert response.status_code in (403, 404), label
                tried += 1
    assert tried > 150


def _not_of_unit(username: str) -> Iterator[dict[str, int]]:
    """A paper of each state that the unit must not see, with one of its items and attachments."""
    with seeing(EVERYTHING), unit_of_work(write=False):
        own = session.scalars(sa.select(User.unit_id).filter_by(username=username)).one()
        foreign = sa.select(Instrument).where(
            sa.or_(Instrument.unit_id.is_distinct_from(own), Instrument.shared.is_(False))
        )
        by_state = {paper.status: paper for paper in session.scalars(foreign)}
        for paper in by_state.values():
            found = {"paper_id": paper.id}
            if paper.items:
                found["item_id"] = paper.items[0].id
            yield found
        hidden = sa.select(Attachment.id).where(Attachment.unit_id.is_distinct_from(own))
        for key in session.scalars(hidden.limit(20)):
            yield {"attachment_id": key}


def test_lists_exports_and_search_show_nothing_foreign(
    make_app: MakeApp, outsiders: tuple[str, ...]
) -> None:
    app = make_app()
    _two_worlds(app)
    for username in outsiders:
        visitor = _sign_in(app, username)
        for rule in app.url_map.iter_rules():
            if rule.arguments or "GET" not in (rule.methods or set()):
                continue
            address = f"{rule.rule}?q=局&tab=all"
            response = visitor.open(address)
            assert response.status_code < 500, f"{username} {address}"
            if rule.endpoint not in ABOUT_EVERYONE:
                assert FOREIGN not in _text(response), f"{username} GET {address}"
