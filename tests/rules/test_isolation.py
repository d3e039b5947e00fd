"""Every route × role × foreign row: another body's record is a 404 by every address there is.

The demonstration is the foreign world: it holds records of every kind (tests/make/foreign.py fills in
what it lacks). A second bureau with its unit then tries each address with the demonstration's keys.
A route whose address names a record this table does not know fails the first test.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import TestResponse

from supervision.accounts.models import User
from supervision.agencies.models import Body
from supervision.api.models import Reading
from supervision.core import clock
from supervision.core.access import EVERYTHING, Role, seeing
from supervision.core.db import Model, session, unit_of_work
from supervision.core.files import Attachment
from supervision.instruments.extending.models import Extension
from supervision.instruments.models import Instrument
from supervision.instruments.objecting.models import Objection
from supervision.instruments.reviewing.models import ReviewNote
from supervision.instruments.states import InstrumentStatus
from tests.make import foreign, papers, people, tokens
from tests.make.foreign import KEYS, PARTS, WORD, model_of
from tests.make.offices import SMALL, found_office
from tests.make.people import PASSWORD
from tests.support.client import Visitor
from tests.support.share import share
from tests.support.stores import MakeApp
from tests.support.story import copy_of

PEOPLE = ("handler", "reviewer", "signatory", "liaison", "head", "observer", "auditor")
FOREIGN = WORD  # stands in every name, title and text of the demonstration
# Numbers in addresses that name no record: a page of a paper, a year.
NUMBERS = frozenset({"number", "calendar.which"})
# Matters of the whole installation that whoever may see them sees whole.
OF_INSTALLATION = frozenset({"calendar.version", "audit.event"})
WORDS = {
    "at": "all", "code": "decision", "purpose": "decision", "how": "pdf", "key": "reply.check", "kind": "xlsx", "name": "receipt", "number": 1, "verb": "close",
    "which": "category", "word": "x",
}  # fmt: skip
# Words in the place of records' keys elsewhere in an address: a figure's list, a form to be filled.
CARRIED = (
    "/instruments/new?kind=opinion&problems={problem_id}&clue={clue_id}&action={action_id}&unit={unit_id}",
    "/instruments/new?problems={problem_id}",
    "/interviews/new?problems={problem_id}&papers={paper_id}",
    "/referrals/new?problems={problem_id}",
    "/problems/ledger?unit={unit_id}&action={action_id}",
    "/reports/records?figure=problems_found&year=2023&unit={unit_id}&merged=1",
    "/reports/records?figure=problems_found&year=2023&body={body_id}",
    "/reports/breakdown?by=unit&year=2023&body={body_id}",
    "/reports/own-records?figure=problems_told&year=2023&unit={unit_id}",
    "/search/?q=局&unit={unit_id}",
    "/agencies/?q=局",
)
SENT = ("/instruments/print-many/pdf", "/problems/bulk/confirm")

ABOUT_EVERYONE = frozenset(
    {"agencies.body_tree", "agencies.add_body"}
)  # the tree of bodies names every body


@dataclass(frozen=True)
class Worlds:
    """The keys of the demonstration's records, and a paper of the strangers' own."""

    keys: Mapping[type[Any], Any]
    parents: Mapping[str, int]
    own_paper_id: int


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    """The demonstration as this test's own data."""
    return copy_of(demonstration, tmp_path)


@pytest.fixture(scope="module")
def outsiders() -> tuple[str, ...]:
    """User names of the second bureau's people."""
    return tuple(f"other-{name}" for name in PEOPLE)


def _two_worlds(app: Flask) -> Worlds:
    """The demonstration and a bureau beside it with a delivered paper of its own."""
    with app.app_context(), seeing(EVERYTHING):
        with unit_of_work():
            body = session.scalars(sa.select(Body).order_by(Body.id).limit(1)).one()
            owner = session.scalar(sa.select(sa.func.min(User.id)).where(User.body_id == body.id))
            keys = foreign.rows(body.id, owner or 0)
            parents = {
                name: session.get_one(model, keys[model]).instrument_id
                for name, model in PARTS.items()
            }
        with unit_of_work():
            desk = found_office("样例市", seats=SMALL, prefix="other-")
            people.user("other-auditor", Role.AUDITOR)
            people.user("other-observer", Role.OBSERVER, body=desk.body)
            own = papers.paper(desk, InstrumentStatus.DELIVERED).id
    assert all(keys.values()), keys
    return Worlds(keys, parents, own)


