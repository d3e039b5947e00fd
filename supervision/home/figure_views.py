"""The figures on top of the 工作台: each is the length of the list it leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for

from supervision.core import clock
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing, within
from supervision.core.db import Query
from supervision.core.listing import Tab
from supervision.core.prepared import ask_once, ask_today
from supervision.instruments.lists import ADDRESSED, PAPERS
from supervision.instruments.models import Instrument
from supervision.instruments.states import FINISHED
from supervision.problems.lights import IN_HAND
from supervision.problems.lists import LEDGER
from supervision.problems.models import Problem
from supervision.reports.indicators import find
from supervision.reports.periods import Period


@dataclass(frozen=True)
class Figure:
    """One number with its word and the list behind it; `tone` colours it unless it is nought."""

    label: str
    value: int
    url: str
    tone: str = ""
    measure: str = ""


@dataclass(frozen=True)
class Figures:
    """Some numbers under one heading."""

    title: str
    figures: list[Figure]


LEDGER_TONES = {"open": "", "week": "near", "overdue": "overdue", "unsigned": "", "verify": ""}
ADDRESSED_TONES = {"unsent": "near", "replies": "", "overdue": "overdue", "check": "", "done": ""}
OF_THE_YEAR = (
    ("begun", "发现问题"), ("mended", "整改到位"), ("rectification_notices", "整改通知书"),
    ("opinion_papers", "意见书"), ("interviews_held", "约谈"),
)  # fmt: skip


@dataclass(frozen=True)
class Tabs:
    """Tabs of a list whose rows are counted by the list's own criteria, each along its index."""

    model: Any
    tabs: Sequence[Tab]
    tones: dict[str, str]
    endpoint: str
    where: tuple[sa.ColumnElement[bool], ...] = ()

    def criteria(self) -> list[list[sa.ColumnElement[bool]]]:
        """What each tab's rows are, as of today."""
        body = within(self.model)
        return [[*(() if tab.by_key else body), *self.where, *tab.criteria()] for tab in self.tabs]

    def figure(self, tab: Tab, count: int) -> Figure:
        """A tab's number, leading to the tab."""
        url = url_for(self.endpoint, tab=tab.name)
        return Figure(tab.label, count, url, self.tones.get(tab.name, ""))


def counted(*lists: Tabs) -> list[list[Figure]]:
    """The figures of each, all of them by one statement."""
    asked = [(one, tab) for one in lists for tab in one.tabs]
    demands = [(one.model, criteria) for one in lists for criteria in one.criteria()]
    parts = [part for _, criteria in demands for part in criteria]

    def statement() -> Query:
        return sa.select(*(_number(model, criteria) for model, criteria in demands))

    shape = tuple((model, len(criteria)) for model, criteria in demands)
    row = ask_once(("tabs", shape), parts, statement).rows[0]
    figures = [(one, one.figure(tab, n)) for (one, tab), n in zip(asked, row, strict=True)]
    return [[figure for its, figure in figures if its is one] for one in lists]


def _number(model: Any, criteria: Sequence[sa.ColumnElement[bool]]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count(model.id)).where(*criteria).scalar_subquery()


def of_the_bureau(me: Principal) -> tuple[list[Figures], list[Figure]]:
    """Where the open problems stand today and what the year has brought; papers at each step."""
    found: list[Figures] = []
    papers: list[Figure] = []
    if me.can(P.PROBLEM_VIEW):
        today, papers = counted(_open_problems(), _papers_in_hand())
        found.append(Figures("今日", today))
    if me.can(P.FIGURES_VIEW) and me.body_id:
        found.append(_year(me.body_id))
    return found, [one for one in papers if one.value]


def of_the_unit() -> list[Figures]:
    """Where the papers addressed to a unit stand; the rows come by the unit's scope."""
    tabs = [tab for tab in ADDRESSED.tabs if tab.name in ADDRESSED_TONES]
    (figures,) = counted(Tabs(Instrument, tabs, ADDRESSED_TONES, "instruments.index"))
    return [Figures("来文", figures)]


def _open_problems() -> Tabs:
    tabs = [tab for tab in LEDGER.tabs if tab.name in LEDGER_TONES]
    return Tabs(Problem, tabs, LEDGER_TONES, "problems.ledger", (IN_HAND,))


def _papers_in_hand() -> Tabs:
    """How many papers stand at each step before their end."""
    tabs = [tab for tab in PAPERS.tabs if tab.name not in ("all", "done", "void", "revoked")]
    unfinished = Instrument.status.not_in(FINISHED)
    return Tabs(Instrument, tabs, {"overdue": "overdue"}, "instruments.index", (unfinished,))


def _year(body_id: int) -> Figures:
    """This year's figures of one's own body, by the report's own rules."""
    year = clock.today().year
    indicators = [(find(key), label) for key, label in OF_THE_YEAR]

    def statement() -> Query:
        of_each = (one.ids(Period(year), (body_id,)).subquery() for one, _ in indicators)
        numbers = (sa.select(sa.func.count()).select_from(rows) for rows in of_each)
        return sa.select(*(number.scalar_subquery() for number in numbers))

    with seeing(EVERYTHING):  # figures go by explicit bodies, as in the report
        row = ask_today(("year", year, body_id), statement).rows[0]
    return Figures(
        f"{year}年",
        [
            Figure(label, count, url_for("reports.records", year=year, figure=one.key),
                   measure=one.measure)
            for (one, label), count in zip(indicators, row, strict=True)
        ],
    )  # fmt: skip
