"""The 工作台: for each kind of person what waits, what falls due and what wants looking after."""

from flask import Blueprint

from supervision.core import clock
from supervision.core.access.guard import signed_in
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal, current
from supervision.core.web import page
from supervision.home import (
    desk_views,
    figure_views,
    people_views,
    system_views,
    task_views,
    unit_views,
)
from supervision.home.first_step_views import first_steps

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in
def index() -> str | tuple[str, int]:
    me = current()
    if me.is_unit:
        return page("home/unit.html", figures=figure_views.of_the_unit(), **unit_views.desk(me))
    if me.is_bureau:
        return page(
            "home/bureau.html",
            figures=figure_views.of_the_bureau(me),
            groups=task_views.groups(me),
            first_steps=first_steps(me),
            **desk_views.of_the_bureau(me),
        )
    return page("home/admin.html", first_steps=first_steps(me), parts=_parts(me), local=clock.local)


def _parts(me: Principal) -> dict[str, dict[str, object]]:
    """What an administrator looks after; a small bureau's may look after two things."""
    kinds = (
        ("system", P.JOBS_VIEW, system_views.desk),
        ("accounts", P.ACCOUNT_MANAGE, people_views.accounts),
        ("trail", P.AUDIT_READ, people_views.trail),
    )
    return {name: make() for name, permission, make in kinds if me.can(permission)}
