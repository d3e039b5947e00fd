"""Facts on their way from form or sheet to the record: none is lost, none is invented."""

import dataclasses
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, get_args

import pytest
import sqlalchemy as sa

from supervision.core.facts import Facts
from supervision.referrals.service import ReferralFacts
from supervision.referrals.states import Way
from supervision.roster.documents import DocumentFacts
from supervision.roster.models import JointDocument
from supervision.slices import SLICES
from tests.rules.source import expect_none, modules

TYPED = {"title": "协作意见", "partner": "市工商联", "number": None, "dated_on": date(2023, 3, 1)}


def test_what_is_typed_becomes_facts_and_words_left_out_are_empty_or_as_usual() -> None:
    facts = DocumentFacts.of({**TYPED, "csrf_token": "of the form, no fact"}, note="另有")
    assert facts == DocumentFacts("协作意见", "市工商联", date(2023, 3, 1), number="", note="另有")
    typed = {"way": Way.MECHANISM, "recipient": "巡察办", "subject": "线索", "term_unit": ""}
    assert ReferralFacts.of(typed).term_unit == "工作日"


def test_what_is_said_beside_goes_before_what_is_typed() -> None:
    assert DocumentFacts.of(TYPED, number="协〔2023〕1号").number == "协〔2023〕1号"


def test_a_fact_nobody_gives_is_an_error_and_so_is_one_that_is_none() -> None:
    with pytest.raises(TypeError, match="dated_on"):
        DocumentFacts.of({"title": "协作意见", "partner": "市工商联"})
    with pytest.raises(TypeError, match="colour"):
        DocumentFacts.of(TYPED, colour="red")


def test_a_record_takes_its_facts_and_gives_them_back() -> None:
    document = JointDocument(body_id=7, note="旧")
    facts = DocumentFacts.of(TYPED)
    facts.into(document, created_by_id=3)
    assert (document.title, document.number, document.note) == ("协作意见", "", "")
    assert (document.body_id, document.created_by_id) == (7, 3)
    assert DocumentFacts.held_by(document) == facts
    assert DocumentFacts.held_by(document, note="另有").note == "另有"


def _declared() -> Iterator[tuple[type[Facts[Any]], type[Any], str]]:
    """Every class of facts with its record and its slice."""
    assert SLICES  # all of them are there
    for cls in Facts.__subclasses__():
        (record,) = get_args(cls.__orig_bases__[0])  # type: ignore[attr-defined]
        yield cls, record, cls.__module__.split(".")[1]


@cache
def _source(of_slice: str) -> str:
    return "\n".join(module.text for module in modules(f"supervision/{of_slice}/*.py"))


def test_every_fact_reaches_its_record() -> None:
    """A column of its name takes it, or the service reads it; else it would be typed for nothing."""
    every = list(_declared())
    assert len(every) > 12
    expect_none(
        f"{cls.__name__}.{one.name}"
        for cls, record, of_slice in every
        for one in dataclasses.fields(cls)
        if one.name not in sa.inspect(record).column_attrs
        and not re.search(rf"\b(?!self\b)\w+\.{one.name}\b", _source(of_slice))
    )


def test_every_fact_comes_from_somewhere() -> None:
    """A form field bears its name, or whoever makes the facts, the sheets among them, says it."""
    expect_none(
        f"{cls.__name__}.{one.name}"
        for cls, _record, of_slice in _declared()
        for one in dataclasses.fields(cls)
        if not re.search(rf"\b{one.name}\s*=[^=]", _source(of_slice) + _source("imports"))
    )
