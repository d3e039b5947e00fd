"""Valid forms, sent by people whom the record is none of: not one of its rows changes.

Whoever may act finds the forms by walking the demonstration; each is filled so that it could be
carried out, and then sent, at records of every state, by a superior (who may read them all), by
another bureau, by another unit. What is counted is the rows of the body, not the answers.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.datastructures import MultiDict

from supervision.agencies.models import Body, Level
from supervision.core import settings
from supervision.core.access import EVERYTHING, Role, seeing, writing
from supervision.core.access.scope import scoped_classes
from supervision.core.db import session, unit_of_work
from tests.make import people
from tests.make.foreign import KEYS, model_of
from tests.make.offices import SMALL, found_office
from tests.support.client import Visitor
from tests.support.crawler import FoundForm, forms_of
from tests.support.stores import MakeApp
from tests.support.story import copy_of
from tests.support.telling import Tell

OWNERS = ("zhou", "wang", "zhao", "shijian", "shijian.head")
OFTEN = ("zhou", "shijian")  # whose forms are sent in every `make test`
FEW = ("up-handler", "up-reviewer", "up-signatory", "other-handler", "chengguan")
ALL = (*FEW, "other-reviewer", "other-signatory", "other-liaison", "other-head", "county-handler")
ROWS_OF_A_KIND = 5
PERSONAL = frozenset({"accounts", "views", "drafts", "reminders", "absence", "search", "files"})
Rows = dict[str, dict[int, str]]


@dataclass(frozen=True)
class Sending:
    """One form, filled as its owner would, at one address."""

    endpoint: str
    address: str
    data: MultiDict[str, str]


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    """The demonstration as this test's own data."""
    return copy_of(demonstration, tmp_path)


@pytest.fixture
def world(make_app: MakeApp) -> Flask:
    """The demonstration with a bureau above it, one below it, and one beside it."""
    app = make_app(WTF_CSRF_ENABLED=False)  # so that a form reaches the rights, not the token
    with app.app_context(), seeing(EVERYTHING), unit_of_work():
        home = _home()
        above = people.body("示例省", level=Level.PROVINCE)
        home.parent_id, home.path = above.id, f"{above.path}{home.id}/"
        session.flush()
        below = people.body("示例县", level=Level.COUNTY, parent=home)
        settings.put("superior_reads_records", True)
        for prefix, body in (("up", above), ("county", below)):
            for role in (Role.HANDLER, Role.REVIEWER, Role.SIGNATORY):
                people.user(f"{prefix}-{role.value}", role, body=body)
        found_office("样例市", seats=SMALL, prefix="other-")
    return app


def _home() -> Body:
    return session.scalars(sa.select(Body).order_by(Body.id).limit(1)).one()


def _visitor(app: Flask, username: str, password: str) -> Visitor:
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.submit("/accounts/sign-in", {"username": username, "password": password})
    return visitor


def _filled(form: lxml.html.FormElement) -> MultiDict[str, str]:
    """What a person who means it would send: what stands there, and something fitting elsewhere."""
    values: MultiDict[str, str] = MultiDict()
    for name, value in form.form_values():
        values.add(name, value or _fitting(form, name))
    for field in form.xpath(".//input[@type='radio' or @type='checkbox'][@name]"):
        if field.get("name") not in values:
            values.add(str(field.get("name")), str(field.get("value") or "y"))
    return values


def _fitting(form: lxml.html.FormElement, name: str) -> str:
    field = next(iter(form.xpath(".//*[@name=$name]", name=name)))
    if field.tag == "select":
        return next((str(v) for v in field.xpath(".//option/@value") if v), "")
    if field.tag == "textarea":
        return "按要求办理，另有说明。"
    kind = "date" if field.get("data-day") else field.get("type", "text")
    return {"date": date(2023, 12, 1).isoformat(), "number": "3", "file": ""}.get(kind, "示例")


def _sendings(
    app: Flask, passwords: Mapping[str, str], owners: Sequence[str] = OWNERS
) -> list[Sending]:
    """Each different form of each owner, at rows of every state of the record it is about."""
    found: dict[tuple[str, frozenset[str]], FoundForm] = {}
    for username in owners:
        visitor = _visitor(app, username, passwords[username])
        for form in forms_of(app, visitor, of_a_kind=ROWS_OF_A_KIND):
            if form.endpoint.partition(".")[0] not in PERSONAL:
                found.setdefault(form.key, form)
    with app.app_context(), seeing(EVERYTHING), unit_of_work(write=False):
        return [one for form in found.values() for one in _everywhere(app, form)]


