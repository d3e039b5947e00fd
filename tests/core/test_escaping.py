"""What a template says of a value stands in the page as words, never as markup, wherever it says it."""

import datetime as dt

import pytest
from flask import Flask
from jinja2 import UndefinedError
from markupsafe import Markup

HOSTILE = """<b a="1" c='2'>&"""
HARMLESS = "&lt;b a=&#34;1&#34; c=&#39;2&#39;&gt;&amp;"


class Word(str):
    """Words of a kind of their own, as the members of an enumeration are."""

    __slots__ = ()


class Mark:
    """Draws itself."""

    def __html__(self) -> str:
        return "<i></i>"


class Named:
    """Is shown by its name."""

    def __str__(self) -> str:
        return HOSTILE


WAYS = {
    "by itself": "{{ said }}",
    "of something": "{{ {'said': said}.said }}",
    "in an attribute": '<p title="{{ said }}">',
    "by a macro": "{% macro of(one) %}{{ one }}{% endmacro %}{{ of(said) }}",
    "by whoever calls a macro": "{% macro of() %}{{ caller() }}{% endmacro %}{% call of() %}{{ said }}{% endcall %}",
    "in a loop": "{% for one in [said, said] %}{{ one }}{% endfor %}",
    "set before": "{% set kept %}{{ said }}{% endset %}{{ kept }}",
    "in a block": "{% block one %}{{ said }}{% endblock %}",
    "beside other words": "{{ 'a' ~ said }}",
    "where something is the case": "{{ said if said else '' }}",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("said", [HOSTILE, Word(HOSTILE), Named()], ids=["str", "its own", "named"])
def test_words_are_never_markup(app: Flask, way: str, said: object) -> None:
    drawn = app.jinja_env.from_string(WAYS[way]).render(said=said)
    assert "<b" not in drawn
    assert HARMLESS in drawn


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Markup("<b>"), "<b>"),
        (Mark(), "<i></i>"),
        (7, "7"),
        (None, "None"),
        (dt.date(2026, 3, 1), "2026-03-01"),
        ("执法文书", "执法文书"),
    ],
)
def test_what_is_markup_stays_it_and_all_else_is_said(
    app: Flask, value: object, shown: str
) -> None:
    assert app.jinja_env.from_string("{{ value }}").render(value=value) == shown


def test_markup_joined_with_words_escapes_the_words(app: Flask) -> None:
    drawn = app.jinja_env.from_string("{{ mark ~ said }}").render(mark=Markup("<b>"), said=HOSTILE)
    assert drawn == f"<b>{HARMLESS}"


def test_what_is_not_there_is_an_error(app: Flask) -> None:
    with pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ nothing }}").render()


def test_an_entry_of_a_dictionary_is_said_by_its_name_and_what_it_can_do_stays(app: Flask) -> None:
    held = {"label": "一", "items": "二"}
    template = "{{ held.label }}{{ held.get('label') }}{{ held['items'] }}{{ held.items()|length }}{{ held.none is defined }}"
    assert app.jinja_env.from_string(template).render(held=held) == "一一二2False"
