"""整改态势: one screen for a leader; a unit sees its own."""

from datetime import date
from typing import Any

from flask import url_for

from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal, current
from supervision.core.web import page
from supervision.reports import charts, flowing
from supervision.reports.charts import View
from supervision.reports.forms import scope_form
from supervision.reports.periods import Period
from supervision.reports.routes.blueprint import asked_period, asked_reach, bp
from supervision.reports.routes.year import frame_of

Reply = str | tuple[str, int]
TONES = ("soft", "main", "near", "overdue")


@bp.get("/dashboard")
@allows(Permission.FIGURES_VIEW, Permission.INSTRUMENT_REPLY, Permission.INSTRUMENT_CONFIRM_REPLY)
def dashboard() -> Reply:
    me, period = current(), Period(asked_period().year)
    if me.is_unit:
        return page("reports/dashboard.html", where=None, form=None, **_of_unit(me, period))
    where = asked_reach()
    view = View(where.body_ids)
    return page(
        "reports/dashboard.html",
        **frame_of(period, where),
        form=scope_form(period, where, home_id=me.body_id or 0, parts=False),
        referrals=flowing.referrals(period, where.body_ids),
        linked=where.body.id == me.body_id,
        **_shown(view, period),
    )


def _of_unit(me: Principal, period: Period) -> dict[str, Any]:
    """A unit's own: what was delivered to it, and nothing of referrals."""
    view = View((flowing.body_of_unit(me.unit_id or 0),), me.unit_id)
    return {"period": period, "referrals": [], "linked": False, **_shown(view, period)}


def _shown(view: View, period: Period) -> dict[str, Any]:
    since, until = _twelve_months(period)
    again, begun = charts.recurring(view, period)
    return {
        "open": charts.in_hand(view),
        "ages": charts.AGES,
        "tones": TONES,
        "rates": charts.unit_rates(view, period, most=7),
        "categories": charts.categories(view, period),
        "months": charts.months(view, since, until),
        "ladder": charts.ladder(view, period),
        "again": again,
        "begun": begun,
        "begun_word": "收到" if view.unit_id else "发现",
        "ledger": lambda **query: url_for("problems.ledger", **query),
    }


def _twelve_months(period: Period) -> tuple[date, date]:
    """The year asked for; of the present year the last twelve months, so that January is not bare."""
    today = clock.today()
    if period.year != today.year:
        return period.since, period.until
    return date(today.year - (today.month < 12), today.month % 12 + 1, 1), today
