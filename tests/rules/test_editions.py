"""Two people at one form: what the first saved is not written over by the second, whichever form it is.

The demonstration is walked by one of each role. Each form that comes filled with what stands, or acts on
a record by its edition, is sent twice as it was opened, with different words: the second is told (409).
"""

from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from flask import Flask

from supervision.core import once
from tests.support.client import Visitor
from tests.support.crawler import FoundForm, forms_of
from tests.support.story import copy_of

# Whose forms are sent, and how many of them are saved by the first at the least.
PEOPLE = {"zhou": 8, "shijian": 1, "sysadmin": 3, "secadmin": 1}
# Forms that come filled although they edit nothing that stands, and why.
ADD_ONLY = {
    "problems.entry": "each sending is a new problem; what is carried over is the last one's",
    "problems.create": "new; the fields say what was asked for",
    "problems.add_material": "new material beside the others",
    "problems.add_evidence": "new evidence beside the others",
    "instruments.create": "a new paper; its items come from the chosen problems",
    "instruments.chase": "one more line of 催办",
    "clues.create": "new; today's date",
    "referrals.create": "new; the usual term",
    "interviews.create": "new",
    "actions.create": "new",
    "roster.create": "new; unit and day of the last one entered",
    "absence.deputies": "a new deputyship; today's date",
    "instruments.kind_new": "new; the usual words",
    "archive.verify": "nothing is kept",
    "instruments.kind_add": "new; filled with the kind it is modelled on",
    "instruments.kind_edition": "a new edition beside the old one",
}
TYPED = ".//textarea[@name] | .//input[@name and (not(@type) or @type='text') and not(@readonly)]"


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    """The demonstration as this test's own data."""
    return copy_of(demonstration, tmp_path)


@pytest.mark.parametrize(("username", "fewest"), PEOPLE.items())
def test_the_second_of_two_is_told(
    app: Flask, passwords: dict[str, str], username: str, fewest: int
) -> None:
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.submit("/accounts/sign-in", {"username": username, "password": passwords[username]})
    forms = [form for form in forms_of(app, visitor, of_a_kind=2) if _shows_what_stands(form)]
    bare = [f"{one.endpoint} ({one.action})" for one in forms if not _edition(one)]
    assert not bare, "forms that show what stands and carry no edition:\n" + "\n".join(bare)
    saved = 0
    wrong = []
    for form in forms:
        first = visitor.post(form.action, data=_worded(form, "甲改"))
        if first.status_code != 302:
            continue  # refused for what it holds: nothing was saved that could be lost
        saved += 1
        second = visitor.post(form.action, data=_worded(form, "乙改"))
        if second.status_code != 409 or "乙改" not in second.get_data(as_text=True):
            wrong.append(f"{form.endpoint} ({form.action}): {second.status_code}")
    assert not wrong, "\n".join(wrong)
    assert saved >= fewest, f"only {saved} of {len(forms)} were saved by the first"


def _shows_what_stands(form: FoundForm) -> bool:
    return form.endpoint not in ADD_ONLY and any(_value(one).strip() for one in _typed(form))


def _typed(form: FoundForm) -> Iterator[lxml.html.HtmlElement]:
    yield from form.element.xpath(TYPED)


def _value(one: lxml.html.HtmlElement) -> str:
    return str((one.text if one.tag == "textarea" else one.get("value")) or "")


def _edition(form: FoundForm) -> str:
    return "".join(form.element.xpath(".//input[@type='hidden' and @name='version']/@value"))


def _worded(form: FoundForm, word: str) -> dict[str, list[str]]:
    """What a browser sends of the form, its filled words changed, from a tab of its own."""
    fields: dict[str, list[str]] = {}
    for name, value in form.element.form_values():
        fields.setdefault(name, []).append(value)
    for one in _typed(form):
        held = _value(one)
        if held.strip() and len(held) < 100 and not held.strip().isascii():
            fields[str(one.get("name"))] = [held.strip() + word]
    return {**fields, "once": [once.new_key()]}
