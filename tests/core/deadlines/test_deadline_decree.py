"""The days fixed by law: each edition against its wording, the oracle, every notice, and a back-test."""

import datetime as dt
from collections import Counter

import holidays
import pytest

from supervision.core.deadlines import Calendar, Mark, Term, Unit, compute, decree, seed_calendar
from supervision.core.deadlines.seed import notice_title

SEED = seed_calendar()

# By hand, from the wording of each edition and the lunar calendar of the year.
BY_HAND = [
    (2003, "01-01 02-01 02-02 02-03 05-01 05-02 05-03 10-01 10-02 10-03", "第270号"),
    (2008, "01-01 02-06 02-07 02-08 04-04 05-01 06-08 09-14 10-01 10-02 10-03", "第513号"),
    (2014, "01-01 01-31 02-01 02-02 04-05 05-01 06-02 09-08 10-01 10-02 10-03", "第644号"),
    (2025, ("01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-01 10-02 10-03 10-06"),
     "第795号"),
    (2027, ("01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03"),
     "第795号"),
]  # fmt: skip


@pytest.mark.parametrize(("year", "days", "order"), BY_HAND)
def test_each_edition_gives_its_days(year, days, order):
    assert [f"{day:%m-%d}" for day in decree.statutory(year)] == days.split()
    assert order in SEED.law(year)[dt.date(year, 1, 1)].source


def test_the_editions_give_ten_eleven_and_thirteen_days():
    given = {year: decree.edition(year).days for year in range(2000, 2101)}
    assert {given[year] for year in range(2000, 2008)} == {10}
    assert {given[year] for year in range(2008, 2025)} == {11}
    assert {given[year] for year in range(2025, 2101)} == {13}
    assert decree.edition(1999) is decree.edition(2101) is None
    assert decree.statutory(2101) == {}


def test_every_year_to_2100_agrees_with_the_oracle():
    """`holidays` counts the lunar calendar by itself; days in its name “(observed)” are made up."""
    oracle = holidays.China(years=range(2000, 2101))
    named = {
        day
        for day, name in oracle.items()
        if any("observed" not in part for part in name.split("; "))
    }
    ours = {day for year in range(2000, 2101) for day in decree.statutory(year)}
    # The oracle's 清明 is by a formula that ends with 2099: in 2100, no leap year, it comes on 5 April.
    beyond = {dt.date(2100, 4, 4), dt.date(2100, 4, 5)}
    assert ours - beyond <= named, "named days of past years are those of notices as well"
    later = {day for day in named | ours if day.year > 2026} - beyond
    assert later <= ours
    assert later <= named
    assert decree.statutory(2100)[dt.date(2100, 4, 5)] == "清明"


def test_every_notice_gives_the_days_of_the_decree():
    """So that the layer below never differs from the layer above."""
    rests = {entry.day for entry in SEED.entries if entry.mark is Mark.REST}
    for year in SEED.official:
        assert set(decree.statutory(year)) <= rests, year


TERMS = [
    *(Term(number, Unit.WORKDAY) for number in (5, 10, 15, 20)),
    *(Term(number) for number in (15, 30, 60, 90)),
    *(Term(number, Unit.MONTH) for number in (1, 3)),
]


def _withheld(year):
    """The calendar as it stood before that year's notice: nothing of it, nothing later."""
    kept = [e for e in SEED.entries if e.day.year < year and e.source != notice_title(year)]
    official = {each for each in SEED.official if each < year}
    return Calendar(tuple(kept), official=frozenset(official))


def test_with_the_notice_withheld_most_terms_are_right():
    """Deliveries of 20 November to 31 December, 2014–2026: weekends alone got 3.5 % of 工作日 terms right."""
    right, asked, held = Counter(), Counter(), True
    for year in range(2014, 2027):
        before = _withheld(year)
        for number in range(42):
            day = dt.date(year - 1, 11, 20) + dt.timedelta(days=number)
            for term in TERMS:
                due = compute(day, term, SEED).due
                if due.year < year:
                    continue
                guess = compute(day, term, before)
                which = "工作日" if term.unit is Unit.WORKDAY else "日月"
                asked[which] += 1
                right[which] += guess.due == due
                held &= guess.due == due or (
                    guess.provisional and guess.earliest <= due <= guess.latest
                )
    assert sum(asked.values()) > 2_475
    assert right["工作日"] / asked["工作日"] >= 0.916
    assert right.total() / asked.total() >= 0.895
    assert held, "and where a date was wrong, its range held the right one"
