"""The 工作台: for each kind of person what waits, what falls due and what wants looking after."""

from dataclasses import replace

from flask import Blueprint, abort, request, url_for

from supervision.accounts import setup
from supervision.core import clock, pending
from supervision.core.access.guard import signed_in
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal, current
from supervision.core.places import closed
from supervision.core.web import page
from supervision.home import (
    desk_views,
    figure_views,
    people_views,
    system_views,
    unit_views,
)
from supervision.home.daily_work import daily_work
from supervision.home.first_step_views import first_steps
from supervision.home.workflow_diagrams import diagram
from supervision.home.workflow_tables import WHO, Table, tables

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
        submits=me.can(P.CLUE_SUBMIT) and not closed("clues.submit", me),
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
    """What this person does first; beside it who may do what in which state, flow by flow."""
    me = current()
    reading, found = tables()
    flows = [one for one in (_seen_by(me, table) for table in found) if one.rows]
    wanted = request.args.get("flow")
    tabs = [_tab("每天先做什么", None, active=wanted is None)]
    tabs += [_tab(one.title, one.title, active=one.title == wanted) for one in flows]
    if wanted is None:
        return page("home/daily_work.html", work=daily_work(me), tabs_shown=tabs)
    table = next((one for one in flows if one.title == wanted), None) or abort(404)
    return page(
        "home/help.html",
        reading=reading,
        table=table,
        map=None if me.is_unit else diagram(table),
        tabs_shown=tabs,
        headings=[{"label": one} for one in table.headings],
    )


def _seen_by(me: Principal, table: Table) -> Table:
    """A flow as it concerns a person: the bureau reads it whole, a unit what it does itself, others none."""
    if me.is_bureau:
        return table
    who, own = table.headings.index(WHO), set(me.role_labels if me.is_unit else ())
    rows = [row for row in table.rows if own & set(row[who].split("、"))]
    return replace(table, words=[], rows=rows)


def _tab(label: str, flow: str | None, *, active: bool) -> dict[str, object]:
    url = url_for("home.help_page", flow=flow)
    return {"label": label, "count": None, "tone": None, "url": url, "active": active}