def _sign_in(app: Flask, username: str, password: str = PASSWORD) -> Visitor:
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.submit("/accounts/sign-in", {"username": username, "password": password})
    return visitor


def _routes(app: Flask) -> Iterator[Rule]:
    """Every route that names a record of a body."""
    for rule in app.url_map.iter_rules():
        named = any(model_of(rule.endpoint, name) for name in rule.arguments)
        if named and rule.endpoint not in OF_INSTALLATION:
            yield rule


def _addresses(app: Flask, rule: Rule, worlds: Worlds) -> Iterator[str]:
    """The foreign record's address; a part of a foreign paper under its own paper and under ours."""
    values = {}
    for name in rule.arguments:
        model = model_of(rule.endpoint, name)
        values[name] = WORDS.get(name, 1) if model is None else worlds.keys[model]
    for name in rule.arguments & set(PARTS):
        values["paper_id"] = worlds.parents[name]
        yield _built(app, rule, {**values, "paper_id": worlds.own_paper_id})
    yield _built(app, rule, values)


def _built(app: Flask, rule: Rule, values: Mapping[str, Any]) -> str:
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def _text(response: TestResponse) -> str:
    """What an answer says: a page's source, or all parts of a workbook."""
    data = response.get_data()
    if not data.startswith(b"PK"):
        return data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


def test_every_key_in_an_address_has_a_foreign_row(app: Flask) -> None:
    """Whoever adds `<int:…_id>` says in tests/make/foreign.py which record it names."""
    unknown = []
    for rule in app.url_map.iter_rules():
        for name in rule.arguments - {"filename"}:
            number = isinstance(rule._converters.get(name), IntegerConverter)
            plain = {name, f"{rule.endpoint.partition('.')[0]}.{name}"} & NUMBERS
            known = (
                model_of(rule.endpoint, name) if number and not plain else name in WORDS or plain
            )
            if not known:
                unknown.append(f"{rule.endpoint}: {rule} ({name})")
    assert not unknown, unknown


def test_every_kind_of_record_with_pages_is_among_the_foreign_rows(app: Flask) -> None:
    """The other way round: no key of the table is forgotten by the routes."""
    named = {
        model_of(rule.endpoint, name)
        for rule in app.url_map.iter_rules()
        for name in rule.arguments
    }
    assert named - {None} == set(KEYS.values())
    assert all(issubclass(model, Model) for model in KEYS.values())


def test_foreign_records_are_not_found_by_any_address(
    make_app: MakeApp, outsiders: tuple[str, ...]
) -> None:
    app = make_app(WTF_CSRF_ENABLED=False)  # so that a change reaches the row scope, not the token
    worlds = _two_worlds(app)
    tried = 0
    for username in outsiders:
        visitor = _sign_in(app, username)
        for rule in _routes(app):
            for address in _addresses(app, rule, worlds):
                for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                    response = visitor.open(address, method=method)
                    label = f"{username} {method} {address} → {response.status_code}"
                    assert response.status_code in (403, 404), label
                    assert FOREIGN not in response.get_data(as_text=True), label
                    tried += 1
    assert tried > 1000


def test_keys_carried_in_a_query_or_a_form_open_nothing_foreign(
    make_app: MakeApp, outsiders: tuple[str, ...]
) -> None:
    app = make_app(WTF_CSRF_ENABLED=False)
    worlds = _two_worlds(app)
    keys = {name: worlds.keys[model] for name, model in KEYS.items() if "." not in name}
    for address in (*CARRIED, *SENT):  # an address of no page would prove nothing
        app.url_map.bind("localhost").match(
            address.partition("?")[0], method="POST" if address in SENT else "GET"
        )
    for username in outsiders:
        visitor = _sign_in(app, username)
        for address in CARRIED:
            response = visitor.get(address.format(**keys))
            assert response.status_code < 500, address
            assert FOREIGN not in _text(response), f"{username} {address}"
        sent = {"ids": [str(keys["paper_id"]), str(keys["problem_id"])]}
        for address in SENT:
            with visitor.post(address, data=sent) as response:
                assert FOREIGN not in _text(response), f"{username} POST {address}"
                assert response.status_code != 500, address


