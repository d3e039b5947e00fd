"""Every form × every kind of bad input: a refusal in Chinese, the right status, nothing typed lost.

The demonstration is walked link by link by somebody of each role; each form met is sent empty, too
long, with dates that are none, with ids that are not there, from an old page, with a false file.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import TestResponse

from supervision import demo
from tests.support.client import Visitor
from tests.support.crawler import FoundForm, forms_of
from tests.support.stores import MakeApp

Fields = dict[str, list[object]]
PEOPLE = ("zhou", "wang", "zhao", "sysadmin", "secadmin", "auditor")
TOO_LONG = "长" * 30_001
TEXTS = ("text", "search", "tel", "email", "url", "")
MARKS = ("field-error", "error-summary", "flash")  # beside the field, on top, as a message
FEWEST_FORMS = 60


@dataclass(frozen=True)
class Fault:
    """What is sent wrong, and how the answer shows that it was noticed."""

    name: str
    spoil: Callable[[FoundForm, Fields], bool]
    statuses: tuple[int, ...] = (422,)


def test_every_form_refuses_bad_input_in_chinese_and_loses_nothing(make_app: MakeApp) -> None:
    app = make_app()
    app.test_client_class = Visitor
    passwords = _passwords(app)
    found: list[str] = []
    tried = 0
    for username in (*PEOPLE, *_of_a_unit(passwords)):
        visitor = app.test_client()
        assert isinstance(visitor, Visitor)
        credentials = {"username": username, "password": passwords[username]}
        visitor.submit("/accounts/sign-in", credentials)
        for form in list(forms_of(app, visitor)):
            tried += 1
            found += [f"{username}: {one}" for one in _faults(visitor, form)]
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)
    assert tried > FEWEST_FORMS


def _passwords(app: Flask) -> dict[str, str]:
    """User name → password, as the loading of the demonstration prints them."""
    with app.app_context():
        lines = demo.load()
    columns = [line.split() for line in lines if line.startswith("  ")]
    return {words[0]: words[1] for words in columns if len(words) > 2}


def _of_a_unit(passwords: dict[str, str]) -> tuple[str, str]:
    head = next(name for name in passwords if name.endswith(".head"))
    return head.removesuffix(".head"), head


def _faults(visitor: Visitor, form: FoundForm) -> Iterator[str]:
    for fault in FAULTS:
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
        lost = [name for name in _texts(form) if str(sent[name][0]) not in shown]
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
    days = [str(one) for one in form.element.xpath(".//input[@type='date']/@name")]
    for name in days:
        fields[name] = ["2026-13-45"]
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
    Fault("too long", _too_long),
    Fault("dates that are none", _no_dates),
    Fault("choices that are not there", _no_such_choice, (422, 404)),
    Fault("from an old page", _old_page, (409, 422)),
    Fault("a program named as a picture", _false_file, (422, 413)),
)
