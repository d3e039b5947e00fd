"""整改态势: one screen for a leader, each number with its list; a unit sees its own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import request, url_for

from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal, current
from supervision.core.addresses import url_with
from supervision.core.errors import NotFound
from supervision.core.web import page
from supervision.reports import charts, flowing, indicators
from supervision.reports.charts import Rate, View
from supervision.reports.forms import scope_form
from supervision.reports.indicators import WHOLE, Cut, Indicator
from supervision.reports.indicators.board import UNIT
from supervision.reports.periods import Period
from supervision.reports.reach import Reach
from supervision.reports.records import records as records_of
from supervision.reports.routes import pictures
from supervision.reports.routes.blueprint import (
    asked_cut,
    asked_period,
    asked_reach,
    bp,
    indicator_url,
    narrower,
    number,
)
from supervision.reports.routes.pictures import Link, Number
from supervision.reports.routes.year import frame_of

Reply = str | tuple[str, int]
MOST_UNITS, MOST_CATEGORIES = 7, 6
LEDGER_TABS = {"open": "open", "overdue": "overdue", "to_verify": "verify"}


@bp.get("/dashboard")
@allows(P.FIGURES_VIEW, P.INSTRUMENT_REPLY, P.INSTRUMENT_CONFIRM_REPLY)
def dashboard() -> Reply:
    me, period = current(), Period(asked_period().year)
    if me.is_unit:
        _refuse_ended(me)
        view = View((flowing.body_of_unit(me.unit_id or 0),), me.unit_id, me.predecessor_ids)
        return page("reports/dashboard.html", where=None, form=None, period=period,
                    referrals=[], **_shown(view, period, own_link(period, me)))  # fmt: skip
    where = asked_reach()
    view = View(where.body_ids)
    link = board_link(period, where, me)
    return page(
        "reports/dashboard.html",
        **frame_of(period, where),
        form=scope_form(period, where, home_id=me.body_id or 0, parts=False),
        referrals=pictures.referred(flowing.referrals(period, where.body_ids), link),
        **_shown(view, period, link),
    )


def _refuse_ended(me: Principal) -> None:
    """A unit that is no more has figures with its successor only."""
    if me.unit_ended:
        raise NotFound(f"{me.unit_ended}，没有本单位的数据")


def board_link(period: Period, where: Reach, me: Principal) -> Link:
    """Lists of the bureau's figures; what can be acted on leads into the ledger itself."""
    in_ledger = me.can(P.PROBLEM_VIEW) and set(me.readable_body_ids) == set(where.body_ids)

    def link(one: Indicator, *, period: Period = period, cut: Cut = WHOLE) -> str:
        if in_ledger and one.key in LEDGER_TABS:
            return url_for("problems.ledger", tab=LEDGER_TABS[one.key])
        return indicator_url(one, period, where, cut)

    return link


def own_link(period: Period, me: Principal) -> Link:
    """Lists of a unit's own figures; where it took others over, each of them has numbers of its own."""
    asked = {"category", "unit"} if me.predecessor_ids else {"category"}

    def link(one: Indicator, *, period: Period = period, cut: Cut = WHOLE) -> str:
        values: dict[str, object] = {"year": period.year, "part": period.part or None}
        narrow = {name: each for name, each in narrower(cut).items() if name in asked}
        return url_with("reports.own_records", {**values, **narrow}, figure=one.key)

    return link


def _shown(view: View, period: Period, link: Link) -> dict[str, object]:
    held, rates = charts.in_hand(view), charts.unit_rates(view, period)
    whole, pending = charts.together(rates), charts.pending(view, period)
    lights, ages = pictures.slices(held, view, link)
    months = charts.months(view, *_twelve_months(period))
    found = charts.categories(view, period, most=MOST_CATEGORIES)
    return {
        "today": clock.today(),
        "heads": _heads(view, held.total, lights, (whole, pending), link),
        "handed": whole.handed_words,
        "open": held,
        "lights": lights,
        "lights_said": pictures.said(lights),
        "ages": ages,
        "ages_said": pictures.said(ages),
        "rates": pictures.rates(rates[:MOST_UNITS], view, link),
        "categories": pictures.categories(found, view, link),
        "month_labels": months.labels,
        "months": pictures.by_month(months, view, link),
        "ladder": pictures.rungs(charts.ladder(view, period), link),
        "begun_word": view.board.begun_word,
    }


def _heads(
    view: View,
    total: int,
    lights: Sequence[pictures.Slice],
    of_period: tuple[Rate, int],
    link: Link,
) -> list[dict[str, Any]]:
    """The row of large figures: what stands today, then what became of the period's problems."""
    board = view.board
    outcome, pending = of_period
    rate = [f"整改率 {outcome.share}%" if outcome.total else "条", outcome.handed_words]
    overdue, verify = lights[3], lights[4]
    again = f"占 {100 * outcome.again / outcome.begun:.1f}%" if outcome.begun else ""
    return [
        {"label": "在办", "number": Number(str(total), link(board.open)), "note": "条"},
        {"label": "逾期", "number": Number(str(overdue.value), overdue.url), "note": "条",
         "tone": "overdue" if overdue.value else ""},
        {"label": "待核查", "number": Number(str(verify.value), verify.url), "note": "条"},
        {"label": board.begun_word, "period": True,
         "number": Number(str(outcome.begun), link(board.begun)),
         "note": f"条，尚未认定{pending}条" if pending else "条"},
        {"label": "整改到位", "period": True,
         "number": Number(str(outcome.mended), link(board.mended_of)),
         "note": "，".join(part for part in rate if part)},
        {"label": "平均销号", "period": True,
         "number": Number("—" if outcome.days is None else str(outcome.days)), "note": "天"},
        {"label": "整改后又发生", "period": True,
         "number": Number(str(outcome.again), link(board.again)), "note": f"条 {again}"},
    ]  # fmt: skip


def _twelve_months(period: Period) -> tuple[date, date]:
    """The year asked for; of the present year the last twelve months, so that January is not bare."""
    today = clock.today()
    if period.year != today.year:
        return period.since, period.until
    return date(today.year - (today.month < 12), today.month % 12 + 1, 1), today


@bp.get("/own-records")
@allows(P.INSTRUMENT_REPLY, P.INSTRUMENT_CONFIRM_REPLY)
def own_records() -> Reply:
    """The list behind a number of a unit's own board."""
    me, period, cut = current(), asked_period(), asked_cut()
    indicator = indicators.find(request.args.get("figure", ""))
    if indicator not in UNIT.indicators or me.unit_id is None:
        raise NotFound("没有这项指标")
    _refuse_ended(me)
    category = cut.category if indicator.category is not None else ""
    mine = Cut(unit_id=me.unit_id, merged=me.predecessor_ids, category=category)
    if cut.unit_id is not None:
        if cut.unit_id not in me.unit_ids:
            raise NotFound("没有这个单位")
        mine = replace(mine, unit_id=cut.unit_id, merged=())
    body_ids = (flowing.body_of_unit(me.unit_id),)
    found = records_of(indicator, period, body_ids, reader=me, cut=mine, after=number("after") or 0)
    following: dict[str, object] = {**request.args, "after": found.after}
    return page(
        "reports/records.html",
        period=period,
        owner=me.unit_name,
        back=("整改态势", url_for("reports.dashboard", year=period.year)),
        indicator=indicator,
        action=None,
        cut=mine,
        measure=indicator.measure,
        found=found,
        next_url=url_with("reports.own_records", following) if found.after else None,
    )
