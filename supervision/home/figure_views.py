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
from supervision.core.db import session
from supervision.core.listing import Tab
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


def of_the_bureau(me: Principal) -> list[Figures]:
    """Where the open problems stand today, and what the year has brought."""
    found = []
    if me.can(P.PROBLEM_VIEW):
        tabs = [tab for tab in LEDGER.tabs if tab.name in LEDGER_TONES]
        today = of_tabs(Problem, tabs, LEDGER_TONES, "problems.ledger", IN_HAND)
        found.append(Figures("今日", today))
    if me.can(P.FIGURES_VIEW) and me.body_id:
        found.append(_year(me.body_id))
    return found


def of_the_unit() -> list[Figures]:
    """Where the papers addressed to a unit stand; the rows come by the unit's scope."""
    tabs = [tab for tab in ADDRESSED.tabs if tab.name in ADDRESSED_TONES]
    return [Figures("来文", of_tabs(Instrument, tabs, ADDRESSED_TONES, "instruments.index"))]


def papers_in_hand() -> list[Figure]:
    """How many papers stand at each step before their end."""
    tabs = [tab for tab in PAPERS.tabs if tab.name not in ("all", "done", "void", "revoked")]
    tones = {"overdue": "overdue"}
    unfinished = Instrument.status.not_in(FINISHED)
    return of_tabs(Instrument, tabs, tones, "instruments.index", unfinished)


def of_tabs(
    model: Any,
    tabs: Sequence[Tab],
    tones: dict[str, str],
    endpoint: str,
    *where: sa.ColumnElement[bool],
) -> list[Figure]:
    """The tabs of a list by the list's own criteria: each counts along its index, in one statement."""
    counts = [
        sa.select(sa.func.count(model.id))
        .where(*within(model), *where, *tab.criteria())
        .scalar_subquery()
        for tab in tabs
    ]
    row = session.execute(sa.select(*counts)).one()
    return [
        Figure(tab.label, count, url_for(endpoint, tab=tab.name), tones.get(tab.name, ""))
        for tab, count in zip(tabs, row, strict=True)
    ]


def _year(body_id: int) -> Figures:
    """This year's figures of one's own body, by the report's own rules."""
    year = clock.today().year
    indicators = [(find(key), label) for key, label in OF_THE_YEAR]
    counts = [
        sa.select(sa.func.count())
        .select_from(one.ids(Period(year), (body_id,)).subquery())
        .scalar_subquery()
        for one, _ in indicators
    ]
    with seeing(EVERYTHING):  # figures go by explicit bodies, as in the report
        row = session.execute(sa.select(*counts)).one()
    return Figures(
        f"{year}年",
        [
            Figure(label, count, url_for("reports.records", year=year, figure=one.key),
                   measure=one.measure)
            for (one, label), count in zip(indicators, row, strict=True)
        ],
    )  # fmt: skip
