"""Lists: every row once and in order, filters that hold, counts that stop, URLs that keep the state."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st

from supervision.agencies.models import Body, Level, Management, Unit
from supervision.core.access.scope import EVERYTHING, Scope, seeing
from supervision.core.db import session, unit_of_work
from supervision.core.errors import DomainError
from supervision.core.keys import identifier
from supervision.core.listing import (
    Choice,
    Column,
    DateRange,
    Listing,
    Option,
    Page,
    Sort,
    Tab,
    Text,
    files,
    options_of,
    page,
)
from supervision.core.listing.files import every_row
from supervision.core.listing.reading import chosen
from tests.support.properties import examples

pytestmark = pytest.mark.store
START = date(2023, 1, 1)


def _offered() -> list[Option]:
    return [Option(str(body.id), body.name) for body in session.scalars(sa.select(Body))]


LIST = Listing(
    model=Unit,
    fields=(Unit.name, Unit.ended_on, Unit.field, Unit.body_id),
    columns=(
        Column("name", "单位", sort="name"),
        Column("ended", "撤并", "ended_on", sort="ended", look="num"),
        Column("secret", "内部编号", "body_id", shown=False),
        Column("field", "领域"),
    ),
    sorts=(
        Sort("ended", Unit.ended_on, descending=True, nullable=True),
        Sort("name", Unit.name),
        Sort("version", Unit.version),
    ),
    filters=(
        Choice("kind", "体制", where=lambda v: Unit.management == v,
               options=lambda: options_of(Management)),
        Choice("body", "机构", where=lambda v: Unit.body_id == v, options=_offered, coerce=identifier),
        Text("field", "领域", where=lambda v: Unit.field == v),
        DateRange("ended", "撤并", Unit.ended_on),
    ),
    tabs=(
        Tab("all", "全部"),
        Tab("active", "在", where=lambda: (Unit.ended_on.is_(None),), sort="name"),
        Tab("gone", "撤", where=lambda: (Unit.ended_on.is_not(None),), tone="overdue"),
    ),
    size=7,
)  # fmt: skip


@pytest.fixture
def rows(app: Flask) -> Iterator[list[Unit]]:
    """60 units of two bodies; many share a day, a third has none."""
    random = Random(7)  # noqa: S311  (the same invented rows each run)
    with app.app_context(), unit_of_work(), seeing(EVERYTHING):
        for number in (1, 2):
            session.add(
                Body(id=number, name=f"示例{number}市司法局", short_name="局", region="示例市",
                     code="示司", level=Level.CITY)
            )  # fmt: skip
        session.flush()
        for number in range(60):
            ended = START + timedelta(days=random.randrange(8)) if random.random() < 0.66 else None
            session.add(
                Unit(body_id=1 if number < 45 else 2, name=f"示例单位{number:02}",
                     short_name=str(number), ended_on=ended, field=random.choice(["甲", "乙"]),
                     management=random.choice(list(Management)))
            )  # fmt: skip
        session.flush()
        yield list(session.scalars(sa.select(Unit)))


def _args(url: str | None) -> dict[str, str]:
    assert url is not None
    return dict(parse_qsl(urlsplit(url).query))


def _expected(rows: list[Unit], name: str, descending: bool) -> list[int]:
    """The order people expect: empty ones last whatever the direction, ties by key."""
    column = {"ended": "ended_on"}.get(name, name)
    filled = [row for row in rows if getattr(row, column) is not None]
    empty = [row for row in rows if getattr(row, column) is None]
    filled.sort(key=lambda row: (getattr(row, column), row.id), reverse=descending)
    empty.sort(key=lambda row: row.id, reverse=descending)
    return [row.id for row in filled + empty]


def _walk(args: dict[str, str]) -> tuple[list[list[int]], dict[str, str]]:
    """Every page from the first to the last, and the state of the last."""
    pages = []
    while True:
        shown = Page(LIST, args, "/units")
        pages.append([row.id for row in shown.rows])
        if shown.next_url is None:
            return pages, args
        args = _args(shown.next_url)


@pytest.mark.parametrize("sort", ["ended", "-ended", "name", "-name", "version", "-version"])
def test_walking_all_pages_shows_every_row_once_and_in_order(rows: list[Unit], sort: str) -> None:
    pages, last = _walk({"sort": sort})
    expected = _expected(rows, sort.lstrip("-"), sort.startswith("-"))
    assert [key for one in pages for key in one] == expected
    backwards, args = [pages[-1]], last
    while (before := Page(LIST, args, "/units").prev_url) is not None:
        args = _args(before)
        backwards.insert(0, [row.id for row in Page(LIST, args, "/units").rows])
    assert [key for one in backwards for key in one] == expected


def test_an_export_holds_exactly_the_filtered_list(rows: list[Unit]) -> None:
    args = {"field": "甲", "sort": "-ended", "tab": "gone"}
    pages, _ = _walk(args)
    exported = [row.id for row in every_row(LIST, args)]
    assert exported == [key for one in pages for key in one]
    assert set(exported) == {r.id for r in rows if r.field == "甲" and r.ended_on is not None}


def test_an_export_too_long_for_a_sheet_is_refused_in_words(
    rows: list[Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST", 50)
    with pytest.raises(DomainError, match="缩小范围"):
        list(every_row(LIST, {}))


def test_filters_combine_and_show_as_chips_that_can_be_taken_off(rows: list[Unit]) -> None:
    args = {"kind": "dual", "field": "乙", "ended_from": "2023-01-02", "ended_to": "2023-01-06"}
    shown = Page(LIST, args, "/units")
    wanted = [
        row.id
        for row in rows
        if row.management is Management.DUAL
        and row.field == "乙"
        and row.ended_on
        and date(2023, 1, 2) <= row.ended_on <= date(2023, 1, 6)
    ]
    assert sorted(row.id for row in shown.rows) == sorted(wanted)
    assert shown.total == str(len(wanted))
    chips = {chip.label: chip for chip in shown.filters}
    assert chips["体制"].value_label == "双重管理"
    assert _args(chips["体制"].remove_url) == {k: v for k, v in args.items() if k != "kind"}
    assert _args(chips["撤并"].remove_url) == {"kind": "dual", "field": "乙"}
    assert shown.query == args


@pytest.mark.parametrize(
    "args",
    [
        {"kind": "nonsense"}, {"body": "x"}, {"body": "999"}, {"ended_from": "2023-02-30"},
        {"ended_from": "2023-01-05", "ended_to": "2023-01-01"}, {"field": "长" * 101},
    ],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_ignored_and_named(
    rows: list[Unit], args: dict[str, str]
) -> None:
    shown = Page(LIST, args, "/units")
    assert len(shown.rows) == LIST.size
    assert shown.filters == []
    assert len(shown.notes) == 1


@examples(60)
@given(
    args=st.dictionaries(
        st.sampled_from(
            ["kind", "body", "field", "ended_from", "ended_to", "tab", "sort", "after", "before"]
        ),
        st.one_of(st.text(max_size=30), st.from_regex(r"[0-9-]{0,12}~[0-9]{0,25}")),
    )
)
@example(args={"sort": "name", "after": "~2147483648"})
@example(args={"sort": "name", "before": "a~9223372036854775808"})
@example(args={"sort": "name", "after": "a\x00~1"})
def test_no_url_breaks_a_list(rows: list[Unit], args: dict[str, str]) -> None:
    shown = Page(LIST, args, "/units")
    assert len(shown.rows) <= LIST.size
    assert shown.tabs
    assert shown.columns
    assert len(shown.controls) == 5
    _ = shown.prev_url, shown.next_url, shown.filters, shown.total


def test_counts_stop_at_the_cap(rows: list[Unit], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "CAP", 30)
    counts = Page(LIST, {}, "/units").counts
    gone = sum(row.ended_on is not None for row in rows)
    assert counts == {"all": "30+", "active": str(60 - gone), "gone": "30+"}


def test_rows_and_counts_stay_within_the_scope(rows: list[Unit]) -> None:
    with seeing(Scope(body_ids=(2,), user_id=1)):
        shown = Page(LIST, {}, "/units")
        assert {row.body_id for row in shown.rows} == {2}
        assert shown.total == "15"
        assert {row.id for row in chosen(LIST, [row.id for row in rows])} == {
            row.id for row in rows if row.body_id == 2
        }
    with seeing(Scope()):
        assert Page(LIST, {}, "/units").rows == []
        assert Page(LIST, {}, "/units").total == "0"


def test_a_view_sorts_its_own_way_until_people_choose(rows: list[Unit]) -> None:
    names = [row.name for row in Page(LIST, {"tab": "active"}, "/units").rows]
    assert names == sorted(names)
    chosen = Page(LIST, {"tab": "active", "sort": "-name"}, "/units")
    assert [row.name for row in chosen.rows] == sorted(
        (row.name for row in chosen.rows), reverse=True
    )
    heading = chosen.columns[0]
    assert heading["sorted"] == "desc"
    assert _args(heading["sort"]) == {"tab": "active", "sort": "name"}
    assert [tab["active"] for tab in chosen.tabs] == [False, True, False]


def test_columns_people_do_not_want_are_hidden_by_key_and_the_url_keeps_it(
    rows: list[Unit],
) -> None:
    """The first column leads to the record and stays; what is no column of the screen is ignored."""
    shown = Page(LIST, {"hide": "field-name-secret-1-x"}, "/list")
    assert [one["label"] for one in shown.columns] == ["单位", "撤并"]
    assert shown.query["hide"] == "field"
    first, second = shown.column_choices
    assert (first["label"], first["shown"]) == ("撤并", True)
    assert (second["label"], second["shown"]) == ("领域", False)
    assert "hide=ended-field" in first["url"]
    assert "hide" not in second["url"]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": (Column("name", "单位"), Column("name", "又"))},
        {"columns": (Column("一-二", "单位"),)},
        {"columns": (Column("name", "单位", sort="nothing"),)},
        {"filters": (Text("tab", "领域", where=lambda v: Unit.field == v),)},
        {"tabs": (Tab("all", "全部", sort="nothing"),)},
    ],
)
def test_a_list_that_contradicts_itself_is_refused_when_it_is_declared(
    wrong: dict[str, Any],
) -> None:
    with pytest.raises(ValueError, match="Unit"):
        replace(LIST, **wrong)
