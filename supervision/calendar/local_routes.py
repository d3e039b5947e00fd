"""Pages of the days of a body's own: what is in force, and proposing or cancelling some."""

from flask import Blueprint, abort, url_for
from werkzeug.wrappers import Response

from supervision.agencies.bodies import tree
from supervision.agencies.models import Body
from supervision.calendar import local
from supervision.calendar.forms import LocalForm
from supervision.calendar.models import LocalHoliday, LocalState
from supervision.core import pairs
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.forms import offer, pressed
from supervision.core.web import done, page

bp = Blueprint("local_days", __name__, url_prefix="/calendar/local")
SENT = "已提交，等待另一人确认。"


@bp.get("/")
@allows(Permission.CALENDAR_EDIT, Permission.CALENDAR_APPLY)
def index() -> str | tuple[str, int]:
    rows = local.rows()
    waiting = {row.id: pairs.waiting_on(row, local.ACT) for row in rows}
    return page("calendar/local.html", rows=rows, waiting=waiting, in_force=LocalState.IN_FORCE)


@bp.route("/new", methods=["GET", "POST"])
@allows(Permission.CALENDAR_EDIT)
def add() -> str | tuple[str, int] | Response:
    form = LocalForm()
    offer(form.body_id, tree(), label=lambda body: body.name, blank=True)
    if form.validate_on_submit():
        body = session.get_one(Body, form.body_id.data)
        local.propose(body, form.facts(), actor=current())
        return done(SENT, url_for("local_days.index"))
    return page("calendar/local_form.html", form=form)


@bp.post("/<int:local_day_id>/end")
@allows(Permission.CALENDAR_EDIT)
def end(local_day_id: int) -> Response:
    pressed()
    row = session.get(LocalHoliday, local_day_id) or abort(404)
    local.propose_end(row, actor=current())
    return done(SENT, url_for("local_days.index"))