def test_a_token_of_the_interface_reads_its_own_body_only(make_app: MakeApp) -> None:
    app = make_app()
    _two_worlds(app)
    with app.app_context(), seeing(EVERYTHING), unit_of_work():
        body = session.scalars(sa.select(Body).where(Body.name == "样例市司法局")).one()
        admin = people.principal("secadmin")
        word = tokens.issued(
            "示例", body=body, readings=list(Reading), expires_on=clock.today(),
            actor=admin,
        )  # fmt: skip
    client = app.test_client()
    seen = 0
    for name in ("problems", "papers", "units", "export.json", "export.xlsx"):
        answer = client.get(f"/api/v1/{name}", headers={"Authorization": f"Bearer {word}"})
        assert answer.status_code == 200, name
        assert FOREIGN not in _text(answer).encode().decode("unicode_escape", "ignore"), name
        assert FOREIGN not in _text(answer), name
        seen += "样例市" in str(answer.get_json(silent=True))
    assert seen >= 2, "what is its own is there"


@pytest.mark.parametrize("username", share(["shijian.head", "chengguan"], 1))
def test_a_unit_reaches_no_paper_that_is_not_addressed_to_it(
    make_app: MakeApp, passwords: dict[str, str], username: str
) -> None:
    """Units of one bureau: each paper of another unit, each draft, whatever hangs on them."""
    app = make_app(WTF_CSRF_ENABLED=False)
    with app.app_context():
        keys = list(_not_of_unit(username))
    tried = 0
    visitor = _sign_in(app, username, passwords[username])
    for rule in _routes(app):
        for known in keys:
            if not _fits(rule, known):
                continue
            values = {name: known.get(name, WORDS.get(name, 1)) for name in rule.arguments}
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                address = _built(app, rule, values)
                with visitor.open(address, method=method) as response:
                    label = f"{method} {address} → {response.status_code}"
                    assert response.status_code in (403, 404), label
                tried += 1
    assert tried > 300


def _fits(rule: Rule, known: Mapping[str, int]) -> bool:
    """Whether `known` is just what the address needs: a paper, a part with its paper, another record."""
    records = {name for name in rule.arguments if model_of(rule.endpoint, name)}
    return records == set(known)


PARTS_BESIDE = (
    ("extension_id", Extension), ("objection_id", Objection), ("note_id", ReviewNote),
)  # fmt: skip


def _not_of_unit(username: str) -> Iterator[dict[str, int]]:
    """Papers of each state that the unit must not see, their parts, and every record of the bureau's own."""
    with seeing(EVERYTHING), unit_of_work():
        user = session.scalars(sa.select(User).filter_by(username=username)).one()
        unseen = sa.select(Instrument).where(
            sa.or_(Instrument.unit_id.is_distinct_from(user.unit_id), Instrument.shared.is_(False))
        )
        by_state = {paper.status: paper for paper in session.scalars(unseen)}
        body = session.scalars(sa.select(Body).order_by(Body.id).limit(1)).one()
        for paper in by_state.values():
            yield {"paper_id": paper.id}
            if paper.items:
                yield {"paper_id": paper.id, "item_id": paper.items[0].id}
            owned = {"instrument_id": paper.id, "body_id": body.id}
            for name, model in PARTS_BESIDE:
                yield {"paper_id": paper.id, name: foreign.filled(model, owned)}
        hidden = sa.select(Attachment.id).where(Attachment.unit_id.is_distinct_from(user.unit_id))
        for key in session.scalars(hidden.limit(20)):
            yield {"attachment_id": key}
        for name, model in KEYS.items():
            if model not in (Instrument, Attachment, *PARTS.values()):
                key = foreign.rows(body.id, _first_of(body))[model]
                yield {name.rpartition(".")[2]: key}


def _first_of(body: Body) -> int:
    return session.scalar(sa.select(sa.func.min(User.id)).where(User.body_id == body.id)) or 0


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
