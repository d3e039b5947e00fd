"""选填 means it: what is marked so may be left empty, what is not marked may not, in every form by whoever sees it.

The demonstration is walked by somebody of each role. Each form is filled as plainly as can be. Without all that is
marked it is refused at none of it; without one thing that is not marked it is refused.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pytest
from flask import Flask

from supervision.core import clock
from tests.rules.source import expect_none
from tests.support.client import Visitor
from tests.support.crawler import FoundForm, forms_of
from tests.support.story import copy_of

Fields = dict[str, list[object]]
# Who is walked, and how many fields of each sort they meet at the least.
PEOPLE = {
    "zhou": (100, 100), "wang": (20, 20), "zhao": (1, 1), "sysadmin": (5, 5), "secadmin": (3, 5),
    "auditor": (0, 1), "shijian": (3, 5), "shijian.head": (0, 1),
}  # fmt: skip
OFTEN = ("zhou", "shijian")  # in every `make test`; the battery walks everybody
MISSING = ("必填", "请填写", "请选择", "请写明", "须填写", "须写明", "至少")
KEPT = {  # not marked, since what is empty is filled in or asked for later: the page says how
    ("instruments.answers", "measures_"): "保存 keeps what there is; 报送 asks for every item",
    ("instruments.edit", "parts-"): "清空则恢复按记录生成",
}
BLANKS = {"请选择", "（不填）", ""}  # an empty choice; “不计入” is an answer
PLAIN = {"number": "3", "text": "示例文字", "email": "a@example.gov.cn", "tel": "01012345678",
         "url": "https://example.gov.cn", "time": "09:30", "password": "Kouling-2026-shili"}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A field as the page asks for it."""

    name: str
    label: str
    optional: bool  # marked 选填, or needed under a condition that it names
    conditional: bool
    required: bool  # as the control itself says
    never_empty: bool  # a box to tick, a choice that has no empty one, something already there


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    """The demonstration as this test's own data."""
    return copy_of(demonstration, tmp_path)


def asked_of(form: FoundForm) -> Iterator[Asked]:
    """The fields of a form that a person sees with their labels."""
    for box in form.element.xpath(".//*[contains(concat(' ', @class, ' '), ' field ')]"):
        controls = box.xpath(".//input[@name and not(@type='hidden')] | .//select | .//textarea")
        labels = box.xpath(".//*[contains(@class, 'field-label')]")
        if not controls or not labels:
            continue
        mark = " ".join(one.text_content() for one in labels[0].xpath(".//*[@class='optional']"))
        yield Asked(
            name=str(controls[0].get("name")),
            label=labels[0].text_content(),
            optional=bool(mark),
            conditional=(bool(mark) and mark != "选填") or box.get("data-depends") is not None,
            required=controls[0].get("required") is not None,
            never_empty=_never_empty(controls),
        )


def _never_empty(controls: list[lxml.html.HtmlElement]) -> bool:
    first = controls[0]
    if first.tag == "select":
        blank = [one.text_content() for one in first.xpath(".//option[@value='']")]
        return first.get("multiple") is not None or not set(blank) & BLANKS
    return first.get("type") in ("checkbox", "radio") or first.get("readonly") is not None


def _filled(form: FoundForm) -> Fields:
    """Everything with something plain in it."""
    fields: Fields = {}
    for name, value in form.element.form_values():
        fields.setdefault(name, []).append(value)
    for one in form.element.xpath(".//input[@name] | .//select | .//textarea"):
        name = str(one.get("name"))
        if any(fields.get(name, ())) or one.get("type") in ("hidden", "checkbox", "submit"):
            continue
        fields[name] = [_plain(one)]
    return fields


def _plain(control: lxml.html.HtmlElement) -> object:
    if control.tag == "select":
        return next((str(one) for one in control.xpath(".//option/@value") if one), "")
    if control.tag == "textarea":
        return "示例内容，写明情况。"
    if control.get("data-day") is not None or control.get("type") == "date":
        return clock.today().isoformat()
    if control.get("type") == "file":
        return (io.BytesIO(b"%PDF-1.4 " + str(control.get("name")).encode()), "示例.pdf")
    if control.get("type") == "radio":
        return str(control.get("value"))
    return PLAIN.get(str(control.get("type", "text")), "示例文字")


def _without(form: FoundForm, *names: str) -> Fields:
    fields = _filled(form)
    kinds = {str(one.get("name")): one.get("type") for one in form.element.xpath(".//input[@name]")}
    for name in names:
        if kinds.get(name) in ("checkbox", "radio"):
            fields.pop(name, None)
        else:
            fields[name] = [(io.BytesIO(b""), "")] if kinds.get(name) == "file" else [""]
    return fields


def _refused(visitor: Visitor, form: FoundForm, fields: Fields) -> dict[str, str] | None:
    """What is said beside each field; empty where it was taken; None where it may not be sent any more."""
    answer = visitor.post(form.action, data=fields)
    if answer.status_code != 422:
        return {} if answer.status_code == 302 else None
    tree = lxml.html.document_fromstring(answer.get_data(as_text=True))
    told: dict[str, str] = {}
    for error in tree.xpath("//*[@class='field-error']"):
        for name in error.getparent().xpath(".//@name"):
            told[str(name)] = error.text_content()
    return told or {"": "refused as a whole"}


@pytest.mark.parametrize(
    ("username", "fewest", "every"),
    [
        *((*one, False) for one in PEOPLE.items() if one[0] in OFTEN),
        *(pytest.param(*one, True, marks=pytest.mark.battery) for one in PEOPLE.items()),
    ],
)
def test_what_is_marked_may_be_left_out_and_the_rest_may_not(
    app: Flask,
    passwords: dict[str, str],
    noted: Path,
    username: str,
    fewest: tuple[int, int],
    *,
    every: bool,
) -> None:
    """Of every form it is looked at; every second one is sent, too, in the battery each."""
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.submit("/accounts/sign-in", {"username": username, "password": passwords[username]})
    wrong: list[str] = []
    needed = marked = 0
    for place, form in enumerate(list(forms_of(app, visitor, noted=noted))):
        fields = list(asked_of(form))
        free = [one for one in fields if one.optional and not one.conditional]
        bound = [one for one in fields if not one.optional and not one.never_empty]
        marked, needed = marked + len(free), needed + len(bound)
        wrong += [
            f"{form.endpoint} {one.label}: 选填 and required at once"
            for one in free
            if one.required
        ]
        if every or place % 2:
            wrong += _taken_empty(visitor, form, [one for one in bound if not one.conditional])
            wrong += _asked_for(visitor, form, free)
    expect_none(wrong)
    assert (marked, needed) >= fewest, (marked, needed)


def _asked_for(visitor: Visitor, form: FoundForm, free: list[Asked]) -> Iterator[str]:
    """Marked 选填, and missed."""
    told = _refused(visitor, form, _without(form, *(one.name for one in free))) or {}
    for one in free:
        said = told.get(one.name, "")
        if any(word in said for word in MISSING):
            yield f"{form.endpoint} ({form.address}) {one.label} is asked for: {said}"


def _taken_empty(visitor: Visitor, form: FoundForm, bound: list[Asked]) -> Iterator[str]:
    """Not marked, and not missed."""
    for one in bound:
        if any(form.endpoint == place and one.name.startswith(name) for place, name in KEPT):
            continue
        told = _refused(visitor, form, _without(form, one.name))
        if told == {}:
            yield f"{form.endpoint} ({form.address}) {one.label} ({one.name}) may be left empty"
