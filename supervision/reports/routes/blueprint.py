"""The blueprint of reports, and what every page reads from its URL: period, body, span."""

from collections.abc import Sequence

from flask import Blueprint, request

from supervision.agencies import succession
from supervision.core.access.principal import current
from supervision.core.addresses import url_with
from supervision.core.errors import NotFound
from supervision.core.keys import identifier
from supervision.core.tasks.making import Args
from supervision.reports import periods
from supervision.reports.breakdown import By
from supervision.reports.counting import Figure
from supervision.reports.indicators import WHOLE, Cut, Indicator
from supervision.reports.periods import Period
from supervision.reports.reach import Reach, Span, reach

bp = Blueprint("reports", __name__, url_prefix="/reports")


def asked_period(args: Args | None = None) -> Period:
    """`year` and `part` of the URL (or of `args`, what it was); the present year without them."""
    asked = request.args if args is None else args
    year = asked.get("year", "")
    if not year:
        return periods.present()
    return periods.parse(year + asked.get("part", ""))


def asked_reach(args: Args | None = None) -> Reach:
    """`body` and `span` of the same: one's own body at its own level without them."""
    asked = request.args if args is None else args
    span = Span.ALL if asked.get("span") == Span.ALL.value else Span.OWN
    body_id = number("body", asked)
    home = current().body_id
    if home is None:
        raise NotFound("您不属于任何机关")
    return reach(home, body_id=body_id, span=span)


def asked_way(ways: Sequence[By], args: Args) -> By:
    """`by` of the URL among the ways that are offered, the first of them without it."""
    wanted = args.get("by", "")
    return next((way for way in ways if way.value == wanted), ways[0])


def number(name: str, args: Args | None = None) -> int | None:
    """A key in the URL; NotFound for what can be none."""
    given = (request.args if args is None else args).get(name, "").strip()
    if not given:
        return None
    try:
        return identifier(given)
    except ValueError:
        raise NotFound("网址不对") from None


def asked_cut() -> Cut:
    """`action`, `unit` (`merged`: as it is now), `field`, `category` and `measure` of the URL."""
    unit_id = number("unit")
    return Cut(
        action_id=number("action"),
        unit_id=unit_id,
        merged=succession.merged_into(unit_id) if unit_id and "merged" in request.args else (),
        field=request.args.get("field", "").strip()[:60],
        measure=request.args.get("measure", "").strip()[:8],
        category=request.args.get("category", "").strip()[:60],
    )


def place(period: Period, where: Reach) -> dict[str, object]:
    """The part of an address that says which report this is."""
    values: dict[str, object] = {"year": period.year}
    if period.part:
        values["part"] = period.part
    if where.body.id != current().body_id:
        values["body"] = where.body.id
    if where.span is Span.ALL:
        values["span"] = where.span.value
    return values


def records_url(figure: Figure, period: Period, where: Reach) -> str:
    """The list of exactly the records a figure counts."""
    return indicator_url(figure.indicator, period, where, figure.cut)


def indicator_url(indicator: Indicator, period: Period, where: Reach, cut: Cut = WHOLE) -> str:
    """The list of the records an indicator counts under a cut."""
    return url_with("reports.records", place(period, where) | narrower(cut), figure=indicator.key)


def narrower(cut: Cut) -> dict[str, object]:
    """A cut as the URL carries it."""
    values: dict[str, object] = {
        "action": cut.action_id,
        "unit": cut.unit_id,
        "merged": 1 if cut.merged else None,
        "field": cut.field or None,
        "measure": cut.measure or None,
        "category": cut.category or None,
    }
    return {name: value for name, value in values.items() if value is not None}
