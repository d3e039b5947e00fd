"""Every route × role × nonsense, and every form × nonsense in each field: never an error of our own.

The demonstration is the world; the values are fixed, so that a failure comes back in the next run.
"""

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule

from tests.support.client import unchecked
from tests.support.crawler import FoundForm, forms_of
from tests.support.stores import MakeApp
from tests.support.story import copy_of

PEOPLE = ("zhou", "wang", "zhao", "shijian", "sysadmin", "secadmin", "auditor")
OFTEN = ("zhou", "shijian")  # in every `make test`; the battery tries everybody
LEAVING = {"accounts.sign_out", "static"}
KEYS = ("0", "2147483648", "9223372036854775807", "9223372036854775808", "9" * 40, "²")
NAMES = [
    "q",
    "tab",
    "sort",
    "after",
    "before",
    "year",
    "month",
    "ids",
    "problems",
    "unit",
    "action",
    "clue",
    "field",
    "category",
    "status",
    "kind",
    "from",
    "to",
    "found_on_from",
    "due_on_to",
    "at",
    "term",
    "start",
    "draft",
    "like",
    "body",
    "span",
    "part",
    "measure",
    "figure",
    "job",
    "page",
]
VALUES = (
    "\x00", "-1", "9" * 30, "9" * 5000, "²", "１", "~", "1~99999999999999999999999", "~" + "9" * 5000,
    "2024-02-30", "0001-01-01", "9999-12-31", "1e400", "NaN", "'", '"', "%", "*", "〔", "-x",
    "{0.__class__}", "=1+1", "\u202e\u2028", "\U0001f600" * 30, "a" * 9000, "../..", "//evil.example",
)  # fmt: skip
FEWEST = 280


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration."""
    return copy_of(demonstration, tmp_path)


@pytest.mark.parametrize(
    "username",
    [one if one in OFTEN else pytest.param(one, marks=pytest.mark.battery) for one in PEOPLE],
)
def test_no_nonsense_breaks_any_route_for_any_role(
    make_app: MakeApp, passwords: dict[str, str], noted: Path, username: str
) -> None:
    app = make_app(PROPAGATE_EXCEPTIONS=False)  # answering as in service
    visitor = unchecked(app, username, passwords[username])
    forms = [form for form in forms_of(app, visitor, noted=noted) if form.endpoint not in LEAVING]
    broken: list[str] = []
    tried = 0
    for request in (*_addresses(app, shift=PEOPLE.index(username)), *_sendings(forms)):
        tried += 1
        method, address, data = request
        with visitor.open(address, method=method, data=data) as answer:
            if answer.status_code >= 500:
                broken.append(f"{method} {address[:90]} {str(data)[:120]}")
    assert not broken, f"{len(broken)} of {tried}:\n" + "\n".join(broken[:40])
    assert tried > FEWEST


Request = tuple[str, str, object]


def _addresses(app: Flask, *, shift: int) -> Iterator[Request]:
    """Each address with keys that are none, and with every query name given something odd."""
    values = islice(cycle(VALUES), shift, None)
    for rule in app.url_map.iter_rules():
        if rule.endpoint in LEAVING or "GET" not in (rule.methods or ()):
            continue
        if rule.arguments:
            for key in islice(cycle(KEYS), shift, shift + 2):  # all of them, over the people
                yield "GET", _filled(rule, key), None
        query = MultiDict((name, value) for name, value in zip(NAMES, values, strict=False))
        yield "GET", f"{_filled(rule, '1')}?{_encoded(query)}", None


def _filled(rule: Rule, key: str) -> str:
    """The rule's address with `key` in the place of each number, a word elsewhere."""
    parts = []
    for dynamic, text in rule._trace:
        converter = rule._converters.get(text) if dynamic else None
        number = converter is not None and type(converter).__name__ == "KeyConverter"
        parts.append((key if number else "x%00'\"") if dynamic else text)
    return "".join(parts).removeprefix("|")


def _encoded(query: MultiDict[str, str]) -> str:
    return urlencode(list(query.items(multi=True)))


def _sendings(forms: list[FoundForm]) -> Iterator[Request]:
    """Each form with one odd value in all of its fields, and with a different one in each."""
    for number, form in enumerate(forms):
        names = {str(name) for name in form.element.xpath(".//*/@name")} - {"csrf_token"}
        token = dict(form.element.form_values()).get("csrf_token")
        for odd in (VALUES[number % len(VALUES)], "9" * 30):
            yield "POST", form.action, {"csrf_token": token, **dict.fromkeys(names, odd)}
        mixed = dict(zip(sorted(names), islice(cycle(VALUES), number, None), strict=False))
        yield "POST", form.action, {"csrf_token": token, **mixed}
