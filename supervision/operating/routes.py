"""系统状态 for the administrator, and /healthz for whatever watches the service."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from supervision.core import startup
from supervision.core.access.guard import allows, public
from supervision.core.access.policy import Permission
from supervision.core.db import session
from supervision.core.error_pages import tell_operator
from supervision.core.instance import instance_folder
from supervision.core.outages import TROUBLE
from supervision.core.web import page
from supervision.operating.health import State, examine

bp = Blueprint("operating", __name__)


@bp.get("/system")
@allows(Permission.JOBS_VIEW)
def index() -> str | tuple[str, int]:
    """Every finding with its advice, the worst first."""
    order = (State.BAD, State.WARN, State.GOOD)
    found = sorted(examine(), key=lambda one: order.index(one.state))
    return page("operating/index.html", findings=found)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Whether the service can do its work; 503 when it cannot. Says nothing of what is inside."""
    try:
        wrong = startup.cannot_serve(instance_folder(), session.connection())
    except TROUBLE as fault:
        tell_operator(fault)
        wrong = ["database"]
    if wrong:
        return jsonify(status="failing", reasons=wrong), 503
    return jsonify(status="ok")
