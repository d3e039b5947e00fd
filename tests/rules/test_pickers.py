"""Every picker of every form: found by each of its names, and what fits none or several is refused, never guessed."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Form, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice

from supervision.core.day_field import ChineseDateField
from supervision.core.pick_field import PickField, named
from tests.rules.source import expect_none, templates
from tests.rules.test_fields import _fields

FEWEST = 25
OFFERED = [
    SelectChoice("", "请选择"),
    named("1", "示例市市场监督管理局", "市场监督管理局", "市市场监管局", "市监局", "老局"),
    named("2", "示例市城市管理局", "城市管理局", "城管", "老局"),
]
NAMES = {
    "1": "1", "示例市市场监督管理局": "1", "市监局": "1", "市场监督": "1", "scjdglj": "1", "scj": "1",
    "shichangjianduguanliju": "1", "SLSSCJDGLJ": "1", " 城 管 ": "2", "城市管理局": "2", "chengguan": "2",
}  # fmt: skip
NONE = ("cgzf", "没有这个单位", "市容", "999", "示例市市场监督管理局二科", "\x00", "=1+1")
SEVERAL = ("老局", "示例市", "s", "局")


def _sent(declared: Any, value: str) -> Any:
    class Alone(Form):
        asked = declared

    form = Alone()
    form.asked.choices = OFFERED
    form.process(MultiDict({"asked": value}))
    form.validate()
    return form.asked


def _pickers() -> list[tuple[str, str, Any]]:
    found = _fields(PickField)
    assert len(found) >= FEWEST
    return found


@pytest.mark.parametrize(("typed", "value"), NAMES.items())
def test_each_is_found_by_every_name(typed: str, value: str) -> None:
    wrong = []
    for form, name, declared in _pickers():
        asked = _sent(declared, typed)
        if str(asked.data) != value or asked.errors:
            wrong.append(f"{form}.{name}: {asked.data} {asked.errors}")
    expect_none(wrong)


@pytest.mark.parametrize("typed", [*NONE, *SEVERAL])
def test_what_means_none_or_several_is_refused_and_stays_as_typed(typed: str) -> None:
    wrong = []
    for form, name, declared in _pickers():
        asked = _sent(declared, typed)
        kept = typed.isdigit() or f'selected value="{typed}"' in asked()
        if (
            asked.data is not None
            or len(asked.errors) != 1
            or not (kept or not typed.isprintable())
        ):
            wrong.append(f"{form}.{name}: {asked.data} {asked.errors}")
    expect_none(wrong)


def test_what_several_are_called_is_asked_by_their_names() -> None:
    _form, _name, declared = _pickers()[0]
    assert _sent(declared, "老局").errors == [
        "“老局”有2个相符（示例市市场监督管理局、示例市城市管理局），请写全或从列表中选一个"
    ]
    assert _sent(declared, "示例市市场监管局").errors == [
        "没有“示例市市场监管局”，是否为“示例市市场监督管理局”？"
    ]


def test_no_form_asks_for_a_record_in_another_way() -> None:
    """A select that is filled with records is a picker; a select of fixed words has them when it is declared."""
    expect_none(
        f"{form}.{name}"
        for form, name, declared in _fields(SelectField)
        if not issubclass(declared.field_class, (PickField, SelectMultipleField))
        and len(declared.kwargs.get("choices") or ()) < 2
        and not form.startswith(FIXED)
    )


FIXED = (
    "supervision.reports.",  # years, periods and spans of the figures
    "supervision.agencies.forms.UnitForm",  # 执法领域, a word of the dictionary as text
    "supervision.instruments.drafting.shaping_forms.ShapeForm",  # the boxes of the page itself
)


def test_no_form_asks_for_a_day_in_another_way() -> None:
    """The browser's own date box swallows what a Chinese keyboard types."""
    expect_none(
        f"{form}.{name}"
        for form, name, declared in _fields(DateField)
        if not issubclass(declared.field_class, ChineseDateField)
    )
    expect_none(str(path) for path in templates() if 'type="date"' in path.read_text("utf-8"))
