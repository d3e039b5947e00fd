"""Words typed into a list find what Python's `in` finds, whether the index or the list's order leads."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.actions.models import SupervisionAction
from supervision.agencies.models import Body, Unit
from supervision.clues.models import Clue
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session, unit_of_work
from supervision.core.listing import reading, typed
from supervision.instruments.models import Instrument
from supervision.interviews.models import Interview, Interviewee
from supervision.referrals.models import Referral
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.story import copy_of


@dataclass(frozen=True)
class Place:
    """A filter of a list: its address and name, and the columns its words are compared with."""

    address: str
    name: str
    key: Any
    columns: Sequence[Any]
    tab: str = "all"

    def texts(self) -> list[tuple[int, list[str]]]:
        """Each record of the city's own body with what is compared."""
        home = sa.select(sa.func.min(Body.id)).scalar_subquery()
        model = self.key.class_
        rows = session.execute(
            sa.select(self.key, *self.columns).where(model.body_id == home).order_by(self.key)
        )
        return [(key, [text for text in texts if text]) for key, *texts in rows]


PLACES = (
    Place("/instruments/", "number", Instrument.id, (Instrument.number,)),
    Place("/clues/", "subject", Clue.id, (Clue.subject,)),
    Place("/clues/", "number", Clue.id, (Clue.source_number,)),
    Place("/interviews/", "reason", Interview.id, (Interview.reason,)),
    Place("/interviews/", "name", Interviewee.interview_id, (Interviewee.name,)),
    Place("/referrals/", "subject", Referral.id, (Referral.subject,)),
    Place("/referrals/", "recipient", Referral.id, (Referral.recipient,)),
    Place("/actions/", "title", SupervisionAction.id, (SupervisionAction.title,)),
    Place("/agencies/", "q", Unit.id, (Unit.name, Unit.short_name, Unit.initials), tab=""),
)  # fmt: skip


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    return copy_of(demonstration, tmp_path)


def _words(texts: list[tuple[int, list[str]]]) -> Iterator[str]:
    rng = random.Random(10)  # noqa: S311  (the same words each run)
    said = [text for _key, some in texts for text in some]
    for length in (1, 2, 5):
        text = rng.choice(said)
        start = rng.randrange(max(1, len(text) - length + 1))
        yield text[start : start + length]
    yield "绝无此词"


def shown(visitor: Visitor, address: str, query: dict[str, str]) -> list[int]:
    """The keys of all rows by their links, page after page in order."""
    found: list[int] = []
    answer = check(visitor.get(address, query_string=query))
    for _ in range(100):
        for row in answer.find("//main//tbody/tr[.//a]"):
            link = row.xpath(".//a/@href")[0]
            found.append(int(urlsplit(link).path.rstrip("/").split("/")[-1]))
        following = answer.find("//a[@rel='next']/@href")
        if not following:
            return found
        answer = check(visitor.get(following[0]))
    raise AssertionError(query)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.address}{place.name}")
def test_every_list_finds_what_stands_in_its_records(
    app: Flask, client: Visitor, passwords: dict[str, str], place: Place,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    client.submit("/accounts/sign-in", {"username": "zhou", "password": passwords["zhou"]})
    with app.app_context(), seeing(EVERYTHING), unit_of_work(write=False):
        texts = place.texts()
    seen = shown(client, place.address, {"tab": place.tab})
    assert len(seen) == len(set(seen)) > 1
    for word in _words(texts):
        wanted = {key for key, some in texts if any(word in text for text in some)}
        query = {"tab": place.tab, place.name: word}
        expected = [key for key in seen if key in wanted]
        assert shown(client, place.address, query) == expected, word
        with monkeypatch.context() as few:
            few.setattr(typed, "FEW", 0)
            few.setattr(reading, "STRETCH", 7)
            assert shown(client, place.address, query) == expected, f"{word}, in many"


def test_a_number_is_found_with_any_brackets(client: Visitor, passwords: dict[str, str]) -> None:
    client.submit("/accounts/sign-in", {"username": "zhou", "password": passwords["zhou"]})
    whole = shown(client, "/instruments/", {"tab": "all", "number": "〔2023〕1"})
    assert whole
    for typed_so in ("[2023]1", "(2023) 1", "（2023）1"):
        assert shown(client, "/instruments/", {"tab": "all", "number": typed_so}) == whole
