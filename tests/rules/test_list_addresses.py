"""Every choice of every list, asked once per role: each filter value, tab, sorting, column; never a 500.

What a page offers is read from the page itself (tests/support/offers.py), so a list or a filter that is
new is asked without a line here. `make test` asks a fixed part of the long dictionaries, a different
one per person; the battery asks all of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from tests.support import pages
from tests.support.client import unchecked
from tests.support.offers import Offer, offer_of, pages_without_key
from tests.support.stores import MakeApp
from tests.support.story import copy_of
from tests.support.telling import Tell

# Who asks, and how many addresses are asked at the least (in the battery at the very least). The
# reviewer and the signatory have the handler's lists: they ask all of it in the battery only.
PEOPLE = {
    "zhou": 200, "wang": 200, "zhao": 200, "sysadmin": 25, "secadmin": 25, "auditor": 25,
    "shijian": 35, "shijian.head": 35,
}  # fmt: skip
BATTERY_ONLY = ("wang", "zhao", "secadmin", "auditor", "shijian.head")
WRONG = ("nonsense", "9" * 31, "", "-1", "〔x〕~1", "2023-02-30")
# Names that a function building addresses might take for its own.
NAMES = (
    "endpoint",
    "self",
    "values",
    "_external",
    "_scheme",
    "_anchor",
    "_method",
    "kind",
    "which",
    "list",
)
SEED = 20231
SANE = (200, 302, 403, 404, 422)


@dataclass(frozen=True)
class Share:
    """How much of what a page offers is asked."""

    values: int  # of one filter
    links: int  # tabs, headings, columns
    wrong: int  # rounds in which every name has a value that is none
    pairs: int  # two filters at once


PART = Share(values=1, links=5, wrong=2, pairs=2)
ALL = Share(values=10_000, links=10_000, wrong=len(WRONG), pairs=40)


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration."""
    return copy_of(demonstration, tmp_path)


@pytest.mark.parametrize(
    ("username", "share"),
    [(one, PART) for one in PEOPLE if one not in BATTERY_ONLY] + [pytest.param(one, ALL, marks=pytest.mark.battery) for one in PEOPLE],
)  # fmt: skip
def test_no_choice_of_any_list_breaks_it(
    make_app: MakeApp, passwords: dict[str, str], tell: Tell, username: str, share: Share
) -> None:
    app = make_app(PROPAGATE_EXCEPTIONS=False)  # answering as in service
    client = unchecked(app, username, passwords[username])
    walk = Walk(client, share, list(PEOPLE).index(username), Random(SEED))  # noqa: S311
    for address in pages_without_key(app):
        walk.ask_all_of(address)
    tell(f"{username}: {len(walk.asked)} addresses of {walk.lists} lists asked")
    assert not walk.broken, f"{len(walk.broken)} of {len(walk.asked)}:\n" + "\n".join(
        walk.broken[:60]
    )
    assert len(walk.asked) >= PEOPLE[username]


@dataclass
class Walk:
    """One person asks what the pages offer, and what none of them offers."""

    client: FlaskClient
    share: Share
    shift: int
    random: Random
    asked: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    lists: int = 0

    def ask_all_of(self, address: str) -> None:
        """Every question about the list at `address`, if there is one for this person."""
        offer = offer_of(self.client, address)
        if offer is None:
            return
        self.lists += 1
        for question in self._right(offer):
            self._ask(question)
        for question in self._wrong(offer):
            self._ask(question, check=True)

    def _right(self, offer: Offer) -> Iterator[str]:
        yield from self._some(offer.links, self.share.links)
        for name, values in offer.values.items():
            for value in self._some(values, self.share.values):
                yield offer.at(**{name: value})
        names = sorted(offer.values)
        for _ in range(self.share.pairs if len(names) > 1 else 0):
            two = self.random.sample(names, 2)
            yield offer.at(**{name: self.random.choice(offer.values[name]) for name in two})

    def _wrong(self, offer: Offer) -> Iterator[str]:
        """Each name with values that it cannot have: all names at once, in the battery one by one."""
        names = (*offer.values, "after", "before", "hide")
        for turn in range(self.share.wrong):
            values = islice(cycle(WRONG), turn + self.shift, None)
            yield offer.at(**dict(zip(names, values, strict=False)))
        if self.share is ALL:
            yield from (offer.at(**{name: value}) for name in names for value in WRONG)
        taken = {**dict.fromkeys(offer.values, ""), **dict.fromkeys(NAMES, "x")}
        yield f"{offer.path}?{urlencode(taken)}"

    def _some(self, values: Sequence[str], few: int) -> Sequence[str]:
        """All of few; of many some that lie evenly apart, other ones for each person."""
        if len(values) <= few:
            return values
        places = ((self.shift + number * len(values) // few) for number in range(few))
        return [values[place % len(values)] for place in places]

    def _ask(self, address: str, *, check: bool = False) -> None:
        if address in self.asked:
            return
        self.asked.add(address)
        with self.client.get(address) as answer:
            if answer.status_code not in SANE:
                self.broken.append(f"{answer.status_code} {address}")
            elif check and answer.mimetype == "text/html" and answer.status_code != 302:
                faults = list(pages.faults_of(pages.Page(answer)))
                self.broken += [f"{address}: {fault}" for fault in faults]
