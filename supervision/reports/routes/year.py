"""年度数据: the figures of a period with their lists, pictures, paragraph and gaps."""

from itertools import groupby

from flask import request

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.addresses import url_with
from supervision.core.errors import NotFound
from supervision.core.web import page
from supervision.reports import (
    action_facts,
    charts,
    comparing,
    counting,
    indicators,
    paragraph,
    service,
)
from supervision.reports.counting import Figure
from supervision.reports.forms import scope_form
from supervision.reports.indicators import WHOLE, Cut, Indicator
from supervision.reports.paragraph.tokens import paragraphs
from supervision.reports.periods import Period
from supervision.reports.reach import Reach
from supervision.reports.records import PAGE
from supervision.reports.records import records as records_of
from supervision.reports.routes import pictures
from supervision.reports.routes.blueprint import (
    asked_cut,
    asked_period,
    asked_reach,
    bp,
    indicator_url,
    number,
    place,
    records_url,
)

Reply = str | tuple[str, int]
MOST_UNITS = 10


@bp.get("/")
@allows(Permission.FIGURES_VIEW)
def year() -> Reply:
    period, where = asked_period(), asked_reach()
    held = service.beside(where, period)
    counts = counting.count(period, where.body_ids, folded=held.now is None)
    kept, template = service.shown_text(where, counts)
    rows = counts.folded()
    return page(
        "reports/year.html",
        **frame_of(period, where),
        form=scope_form(period, where, home_id=current().body_id or 0),
        groups=_groups([one for one in rows if one.said or held.tells(one)]),
        actions_url=lambda figure: url_with(
            "reports.by_action", {"figure": figure.indicator.key, **place(period, where)}
        ),
        silent=[one for one in rows if not (one.said or held.tells(one))],
        paragraphs=list(paragraphs(paragraph.read(template, counts))),
        edited=kept,
        held=held,
        published=held.now,
        changed=held.now is not None and comparing.differs(held.now, counts),
        gaps=counts.gaps,
        **_pictures(period, where),
    )


def _pictures(period: Period, where: Reach) -> dict[str, object]:
    view = charts.View(where.body_ids)

    def link(one: Indicator, *, period: Period = period, cut: Cut = WHOLE) -> str:
        return indicator_url(one, period, where, cut)

    months = charts.months(view, period.since, period.until)
    rates = charts.unit_rates(view, period)
    return {
        "month_labels": months.labels,
        "months": pictures.by_month(months, view, link),
        "rates": pictures.rates(rates[:MOST_UNITS], view, link),
        "handed": charts.together(rates).handed_words,
    }


def frame_of(period: Period, where: Reach) -> dict[str, object]:
    """What every page of a report shows of which report it is."""
    return {
        "period": period,
        "where": where,
        "place": place(period, where),
        "own": where.body.id == current().body_id,
        "url_of": lambda figure: records_url(figure, period, where),
        "before_url": lambda figure: records_url(figure, period.before(), where),
    }


def _groups(shown: list[Figure]) -> list[tuple[str, list[Figure]]]:
    """The rows that have anything to show, now or a year before, under their headings."""
    return [
        (name, list(rows)) for name, rows in groupby(shown, key=lambda one: one.indicator.group)
    ]


@bp.get("/by-action")
@allows(Permission.FIGURES_VIEW)
def by_action() -> Reply:
    """One figure action by action, a page at a time."""
    period, where = asked_period(), asked_reach()
    indicator = indicators.find(request.args.get("figure", ""))
    if not indicator.split:
        raise NotFound("这项指标不按监督行动分列")
    rows = counting.count(period, where.body_ids, only=indicator).actions_of(indicator)
    first = number("after") or 0
    following: dict[str, object] = {**request.args, "after": first + PAGE}
    return page(
        "reports/by_action.html",
        **frame_of(period, where),
        indicator=indicator,
        figures=rows[first : first + PAGE],
        total=len(rows),
        next_url=url_with("reports.by_action", following) if len(rows) > first + PAGE else None,
    )


@bp.get("/records")
@allows(Permission.FIGURES_VIEW)
def records() -> Reply:
    """Exactly the records behind a number."""
    period, where, cut = asked_period(), asked_reach(), asked_cut()
    indicator = indicators.find(request.args.get("figure", ""))
    if not indicator.answers(cut):
        cut = Cut()
    found = records_of(
        indicator, period, where.body_ids, reader=current(), cut=cut, after=number("after") or 0
    )
    following: dict[str, object] = {**request.args, "after": found.after}
    return page(
        "reports/records.html",
        period=period,
        owner=where.title,
        back=("年度数据", url_with("reports.year", place(period, where))),
        indicator=indicator,
        action=action_facts.action_named(cut.action_id),
        cut=cut,
        measure=cut.measure or indicator.measure,
        found=found,
        next_url=url_with("reports.records", following) if found.after else None,
    )
