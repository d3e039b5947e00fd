"""Two people at one form, one person's form twice: nothing is written over, nothing is done again.

The demonstration is walked by one of each role and each form met is filled and sent. The very same once
more is answered as the first was and writes no row. One that came filled with what stands is sent from a
second page opened at the same time, with other words: the second is told (409) and keeps both.
"""

from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core import once
from supervision.core.db import db, session
from tests.support.client import Visitor
from tests.support.crawler import FoundForm, forms_of
from tests.support.story import copy_of
from tests.support.work import Inside

# Whose forms are sent; how many go in at the least, and how many of these edit what stands.
PEOPLE = {"zhou": (20, 4), "shijian": (2, 1), "sysadmin": (4, 2)}
# Forms that come filled although they edit nothing that stands, and why.
ADD_ONLY = {
    "problems.entry": "each sending is a new problem; what is carried over is the last one's",
    "problems.create": "new; the fields say what was asked for",
    "problems.add_material": "new material beside the others",
    "problems.add_evidence": "new evidence beside the others",
    "instruments.create": "a new paper; its items come from the chosen problems",
    "instruments.remark": "one more remark; the words are proposed, not put",
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
ENDED = {  # after the first nothing is open to the second, and that is said
    "instruments.kind_revise",  # the first's edition ended the one on the page
    "instruments.redate_receipt",  # the first's proposal waits for another person
}
TYPED = (
    ".//textarea[@name] | .//input[@name and (not(@type) or @type='text') and not(@readonly)"
    " and not(@data-day)]"
)


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    """The demonstration as this test's own data."""
    return copy_of(demonstration, tmp_path)


@pytest.mark.parametrize(("username", "fewest"), PEOPLE.items())
def test_the_second_of_two_is_told_and_a_resend_does_nothing(
    app: Flask,
    inside: Inside,
    passwords: dict[str, str],
    noted: Path,
    username: str,
    fewest: tuple[int, int],
) -> None:
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.submit("/accounts/sign-in", {"username": username, "password": passwords[username]})
    forms = list(forms_of(app, visitor, noted=noted))
    keyless = [one.endpoint for one in forms if not one.element.xpath(".//input[@name='once']")]
    assert not keyless, "forms by which a resend is not known"
    bare = [one.endpoint for one in forms if _shows_what_stands(one) and not _edition(one)]
    assert not bare, "forms that show what stands and carry no edition"
    saved, edited, wrong = 0, 0, []
    for form in forms:
        sent = _worded(form, "甲改")
        first = visitor.post(form.action, data=sent)
        if first.status_code != 302:
            continue  # refused for what it holds: nothing was saved that could be lost
        saved += 1
        with inside():
            before = _rows()
        again = visitor.post(form.action, data=sent)
        with inside():
            if again.location != first.location or _rows() != before:
                wrong.append(f"{form.endpoint} sent again: {again.status_code}")
        if not _shows_what_stands(form):
            continue
        edited += 1
        second = visitor.post(form.action, data=_worded(form, "乙改"))
        told = 422 if form.endpoint in ENDED else 409
        if second.status_code != told or "乙改" not in second.get_data(as_text=True):
            wrong.append(f"{form.endpoint} ({form.action}): {second.status_code}")
    assert not wrong, "\n".join(wrong)
    assert (saved, edited) >= fewest, f"only {saved}, {edited} of {len(forms)} went in"


def _rows() -> int:
    """How many rows there are in the whole store."""
    counts = [
        sa.select(sa.func.count()).select_from(table).scalar_subquery()
        for table in db.metadata.tables.values()
    ]
    return sum(session.execute(sa.select(*counts)).one())


def _shows_what_stands(form: FoundForm) -> bool:
    return form.endpoint not in ADD_ONLY and any(_value(one).strip() for one in _typed(form))


def _typed(form: FoundForm) -> Iterator[lxml.html.HtmlElement]:
    yield from form.element.xpath(TYPED)


def _value(one: lxml.html.HtmlElement) -> str:
    return str((one.text if one.tag == "textarea" else one.get("value")) or "")


def _edition(form: FoundForm) -> str:
    return "".join(form.element.xpath(".//input[@type='hidden' and @name='version']/@value"))


def _worded(form: FoundForm, word: str) -> dict[str, list[str]]:
    """What a browser sends of the form from a tab of its own: filled words changed, needed ones filled."""
    fields: dict[str, list[str]] = {}
    for name, value in form.element.form_values():
        fields.setdefault(name, []).append(value)
    for one in _typed(form):
        held = _value(one).strip()
        if not held and one.get("required") is not None:
            fields[str(one.get("name"))] = [f"示例内容{word}"]
        elif held and not held.isascii():
            fields[str(one.get("name"))] = [held + word]
    for one in form.element.xpath(".//input[@data-day][@required]"):
        fields[str(one.get("name"))] = [one.get("value") or "2023-06-01"]
    for one in form.element.xpath(".//select[@required]"):
        chosen = one.xpath("./option[@selected][@value!='']/@value")
        offered = chosen or one.xpath(".//option[@value!='']/@value")
        fields[str(one.get("name"))] = [str(value) for value in offered[:1]]
    return {**fields, "once": [once.new_key()]}