def _everywhere(app: Flask, form: FoundForm) -> Iterator[Sending]:
    adapter = app.url_map.bind("localhost")
    endpoint, values = adapter.match(form.action.partition("?")[0], method="POST")
    data = _filled(form.element)
    yield Sending(endpoint, form.action, data)
    named = [name for name in values if model_of(endpoint, name)]
    if len(named) != 1:
        return
    for key in _keys(model_of(endpoint, named[0])):
        address = adapter.build(endpoint, {**values, named[0]: key})
        if address != form.action:
            yield Sending(endpoint, address, data)


def _keys(model: Any) -> list[int]:
    """The newest row of each state of `model` in the demonstration's body, drafts and ended ones too."""
    if model not in KEYS.values() or not hasattr(model, "body_id"):
        return []
    newest = sa.select(sa.func.max(model.id)).where(model.body_id == _home().id)
    if hasattr(model, "status"):
        newest = newest.group_by(model.status)
    return list(session.scalars(newest.limit(12)))


def _rows(app: Flask) -> Rows:
    """Every business row of the demonstration's body, as a digest by table and key."""
    with app.app_context(), seeing(EVERYTHING), unit_of_work(write=False):
        home = _home().id
        rows: Rows = {}
        for model in scoped_classes():
            table: Any = sa.inspect(model).local_table
            held = session.execute(sa.select(table).where(table.c.body_id == home))
            rows[table.name] = {
                row["id"]: hashlib.sha256(repr(dict(row)).encode()).hexdigest()
                for row in held.mappings()
            }
    return rows


def _differences(before: Rows, after: Rows) -> list[str]:
    return [
        f"{table} {key}"
        for table in before
        for key in before[table].keys() | after[table].keys()
        if before[table].get(key) != after[table].get(key)
    ]


def _send(visitor: Visitor, one: Sending) -> int:
    data = MultiDict(one.data)
    if "once" in data:
        data["once"] = hashlib.sha256(repr((one, id(visitor))).encode()).hexdigest()[:32]
    with visitor.open(one.address, method="POST", data=data) as answer:
        assert answer.status_code < 500, f"{one.endpoint} {one.address}"
        return answer.status_code


def _changes(
    app: Flask,
    passwords: Mapping[str, str],
    names: tuple[str, ...],
    sendings: Sequence[Sending],
    share: int = 1,
) -> tuple[int, str]:
    """How many forms were sent, and what of the body's rows changed by them, told by person.

    Each person sends one of `share` of them, the next person others.
    """
    before, told, sent = _rows(app), [], 0
    for place, username in enumerate(names):
        visitor = _visitor(app, username, passwords.get(username, people.PASSWORD))
        for one in sendings[place % share :: share]:
            _send(visitor, one)
            sent += 1
        now = _rows(app)
        told += [f"{username}: {line}" for line in _differences(before, now)]
        before = now
    return sent, "\n".join(told)


def test_no_form_of_anybody_else_changes_a_row(
    world: Flask, passwords: dict[str, str], tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor would they be without effect by themselves: with the guard out they change rows."""
    sendings = _sendings(world, passwords, OFTEN)
    sent, changed = _changes(world, passwords, FEW, sendings, share=7)
    assert not changed, changed
    tell(f"{sent:,} filled forms sent by {len(FEW)} people: 0 rows changed")
    assert sent > 100
    monkeypatch.setattr(writing, "_writer", lambda: None)
    _, changed = _changes(world, passwords, ("up-handler",), sendings[::10])
    assert changed


@pytest.mark.battery
def test_no_form_of_anybody_at_all_changes_a_row(
    world: Flask, passwords: dict[str, str], tell: Tell
) -> None:
    sent, changed = _changes(world, passwords, ALL, _sendings(world, passwords))
    assert not changed, changed
    tell(f"{sent:,} filled forms sent by {len(ALL)} people: 0 rows changed")
