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
        "token_id",
        "view_id",
    }
)
# Matters of the whole installation, which business people may not touch at all.
OF_INSTALLATION = frozenset({"body_id", "dispatch_id", "kind_id", "seq", "user_id", "version_id"})
WORDS = {
    "code": "decision", "kind": "ledger", "name": "receipt", "number": 1, "verb": "close",
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


def _sign_in(app: Flask, username: str) -> Visitor:
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.submit("/accounts/sign-in", {"username": username, "password": PASSWORD})
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
    values = {name: keys.get(name, WORDS.get(name)) for name in rule.arguments}
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
