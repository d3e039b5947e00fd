"""Every field of every form: what is no date and no number is refused in words or understood."""

import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, IntegerField
from wtforms.validators import InputRequired, NumberRange

import supervision.slices  # noqa: F401  (every form is defined once all slices are)
from supervision.core.day_field import ChineseDateField
from supervision.core.forms import BaseForm
from tests.rules.source import expect_none

FEWEST_DATES, FEWEST_NUMBERS = 60, 8
NO_DAYS = (
    "", " ", "\u3000", "\u00a0\t", "2026-13-40", "2026-02-30", "20261", "0001-01-01", "9999-12-31",
    "-", "--", "2026", "²026-01-01", "\x00", "\ud800", "2026-01-01\n2026-01-02",
    "9" * 2048, "2026年" * 400, "1e9", "None",
)  # fmt: skip


def _classes(base: type[Any]) -> Iterator[type[Any]]:
    for one in base.__subclasses__():
        yield one
        yield from _classes(one)


def _fields(kind: type[Any]) -> list[tuple[str, str, Any]]:
    """(form, name, field as declared) of every field of that kind; forms made for one answer (filters) may
    still be about, or not, and are no part of it."""
    return [
        (f"{form.__module__}.{form.__qualname__}", name, declared)
        for form in set(_classes(Form))
        if form.__module__.startswith("supervision.")
        and getattr(sys.modules[form.__module__], form.__qualname__, None) is form
        for name, declared in vars(form).items()
        if isinstance(getattr(declared, "field_class", None), type)
        and issubclass(declared.field_class, kind)
    ]


def _sent(declared: Any, value: str) -> tuple[Any, list[str]]:
    """What one field makes of `value`: its data and its refusals."""

    class Alone(Form):
        asked = declared

    form = Alone(MultiDict({"asked": value}))
    form.validate()
    return form.asked.data, [str(error) for error in form.asked.errors]


@pytest.mark.parametrize("value", NO_DAYS, ids=lambda value: repr(value)[:20])
def test_no_date_field_takes_what_is_no_day(value: str) -> None:
    """InputRequired looked at the raw text: a blank passed it and the view met None."""
    fields = _fields(ChineseDateField)
    assert len(fields) >= FEWEST_DATES
    wrong = []
    for form, name, declared in fields:
        validators = declared.args[1] if len(declared.args) > 1 else declared.kwargs["validators"]
        needed = any(isinstance(one, InputRequired) for one in validators)
        held, refusals = _sent(declared, value)
        blank = not value.strip()
        fine = not refusals if blank and not needed else bool(refusals)
        if not fine or not all(_chinese(one) for one in refusals) or (held and not refusals):
            wrong.append(f"{form}.{name}: {held} {refusals}")
    expect_none(wrong)


@pytest.mark.parametrize(
    "value",
    [
        "2023-03-05",
        " 2023-3-5 ",
        "2023/3/5",
        "2023.03.05",
        "20230305",
        "2023年3月5日",
        "２０２３-０３-０５",
    ],
)
def test_a_day_is_understood(value: str) -> None:
    for _form, _name, declared in _fields(ChineseDateField):
        assert _sent(declared, value) == (date(2023, 3, 5), [])


def test_every_number_has_bounds() -> None:
    """Beyond them it is no number of the store's: an error of ours on PostgreSQL."""
    fields = _fields(IntegerField)
    assert len(fields) >= FEWEST_NUMBERS
    unbound = []
    for form, name, declared in fields:
        validators = [*declared.args[1:2], declared.kwargs.get("validators")]
        flat = [one for some in validators if some for one in some]
        if not any(isinstance(one, NumberRange) and one.max is not None for one in flat):
            unbound.append(f"{form}.{name}")
    expect_none(unbound)


def _chinese(sentence: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in sentence)


def test_no_field_bears_the_name_of_what_a_form_knows_of_itself() -> None:
    """A field hides an attribute of its form: a clue's 事由 (`subject`) once hid whose edition it was."""
    own = {"record", "acted_on", "given", "draft", "opened_as", "edits", "keeps_drafts"}
    expect_none(
        f"{form} {name}" for form, name, _ in _fields(Field) if name in own and form in _edited()
    )


def _edited() -> set[str]:
    return {f"{form.__module__}.{form.__qualname__}" for form in set(_classes(BaseForm))}
