"""What was published beside what is counted now: which figures have other records, and which came and went.

Where a figure counts different persons or units, one record stands for each of them: if another does now, nobody
came and nobody went.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.core.json_values import JsonObject
from supervision.reports import persons
from supervision.reports.counting import Counts, Figure
from supervision.reports.indicators import BY_KEY, Indicator
from supervision.reports.keys import Keys
from supervision.reports.models import Publication
from supervision.reports.persons import People, Person, Register
from supervision.reports.statement import checksum_of

Place = tuple[str, int | None, str]
"""What a figure counts: indicator, action and measure word, however the row that shows it is put together."""


@dataclass(frozen=True)
class Difference:
    """A figure that is not what was published: records that came and went since, or are of another person now."""

    label: str
    measure: str
    published: int
    now: int
    figure: Figure | None  # None: nobody counts this any more
    added: Sequence[int]
    removed: Sequence[int]
    replaced: Sequence[int] = ()


def differs(publication: Publication, counts: Counts) -> bool:
    """Whether anything changed since, by numbers and checksums of keys: no further query unless records alone
    changed that stand for persons or units."""
    held = {_held(one): (one["value"], checksum_of(one["ids"])) for one in publication.figures}
    now = {_place(one): (one.value, one.checksum) for one in counts.figures()}
    other = [key for key in {*held, *now} if held.get(key, (0, 0)) != now.get(key, (0, 0))]
    if all(_same_number_of_heads(key, held, now) for key in other):
        doubtful = bool(other) or _any_edited(publication)
        return doubtful and bool(differences(publication, counts))
    return True


def _any_edited(publication: Publication) -> bool:
    register = _register(publication)
    return any(_edited(one, register) for one in publication.figures)


def _register(publication: Publication) -> Register:
    """Whom the records stand for now that it counted as persons."""
    figures = ((BY_KEY.get(_held(one)[0]), one) for one in publication.figures)
    return Register((indicator, one) for indicator, one in figures if indicator is not None)


def _edited(frozen: JsonObject, register: Register) -> bool:
    """Whether a record it counted stands for another person now, or is not there to say."""
    held, indicator = persons.held_in(frozen), BY_KEY.get(_held(frozen)[0])
    now = register.of(indicator, held) if indicator is not None and held else {}
    return any(one not in now or now[one] not in People([whom]) for one, whom in held.items())


def _same_number_of_heads(key: Place, *counted: Mapping[Place, tuple[int, int]]) -> bool:
    """As many different persons or units, told by other records: perhaps the very same."""
    numbers = {one.get(key, (0, 0))[0] for one in counted}
    return len(numbers) == 1 and key[0] in BY_KEY and bool(BY_KEY[key[0]].one_per)


def differences(publication: Publication, counts: Counts) -> list[Difference]:
    """Every figure whose records are no longer those published; keys are asked for only of those that moved."""
    now, keys = {_place(figure): figure for figure in counts.figures()}, Keys(counts)
    pairs = [(one, now.pop(_held(one), None)) for one in publication.figures]
    register = _register(publication)
    moved = [(held, it) for held, it in pairs if not _same(held, it) or _edited(held, register)]
    counts.named({action for held, _ in moved if (action := _held(held)[1])})  # all in one question
    found = [
        _difference(held, figure or _emptied(held, counts), keys, register)
        for held, figure in moved
    ]
    found += [_difference(None, figure, keys, register) for figure in now.values() if figure.value]
    return [one for one in found if one.added or one.removed or one.replaced]


def _held(frozen: JsonObject) -> Place:
    key, *narrower = frozen["id"].split(":")
    actions = [int(one[1:]) for one in narrower if one[:1] == "a" and one[1:].isdigit()]
    return key, actions[0] if actions else None, frozen["measure"]


def _place(figure: Figure) -> Place:
    return figure.indicator.key, figure.cut.action_id, figure.measure


def _emptied(held: JsonObject, counts: Counts) -> Figure | None:
    """The figure of an action of which nothing is counted any more."""
    key, action, measure = _held(held)
    if key not in BY_KEY or action is None:
        return None
    return counts.nothing(BY_KEY[key], action, measure)


def _same(held: JsonObject, figure: Figure | None) -> bool:
    """By number and checksum of the keys."""
    now = (figure.value, figure.checksum) if figure else (0, 0)
    return (held["value"], checksum_of(held["ids"])) == now


def _difference(
    held: JsonObject | None, figure: Figure | None, keys: Keys, register: Register
) -> Difference:
    before = set(held["ids"]) if held else set()
    now = set(keys.of(figure)) if figure else set()
    added, removed = now - before, before - now
    replaced: set[int] = set()
    if held and figure and "whom" in held:
        added, removed, replaced = _people(held, register.of(figure.indicator, now))
    elif figure and figure.indicator.one_per and added and removed:
        whose = _heads(figure.indicator, added | removed)
        stay = {whose.get(one) for one in added} & {whose.get(one) for one in removed} - {None}
        added, removed = (
            {one for one in some if whose.get(one) not in stay} for some in (added, removed)
        )
    return Difference(
        label=held["label"] if held else figure.label if figure else "",
        measure=held["measure"] if held else figure.measure if figure else "",
        published=held["value"] if held else 0,
        now=figure.value if figure else 0,
        figure=figure,
        added=sorted(added),
        removed=sorted(removed),
        replaced=sorted(replaced),
    )


def _people(frozen: JsonObject, now: Mapping[int, Person]) -> tuple[set[int], set[int], set[int]]:
    """Records of persons that came and went, and those that were edited from one person into another."""
    held = persons.held_in(frozen)
    before, after = People(held.values()), People(now.values())
    added = {key for key, one in now.items() if one not in before}
    removed = {key for key, one in held.items() if one not in after}
    return added - removed, removed - added, added & removed


def _heads(indicator: Indicator, keys: Collection[int]) -> dict[int, tuple[object, ...]]:
    """Whom each of these records stands for."""
    with seeing(EVERYTHING):
        return {row.id: tuple(row)[1:] for row in session.execute(indicator.heads(keys))}


@dataclass(frozen=True)
class Beside:
    """What was published of a year (`now`) and of the one before it, to stand beside what is counted.

    Whoever holds both reports reads the same number twice, or is told which one was published.
    """

    now: Publication | None
    before: Publication | None

    def value(self, figure: Figure) -> int | None:
        """What was published of a figure; None where nothing was."""
        return _value(self._now, figure)

    def value_before(self, figure: Figure) -> int | None:
        """What was published of it a year earlier."""
        return _value(self._before, figure)

    def tells(self, figure: Figure) -> bool:
        """Whether a published number stands beside it."""
        return self.other(figure) is not None or self.other_before(figure) is not None

    def other(self, figure: Figure) -> int | None:
        """The published number, where it is not the one counted now."""
        held = self.value(figure)
        return None if held == figure.value else held

    def other_before(self, figure: Figure) -> int | None:
        """The same of the year before."""
        held = self.value_before(figure)
        return None if held == figure.before else held

    @cached_property
    def _now(self) -> dict[Place, int] | None:
        return _values(self.now)

    @cached_property
    def _before(self) -> dict[Place, int] | None:
        return _values(self.before)


def _values(publication: Publication | None) -> dict[Place, int] | None:
    if publication is None:
        return None
    return {_held(one): one["value"] for one in publication.figures}


def _value(published: dict[Place, int] | None, figure: Figure) -> int | None:
    """Of a row that tells many actions together, the sum of theirs in its measure word."""
    if published is None:
        return None
    key, action, measure = _place(figure)
    if action is not None:
        return published.get((key, action, measure), 0)
    found = [n for (name, _, word), n in published.items() if (name, word) == (key, measure)]
    return sum(found) if found or figure.indicator.split else None
