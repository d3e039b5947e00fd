"""The 工作台: for each kind of person what waits, what falls due and what wants looking after."""

from flask import Blueprint, abort, request, url_for

from supervision.accounts import setup
from supervision.core import clock, pending
from supervision.core.access.guard import signed_in
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal, current
from supervision.core.web import page
from supervision.home import (
    desk_views,
    figure_views,
    people_views,
    system_views,
    unit_views,
)
from supervision.home.first_step_views import first_steps
from supervision.home.workflow_diagrams import diagram
from supervision.home.workflow_tables import Table, tables

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in
def index() -> str | tuple[str, int]:
    me = current()
    if me.is_unit:
        figures = figure_views.of_the_unit()
        return page("home/unit.html", figures=figures, **unit_views.desk(me))
    if me.is_bureau:
        figures, papers = figure_views.of_the_bureau(me)
        return page(
            "home/bureau.html",
            figures=figures,
            papers=papers,
            groups=pending.groups(me),
            first_steps=first_steps(me),
            **desk_views.of_the_bureau(me),
        )
    opens = me.can(P.ACCOUNT_OPEN) or setup.alone(me)
    return page(
        "home/admin.html",
        groups=pending.groups(me),
        first_steps=first_steps(me, opens=opens),
        opens=opens,
        parts=_parts(me),
        local=clock.local,
    )


def _parts(me: Principal) -> dict[str, dict[str, object]]:
    """What an administrator looks after; a small bureau's may look after two things."""
    kinds = (
        ("system", P.JOBS_VIEW, system_views.desk),
        ("accounts", P.ACCOUNT_MANAGE, people_views.accounts),
        ("trail", P.AUDIT_READ, people_views.trail),
    )
    return {name: make() for name, permission, make in kinds if me.can(permission)}


@bp.get("/help")
@signed_in
def help_page() -> str | tuple[str, int]:
    """Who may do what in which state, flow by flow: the tables that people wrote."""
    reading, found = tables()
    wanted = request.args.get("flow", found[0].title)
    table = next((one for one in found if one.title == wanted), None) or abort(404)
    flows = [_tab(one, active=one is table) for one in found]
    headings = [{"label": one} for one in table.headings]
    return page(
        "home/help.html",
        reading=reading,
        table=table,
        map=diagram(table),
        flows=flows,
        headings=headings,
    )


def _tab(table: Table, *, active: bool) -> dict[str, object]:
    url = url_for("home.help_page", flow=table.title)
    return {"label": table.title, "count": None, "tone": None, "url": url, "active": active}
