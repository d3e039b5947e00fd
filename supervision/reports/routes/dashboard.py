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
from supervision.reports.charts import AGES, Open, View
from supervision.reports.forms import scope_form
from supervision.reports.periods import Period
from supervision.reports.routes import pictures
from supervision.reports.routes.blueprint import asked_period, asked_reach, bp
from supervision.reports.routes.pictures import Slice
from supervision.reports.routes.year import frame_of

Reply = str | tuple[str, int]
MOST_CATEGORIES = 6
AGE_TONES = ("soft", "main", "near", "overdue")


@bp.get("/dashboard")
@allows(Permission.FIGURES_VIEW, Permission.INSTRUMENT_REPLY, Permission.INSTRUMENT_CONFIRM_REPLY)
def dashboard() -> Reply:
    me, period = current(), Period(asked_period().year)
    if me.is_unit:
        view = View((flowing.body_of_unit(me.unit_id or 0),), me.unit_id)
        return page("reports/dashboard.html", where=None, form=None, period=period,
                    referrals=[], **_shown(view, period, me))  # fmt: skip
    where = asked_reach()
    return page(
        "reports/dashboard.html",
        **frame_of(period, where),
        form=scope_form(period, where, home_id=me.body_id or 0, parts=False),
        referrals=pictures.referred(flowing.referrals(period, where.body_ids)),
        **_shown(View(where.body_ids), period, me),
    )


def _shown(view: View, period: Period, me: Principal) -> dict[str, Any]:
    """The pictures but referrals, which a unit never sees."""
    categories = charts.categories(view, period)
    held = charts.in_hand(view)
    lights = _lights(held, linked=view.unit_id is None and view.body_ids == (me.body_id,))
    ages = [
        Slice(label, value, tone)
        for (_, label), value, tone in zip(AGES, held.ages, AGE_TONES, strict=True)
    ]
    return {
        "open": held,
        "lights": lights,
        "lights_said": _said(lights),
        "ages": ages,
        "ages_said": _said(ages),
        "rates": pictures.rates(charts.unit_rates(view, period, most=7)),
        "categories": pictures.amounts(
            [(one.name, one.number) for one in categories[:MOST_CATEGORIES]], measure="条"
        ),
        "months": charts.months(view, *_twelve_months(period)),
        "ladder": pictures.amounts(charts.ladder(view, period), tone="near", measure="份"),
        "again": sum(one.again for one in categories),
        "begun": sum(one.number for one in categories),
        "begun_word": "收到" if view.unit_id else "发现",
    }


def _lights(held: Open, *, linked: bool) -> list[Slice]:
    """The lights as parts; those of one's own body lead to the ledger."""

    def ledger(tab: str) -> str | None:
        return url_for("problems.ledger", tab=tab) if linked else None

    return [
        Slice("尚未送达", held.undated, "soft", ledger("open")),
        Slice("期限内", held.in_time, "main", ledger("open")),
        Slice("临期", held.near, "near", ledger("week")),
        Slice("逾期", held.overdue, "overdue", ledger("overdue")),
    ]


def _said(parts: list[Slice]) -> str:
    return "、".join(f"{part.label}{part.value}条" for part in parts)


def _twelve_months(period: Period) -> tuple[date, date]:
    """The year asked for; of the present year the last twelve months, so that January is not bare."""
    today = clock.today()
    if period.year != today.year:
        return period.since, period.until
    return date(today.year - (today.month < 12), today.month % 12 + 1, 1), today
