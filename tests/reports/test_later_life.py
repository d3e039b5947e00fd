"""A published year against what becomes of its records later: every page tells exactly what came and what went.

Expectation: the year counted by plain loops when it was published and after each act.
"""

import re
from collections import defaultdict
from datetime import date

import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.imports.models import ImportBatch
from supervision.instruments.models import Instrument
from supervision.problems import service as problems
from supervision.problems.models import Problem, ProblemStatus
from supervision.problems.service import correcting
from supervision.problems.service.correcting import PastProblem
from supervision.reports.indicators import BY_NAME
from supervision.reports.periods import parse
from tests.make import finding, papers, people, reforms, sheets, years
from tests.make.imported import applied, undone
from tests.make.offices import SEATS, found_office, sign_in
from tests.reports.naive import naive
from tests.support.client import Visitor
from tests.support.pages import Page, check
from tests.support.work import Inside

YEAR = "/reports/?year=2023"
Sets = dict[str, set[int]]
LEDGER = [
    ["责任单位", "存在问题", "问题类别", "检查日期", "整改完成情况", "是否整改到位", "完成时间"],
    ["示例市甲局", "重复检查", "程序不规范", "2023-4-1", "", "", ""],
    ["示例市甲局", "当场未佩戴标识", "程序不规范", "2023-4-1", "当场改正", "立行立改", "2023-4-4"],
]


class Bureau:
    """The published year, and its section head at the screen."""

    def __init__(self, inside: Inside, head: Visitor) -> None:
        self.inside, self.head = inside, head
        self.batches: dict[str, int] = {}
        with inside():
            self.town = found_office(seats=SEATS)
            finding.problem(self.town, "未告知听证权利")
            self.batches["ledger"] = applied(self.town, sheets.xlsx(LEDGER), "ledger").id
            kept = sa.select(Problem.id).where(Problem.title == "重复检查")
            self.kept = session.scalars(kept).one()
            self.bring("papers", "interviews", "referrals", "clues")
        sign_in(head, self.town.reviewer)
        with inside():
            self.published = self.counted()
        self.address = head.submit("/reports/publish?year=2023").location

    def facts(self, title: str, day: date = date(2023, 4, 1)) -> problems.ProblemFacts:
        return problems.ProblemFacts(
            unit=self.town.unit, title=title, category="程序不规范", found_on=day
        )

    def bring(self, *kinds: str) -> None:
        for kind in kinds:
            content = sheets.xlsx(years.sheet(kind, years.bench(self.town)))
            self.batches[kind] = applied(self.town, content, kind).id

    def take_back(self, *kinds: str) -> None:
        for kind in kinds:
            undone(session.get_one(ImportBatch, self.batches[kind]), self.town)

    @staticmethod
    def counted() -> Sets:
        return {key: set(found) for key, found in naive(parse("2023")).items()}


@pytest.fixture
def bureau_of_2023(inside: Inside, client: Visitor) -> Bureau:
    return Bureau(inside, client)


def _numbers(cell: str) -> int:
    found = re.match(r"\d+", cell.strip())
    return int(found[0]) if found else 0


def _said(shown: Page) -> dict[str, list[tuple[int, int, int, int]]]:
    """By the figure's key what the table of differences says: published, now, came, went."""
    rows: dict[str, list[tuple[int, int, int, int]]] = defaultdict(list)
    for row in shown.find("//table[.//th[.='发布时']]/tbody/tr"):
        label, *cells = (" ".join(one.text_content().split()) for one in row.xpath("./td"))
        was, now, came, went = map(_numbers, cells)
        rows[BY_NAME[label.partition("（")[0]].key].append((was, now, came, went))
    return rows


def expect_told(bureau: Bureau) -> None:
    """Differences, figures, lists and the banner against the loops."""
    with bureau.inside():
        now = bureau.counted()
    shown = check(bureau.head.get(bureau.address))
    rows = _said(shown)
    moved = {key for key in now if now[key] != bureau.published[key]}
    people_ = {"heads_interviewed", "officers_interviewed", "opinion_units", "problems_referred"}
    assert set(rows) - people_ == moved - people_, (rows, moved)
    for key in moved - people_:
        was, is_now = bureau.published[key], now[key]
        told = [sum(one[place] for one in rows[key]) for place in range(4)]
        assert told == [len(was), len(is_now), len(is_now - was), len(was - is_now)], key
    for link in shown.find("//table[.//th[.='发布时']]//td[3]/a"):
        listed = check(bureau.head.get(link.get("href")))
        assert len(listed.find("//tbody/tr")) == int(link.text), link.get("href")
    for name, number in _frozen(shown).items():
        assert number == len(bureau.published[BY_NAME[name].key]), name
    year = check(bureau.head.get(YEAR))
    assert ("此后有更正" in year.text) is bool(rows)
    assert ("与当前一致" in year.text) is not bool(rows)
    for link in year.find("//table[contains(@class, 'figures-table')]//a[@class='figure']"):
        listed = check(bureau.head.get(link.get("href")))
        assert len(listed.find("//tbody/tr")) == int("".join(link.xpath("text()"))), link.get(
            "href"
        )


def _frozen(shown: Page) -> dict[str, int]:
    """发布的数字, those of single actions added up."""
    found: dict[str, int] = defaultdict(int)
    for row in shown.find("//table[caption='发布的数字']/tbody/tr"):
        name, number = (" ".join(one.text_content().split()) for one in row.xpath("./td"))
        found[name.partition("（")[0]] += _numbers(number)
    return found


def test_each_act_on_its_records_shows_as_what_it_was(bureau_of_2023: Bureau) -> None:
    bureau, inside = bureau_of_2023, bureau_of_2023.inside
    town = bureau.town
    expect_told(bureau)
    with inside():
        revoked = session.scalars(
            sa.select(Instrument).where(Instrument.number.like("%监意%"))
        ).one()
        papers.revoked(revoked, town)
    expect_told(bureau)
    with inside():  # what a unit is called changes no figure
        reforms.rename_unit(town.unit, "示例市甲乙局", on=date(2024, 1, 5), actor=town.reviewer)
    expect_told(bureau)
    with inside():
        heir = people.unit("示例市丙局", by=town.handler)
        reforms.merge_unit(
            town.unit, heir, on=date(2024, 2, 5), with_officers=True, actor=town.reviewer
        )
    expect_told(bureau)
    with inside():
        late = problems.back_enter(
            bureau.facts("补录的问题", date(2023, 11, 1)), established_on=date(2023, 11, 3),
            actor=town.handler,
        )  # fmt: skip
        assert late.status is ProblemStatus.ESTABLISHED
    expect_told(bureau)
    with inside():  # another year's, as it turns out
        found = session.get_one(Problem, bureau.kept)
        facts = bureau.facts("重复检查", date(2022, 12, 30))
        past = PastProblem(established_on=date(2023, 4, 3))
        correcting.correct(found, facts, past, reason="日期录错", actor=town.handler)
    expect_told(bureau)
    with inside():
        bureau.take_back("interviews", "clues")
    expect_told(bureau)
    with inside():
        bureau.bring("clues")  # the same records, with new keys
    expect_told(bureau)


def test_what_is_no_more_is_said_to_be(bureau_of_2023: Bureau) -> None:
    bureau = bureau_of_2023
    with bureau.inside():
        bureau.take_back("clues")
    shown = check(bureau.head.get(bureau.address))
    row = next(
        " ".join(one.text_content().split())
        for one in shown.find("//table[.//th[.='发布时']]/tbody/tr")
        if "省司法厅转办" in one.text_content()
    )
    assert "已删除" in row
