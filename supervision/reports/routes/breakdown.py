"""分列: the figures of a period divided by month, quarter, unit, field or body; each number a link."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.export import XLSX, xlsx
from supervision.core.web import download, page
from supervision.reports.breakdown import Breakdown, By, Line, Part, breakdown, offered
from supervision.reports.forms import scope_form
from supervision.reports.reach import Reach, Span
from supervision.reports.routes.blueprint import asked_period, asked_reach, bp, indicator_url
from supervision.reports.routes.year import frame_of

Reply = str | tuple[str, int]


@bp.get("/breakdown")
@allows(Permission.FIGURES_VIEW)
def divided() -> Reply:
    period, where = asked_period(), asked_reach()
    ways = offered(period, where)
    found = breakdown(_asked(ways), period, where)
    return page(
        "reports/breakdown.html",
        **frame_of(period, where),
        form=scope_form(period, where, home_id=current().body_id or 0),
        ways=ways,
        found=found,
        cell=lambda line, part: _address(line, part, where),
    )


@bp.get("/breakdown.xlsx")
@allows(Permission.EXPORT)
def divided_xlsx() -> Response:
    period, where = asked_period(), asked_reach()
    found = breakdown(_asked(offered(period, where)), period, where)
    headings = ["类别", "指标", "量词", *(part.label for part in found.parts)]
    name = f"{period.label}{where.body.short_name}行政执法监督数据（{found.by.label}）.xlsx"
    return download(xlsx(found.by.label, headings, _rows(found)), XLSX, name)


def _rows(found: Breakdown) -> list[Sequence[Any]]:
    return [
        (line.indicator.group, line.indicator.name, line.measure,
         *(line.numbers.get(part.key, 0) for part in found.parts))
        for line in found.lines
    ]  # fmt: skip


def _asked(ways: Sequence[By]) -> By:
    wanted = request.args.get("by", "")
    return next((way for way in ways if way.value == wanted), ways[0])


def _address(line: Line, part: Part, where: Reach) -> str:
    if part.body_id is not None:
        where = _at(where, part.body_id)
    return indicator_url(line.indicator, part.period, where, line.cut(part))


def _at(where: Reach, body_id: int) -> Reach:
    body = next(one for one in where.offered if one.id == body_id)
    return Reach(body, Span.OWN, (body.id,), where.offered)
