"""分列: the figures of a period divided by month, quarter, unit, field or body; each number a link."""

from flask import request

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.web import page
from supervision.reports.breakdown import Line, Part, breakdown, offered
from supervision.reports.forms import scope_form
from supervision.reports.reach import Reach, Span
from supervision.reports.routes.blueprint import (
    asked_period,
    asked_reach,
    asked_way,
    bp,
    indicator_url,
)
from supervision.reports.routes.year import frame_of

Reply = str | tuple[str, int]


@bp.get("/breakdown")
@allows(Permission.FIGURES_VIEW)
def divided() -> Reply:
    period, where = asked_period(), asked_reach()
    ways = offered(period, where)
    found = breakdown(asked_way(ways, request.args), period, where)
    return page(
        "reports/breakdown.html",
        **frame_of(period, where),
        form=scope_form(period, where, home_id=current().body_id or 0),
        ways=ways,
        found=found,
        cell=lambda line, part: _address(line, part, where),
    )


def _address(line: Line, part: Part, where: Reach) -> str:
    if part.body_id is not None:
        where = _at(where, part.body_id)
    return indicator_url(line.indicator, part.period, where, line.cut(part))


def _at(where: Reach, body_id: int) -> Reach:
    body = next(one for one in where.offered if one.id == body_id)
    return Reach(body, Span.OWN, (body.id,), where.offered)
