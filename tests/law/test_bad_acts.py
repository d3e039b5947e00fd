"""Every act of every flow by every role in every state, sent by HTTP: what the table forbids is refused.

A form is opened where the table allows the act and sent where it does not: by somebody else, or for a
record in another state. The table allows only what docs/workflows.md says; nothing is read from the Flow.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product

import lxml.html
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from supervision.core import once
from supervision.instruments.signing import service as signing
from tests.law import hands, records, tables, truth
from tests.law.acts import HAPPENS, Request, fill, request_of
from tests.law.conftest import Product
from tests.law.records import HOLDERS, Kept, Records
from tests.law.shelf import Shelf
from tests.law.world import BEGUN, Door
from tests.support.clock import ZONE
from tests.support.stores import DEFAULT
from tests.support.telling import Tell

LAW = tables.written()
ROLE = {403, 404, 422}  # not theirs to do, or not theirs to see; 422: told on the page they sent
STATE = {403, 404, 409, 422}  # not now
OVERTAKEN = {409, 422}
TWICE = {403, *OVERTAKEN}  # done already: not now, or not by whoever did it
BY_STATE = {
    "send",
    "deliver_by_sending",
}  # go by the state alone: archiving in the background changes the edition, too
AS_READ = {
    "confirm_reply"
}  # its form says which answers were read: those of another record are an old page
FULL = "full"
LISTED = "/problems/bulk/"  # what may answer 200: what became of many rows stands on a page


@dataclass
class Office:
    """The product with a record in every state, and everybody's browser."""

    app: Flask
    shelf: Shelf
    records: Records
    door: Door
    store: truth.Store
    forms: dict[tuple[str, str], "Opened | None"] = field(default_factory=dict)

    def of(self, role: str) -> FlaskClient:
        return self.door.of(HOLDERS[role])

    def state_of(self, kept: Kept) -> tuple[str, int, int]:
        """The status and edition of a record, and how long the trail is."""
        edition = "0" if kept.table in ("extension", "objection") else "version"
        statement = f"SELECT status, {edition} AS version FROM {kept.table} WHERE id = {kept.key}"  # noqa: S608
        [row] = self.store.rows(statement)
        return row.status, row.version, self.store.last_event()

    def opened(self, title: str, name: str) -> "Opened | None":
        """The form of an act, filled, from the first page that offers it to somebody the table names."""
        if (title, name) not in self.forms:
            self.forms[title, name] = next(self._offered(title, name), None)
        return self.forms[title, name]

    def _offered(self, title: str, name: str) -> Iterator["Opened"]:
        row = LAW[title][name]
        for state, role in product(sorted(row.sources), sorted(row.roles)):
            kept = self.records[title][state]
            asked = request_of(title, name, kept)
            form = _form(self.of(role), asked)
            if form is not None:
                filled = {**fill(form, BEGUN), **_lists(asked.typed)}
                yield Opened(asked, filled, kept, role)


@dataclass(frozen=True)
class Opened:
    """A form as it stood, filled: of which record, before whom."""

    asked: Request
    fields: dict[str, list[str]]
    kept: Kept
    role: str


def _form(visitor: FlaskClient, asked: Request) -> lxml.html.FormElement | None:
    with visitor.get(asked.page) as answer:
        if answer.status_code != 200:
            return None
        page = lxml.html.document_fromstring(answer.get_data(as_text=True))
    return hands._form_to(page, asked.target)


def _lists(typed: hands.Typed) -> dict[str, list[str]]:
    return {name: value if isinstance(value, list) else [value] for name, value in typed.items()}


