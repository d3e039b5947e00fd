"""Pages of the administrators: what was and will be sent, and how each kind reminds."""

from types import SimpleNamespace

import sqlalchemy as sa
from flask import Blueprint, abort, request, url_for
from sqlalchemy.orm import aliased
from werkzeug.wrappers import Response

from supervision.accounts.models import User
from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.duedates import DueKind, policies, policy_row, reset_policy, set_policy
from supervision.core.keys import identifier
from supervision.core.web import done, page
from supervision.reminders import forecast, outbox
from supervision.reminders.forms import PolicyForm, shown
from supervision.reminders.models import Dispatch, DispatchState

bp = Blueprint("sending", __name__, url_prefix="/sending")
Reply = str | tuple[str, int] | Response
PAGE = 50
TABS = {
    "waiting": ("待发", outbox.WAITING),
    "sent": ("已发", (DispatchState.SENT, DispatchState.DROPPED)),
    "failed": ("失败", (DispatchState.FAILED,)),
}


@bp.get("/")
@allows(Permission.JOBS_VIEW)
def index() -> Reply:
    """What waits, went out or failed."""
    tab = request.args.get("tab", "waiting")
    _, states = TABS.get(tab) or abort(404)
    before = request.args.get("before", type=identifier)
    person = aliased(User)
    statement = (
        sa.select(Dispatch, person.name)
        .join(person, person.id == Dispatch.user_id)
        .where(Dispatch.state.in_(states))
        .order_by(Dispatch.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        statement = statement.where(Dispatch.id < before)
    found = session.execute(statement).all()
    rows = found[:PAGE]
    return page(
        "reminders/sending.html",
        rows=rows,
        tab=tab,
        tabs_items=_tabs(tab),
        channels=outbox.channels(),
        local=clock.local,
        more=rows[-1][0].id if len(found) > PAGE else None,
    )


def _tabs(active: str) -> list[dict[str, object]]:
    counted = sa.select(Dispatch.state, sa.func.count()).group_by(Dispatch.state)
    counts = {row[0]: row[1] for row in session.execute(counted)}
    tabs: list[dict[str, object]] = [
        {
            "label": label,
            "count": sum(counts.get(state, 0) for state in states),
            "url": url_for("sending.index", tab=name),
            "active": name == active,
            "tone": "overdue" if name == "failed" else None,
        }
        for name, (label, states) in TABS.items()
    ]
    ahead = {"label": "未来30天", "count": None, "tone": None, "active": active == "ahead"}
    return [*tabs, {**ahead, "url": url_for("sending.ahead")}]


@bp.get("/ahead")
@allows(Permission.JOBS_VIEW)
def ahead() -> Reply:
    return page("reminders/sending_ahead.html", days=forecast.by_day(), tabs_items=_tabs("ahead"))


@bp.post("/<int:dispatch_id>/retry")
@allows(Permission.JOBS_VIEW)
def retry(dispatch_id: int) -> Response:
    row = session.get(Dispatch, dispatch_id) or abort(404)
    outbox.retry(row, actor=current())
    return done("已重新排入发送。", url_for("sending.index", tab="waiting"))


@bp.get("/policies")
@allows(Permission.SETTINGS_EDIT)
def policy_list() -> Reply:
    return page("reminders/policies.html", policies=policies())


@bp.route("/policies/<string:name>", methods=["GET", "POST"])
@allows(Permission.SETTINGS_EDIT)
def edit_policy(name: str) -> Reply:
    kind = DueKind(name) if name in set(DueKind) else abort(404)
    form = PolicyForm(obj=SimpleNamespace(**shown(policies()[kind])))
    if form.validate_on_submit():
        set_policy(kind, form.policy(), actor=current())
        return done(f"“{kind.label}”的提醒规则已更新。", url_for("sending.policy_list"))
    return page(
        "reminders/policy_form.html", form=form, kind=kind, changed=policy_row(kind) is not None
    )


@bp.post("/policies/<string:name>/reset")
@allows(Permission.SETTINGS_EDIT)
def reset(name: str) -> Response:
    kind = DueKind(name) if name in set(DueKind) else abort(404)
    reset_policy(kind, actor=current())
    return done(f"“{kind.label}”已恢复默认规则。", url_for("sending.policy_list"))
