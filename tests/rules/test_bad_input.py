"""Every form × every kind of bad input: a refusal in Chinese, the right status, nothing typed lost.

The demonstration is walked link by link by somebody of each role; each form met is sent empty, too
long, with dates that are none, with ids that are not there, from an old page, with a false file.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.support.client import Visitor
from tests.support.crawler import FoundForm, forms_of
from tests.support.story import copy_of

Fields = dict[str, list[object]]
# Whose pages are walked, and how many different forms they hold at the least.
FORMS = {
    "zhou": 45, "wang": 20, "zhao": 6, "sysadmin": 12, "secadmin": 6, "auditor": 4,
    "shijian": 6, "shijian.head": 4,
}  # fmt: skip
OFTEN = ("zhou", "shijian")  # in every `make test`
WALKS = [
    *((*one, False) for one in FORMS.items() if one[0] in OFTEN),
    *(pytest.param(*one, True, marks=pytest.mark.battery) for one in FORMS.items()),
]
TOO_LONG = "长" * 30_001
TEXTS = ("text", "search", "tel", "email", "url", "")
MARKS = ("field-error", "error-summary", "flash")  # beside the field, on top, as a message


@dataclass(frozen=True)
class Fault:
    """What is sent wrong, and how the answer shows that it was noticed."""

    name: str
    spoil: Callable[[FoundForm, Fields], bool]
    statuses: tuple[int, ...] = (422,)


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    """The demonstration as this test's own data."""
    return copy_of(demonstration, tmp_path)


@pytest.mark.parametrize(("username", "fewest", "every"), WALKS)
def test_every_form_refuses_bad_input_in_chinese_and_loses_nothing(
    app: Flask, passwords: dict[str, str], noted: Path, username: str, fewest: int, *, every: bool
) -> None:
    """Every form is sent every third kind of fault, its neighbours the others; in the battery each has all."""
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.submit("/accounts/sign-in", {"username": username, "password": passwords[username]})
    forms = list(forms_of(app, visitor, noted=noted))
    found = [
        fault
        for place, form in enumerate(forms)
        for fault in _faults(visitor, form, FAULTS if every else FAULTS[place % 3 :: 3])
    ]
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)
    assert len(forms) >= fewest, "the walk met fewer forms than it should"


def _faults(visitor: Visitor, form: FoundForm, faults: Sequence[Fault]) -> Iterator[str]:
    for fault in faults:
        fields = _standing(form)
        if not fault.spoil(form, fields):
            continue
        response = visitor.post(form.action, data=fields)
        wrong = _wrong(response, fault, form, fields)
        if wrong:
            yield f"{form.endpoint} ({form.action}) {fault.name}: {wrong}"


def _wrong(response: TestResponse, fault: Fault, form: FoundForm, sent: Fields) -> str:
    if response.status_code not in fault.statuses:
        return f"answered {response.status_code}, wanted {fault.statuses}"
    shown = response.get_data(as_text=True)
    if response.status_code == 422 and not any(mark in shown for mark in MARKS):
        return "the refusal is not beside a field nor on top"
    if response.status_code == 422:
        # A blank is nothing typed: InputRequired takes it away before the form is shown again.
        lost = [name for name in _texts(form) if str(sent[name][0]).strip() not in shown]
        return f"lost what was typed in {lost}" if any(sent[name][0] for name in lost) else ""
    return ""


def _standing(form: FoundForm) -> Fields:
    """What a browser would send of the untouched form."""
    fields: Fields = {}
    for name, value in form.element.form_values():
        fields.setdefault(name, []).append(value)
    return fields


def _texts(form: FoundForm) -> list[str]:
    typed = [
        str(one.get("name"))
        for one in form.element.xpath(".//input[@name]")
        if one.get("type", "").lower() in TEXTS and not one.get("readonly")
    ]
    return typed + [str(one.get("name")) for one in form.element.xpath(".//textarea[@name]")]


def _empty(form: FoundForm, fields: Fields) -> bool:
    """Everything a person can see is left empty."""
    seen = form.element.xpath(".//input[@name and not(@type='hidden')] | .//select | .//textarea")
    for one in seen:
        fields.pop(str(one.get("name")), None)
    for name in _texts(form):
        fields[name] = [""]
    return bool([one for one in seen if one.get("required") is not None])


def _too_long(form: FoundForm, fields: Fields) -> bool:
    for name in _texts(form):
        fields[name] = [TOO_LONG]
    return bool(_texts(form))


def _no_dates(form: FoundForm, fields: Fields) -> bool:
    days = [str(one) for one in form.element.xpath(".//input[@data-day]/@name")]
    for name in days:
        fields[name] = ["2026-13-45"]
    return bool(days)


def _blank_dates(form: FoundForm, fields: Fields) -> bool:
    days = [str(one) for one in form.element.xpath(".//input[@data-day][@required]/@name")]
    for name in days:
        fields[name] = [" \u3000"]
    return bool(days)


def _junk_for_dates(form: FoundForm, fields: Fields) -> bool:
    days = [str(one) for one in form.element.xpath(".//input[@data-day]/@name")]
    for name in days:
        fields[name] = ["2026年" * 400]
    return bool(days)


def _no_such_choice(form: FoundForm, fields: Fields) -> bool:
    selects = [str(one) for one in form.element.xpath(".//select/@name")]
    for name in selects:
        fields[name] = ["987654321"]
    return bool(selects)


def _old_page(form: FoundForm, fields: Fields) -> bool:
    if not any(fields.get("version", ())):
        return False
    fields["version"] = ["987654321"]
    return True


def _false_file(form: FoundForm, fields: Fields) -> bool:
    files = [str(one) for one in form.element.xpath(".//input[@type='file']/@name")]
    for name in files:
        fields[name] = [(io.BytesIO(b"MZ\x90\x00 no picture"), "照片.png")]
    return bool(files)


FAULTS = (
    Fault("left empty", _empty),
    Fault("too long", _too_long, (422, 413)),  # many long texts are more than a request may be
    Fault("dates that are none", _no_dates),
    Fault("dates of blanks", _blank_dates),
    Fault("junk for dates", _junk_for_dates),
    Fault("choices that are not there", _no_such_choice, (422, 404)),
    Fault("from an old page", _old_page, (409, 422)),
    Fault("a program named as a picture", _false_file, (422, 413)),
)