@pytest.fixture(scope="module")
def office(product: Product) -> Iterator[Office]:
    moment = datetime(BEGUN.year, BEGUN.month, BEGUN.day, 10, tzinfo=ZONE)
    with (
        product(DEFAULT) as (app, shelf),
        time_machine.travel(moment, tick=False),
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setattr(signing, "_archive_if_possible", lambda *_a, **_k: True)
        held = records.everything(app)
        made = Office(app, shelf, held, Door(app), truth.Store(app))
        for name in HOLDERS.values():
            made.door.of(name)
        made.shelf.keep(FULL)
        yield made


@pytest.mark.parametrize("title", LAW)
def test_there_is_a_record_in_every_state(office: Office, title: str) -> None:
    written = {state for row in LAW[title].values() for state in (*row.sources, row.target)}
    assert written - {"不变"} <= set(office.records[title])


@dataclass(frozen=True)
class Try:
    """An act that the table forbids to this role in this state."""

    title: str
    name: str
    state: str
    role: str

    @property
    def row(self) -> tables.Row:
        return LAW[self.title][self.name]


def _asked(title: str) -> list[str]:
    """The acts that a person can ask for."""
    return [name for name, row in LAW[title].items() if not (row.hidden and name in HAPPENS)]


def _forbidden(office: Office, title: str) -> Iterator[Try]:
    """Every cell of the table that is empty, whichever act goes to the same address."""
    for name, (state, kept), role in product(_asked(title), office.records[title].items(), HOLDERS):
        target = request_of(title, name, kept).target
        same = [one for one in _asked(title) if request_of(title, one, kept).target == target]
        if not any(
            state in LAW[title][one].sources and role in LAW[title][one].roles for one in same
        ):
            yield Try(title, name, state, role)


@pytest.mark.parametrize(
    ("title", "part"),
    [*((title, 29) for title in LAW),
     *(pytest.param(title, 1, marks=pytest.mark.battery) for title in LAW)],
)  # fmt: skip
def test_what_the_table_forbids_is_refused_and_nothing_is_done(
    office: Office, tell: Tell, title: str, part: int
) -> None:
    tries = list(_forbidden(office, title))[::part]
    wrong = [fault for one in tries for fault in _faults(office, one)]
    tell(f"law: {title}: {len(tries)} forbidden acts sent")
    assert not wrong, f"{len(wrong)} of {len(tries)}:\n" + "\n".join(wrong[:40])


def _faults(office: Office, tried: Try) -> Iterator[str]:
    kept = office.records[tried.title][tried.state]
    target = request_of(tried.title, tried.name, kept)
    visitor = office.of(tried.role)
    before = office.state_of(kept)
    fields = _forged(office, tried, kept)
    with visitor.post(target.target, data=fields) as answer:
        code = answer.status_code
    wanted = STATE if tried.state not in tried.row.sources else ROLE
    wanted = wanted | OVERTAKEN if tried.name in AS_READ else wanted
    listed = code == 200 and target.target.startswith(LISTED)
    if code not in wanted and not listed:
        yield f"{tried}: {code}"
    if office.state_of(kept) != before:
        yield f"{tried}: {code}, and yet something was done"
        office.shelf.put_back(FULL)


def _forged(office: Office, tried: Try, kept: Kept) -> dict[str, list[str]]:
    """The form as it is filled where the act is allowed, made out for this record by this person."""
    opened = office.opened(tried.title, tried.name)
    fields = dict(opened.fields) if opened else {"reason": ["理由"], "on": [str(BEGUN)]}
    fields |= _lists(request_of(tried.title, tried.name, kept).typed)
    if fields.get("version", [""])[0].isdigit():
        fields["version"] = [str(office.state_of(kept)[1])]
    return {**fields, "csrf_token": [_token(office.of(tried.role))], once.FIELD: [once.new_key()]}


_tokens: dict[int, str] = {}


def _token(visitor: FlaskClient) -> str:
    if id(visitor) not in _tokens:
        _tokens[id(visitor)] = hands._token(visitor, None)
    return _tokens[id(visitor)]


@pytest.mark.parametrize("title", LAW)
def test_a_stale_edition_a_second_sending_and_a_used_key_do_nothing(
    office: Office, tell: Tell, title: str
) -> None:
    """Each act once where it is allowed: first from an old page, then well, then twice more."""
    done: list[str] = []
    wrong: list[str] = []
    for name in _asked(title):
        opened = office.opened(title, name)
        if opened is None:
            continue
        carried, faults = _sent_and_again(office, name, opened)
        done += [name] * carried
        wrong += faults
        office.shelf.put_back(FULL)
    tell(
        f"law: {title}: {len(done)} of {len(_asked(title))} acts done, from an old page, and twice"
    )
    assert not wrong, "\n".join(wrong)
    assert len(done) >= FEWEST[title], f"not done: {set(_asked(title)) - set(done)}"


# How many acts of a flow can be carried out here; the others want a file, an answer of each item …
FEWEST = {"监督行动": 7, "线索与转办件": 6, "发现问题": 5, "文书": 20, "延期": 4, "异议": 2, "约谈": 7,
          "移交移送": 8}  # fmt: skip


def _sent_and_again(office: Office, name: str, opened: Opened) -> tuple[bool, list[str]]:
    """Whether the act was carried out, and what was wrong with the answers around it."""
    faults = []

    def sent(answers: set[int], what: str, **other: list[str]) -> int:
        before = office.state_of(opened.kept)
        code = hands.Form(opened.asked.target, {**opened.fields, **other}, offered=True).send(
            office.of(opened.role)
        )
        if code not in answers:
            faults.append(f"{name} {what}: {code}")
        if what and office.state_of(opened.kept) != before:
            faults.append(f"{name} {what}: {code}, and yet something was done")
        return code

    if opened.fields.get("version", [""])[0] and name not in BY_STATE:
        sent(OVERTAKEN, "from an old page", version=["0"], once=[once.new_key()])
    before = office.state_of(opened.kept)[2]
    code = sent({200, 302, *TWICE}, "")
    if code != 302 or office.state_of(opened.kept)[2] == before:
        return False, faults
    sent({302}, "once more")
    listed = {200} if opened.asked.target.startswith(LISTED) else set()
    sent(TWICE | listed, "with a used key", added=["1"])
    return True, faults
