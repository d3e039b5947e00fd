"""The 工作台 and the help page."""

from flask import Blueprint

from supervision.core.access.guard import signed_in
from supervision.core.access.principal import current
from supervision.core.web import page
from supervision.home import task_views
from supervision.home.first_step_views import first_steps

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in
def index() -> str | tuple[str, int]:
    me = current()
    return page(
        "home/index.html",
        groups=task_views.groups(me),
        standings=task_views.standings(me),
        first_steps=first_steps(me),
    )
