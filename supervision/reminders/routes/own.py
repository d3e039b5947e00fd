"""Pages of a person's own reminders: inbox, what will come, the calendar feed."""

from flask import Blueprint, Response, abort, request, url_for
from sqlalchemy.orm import defer
from werkzeug.wrappers import Response as BaseResponse

from supervision.accounts.principals import principal_of
from supervision.core import clock, pending
from supervision.core.access.guard import public, signed_in
from supervision.core.access.principal import current
from supervision.core.access.scope import EVERYTHING, scope_of, seeing
from supervision.core.db import session
from supervision.core.duedates import DueDate, lights
from supervision.core.keys import identifier
from supervision.core.outgoing import public_url
from supervision.core.places import page_of
from supervision.core.web import done, page, shown_once
from supervision.reminders import feed, forecast, inbox
from supervision.reminders.models import NO_DUE_DATE, Notice

bp = Blueprint("reminders", __name__, url_prefix="/reminders")
Reply = str | tuple[str, int] | BaseResponse
SHOWN = 20


@bp.get("/")
@signed_in
def index() -> Reply:
    """待办: all that waits by duty, and the notices not read; every notice that ever came with `?all=1`."""
    everything = request.args.get("all") == "1"
    before = request.args.get("before", type=identifier)
    found = inbox.page_of(_own_id(), everything=everything, before=before)
    rows = found[: inbox.PAGE]
    return page(
        "reminders/index.html",
        rows=rows,
        everything=everything,
        groups=[] if everything else pending.groups(current(), shown=SHOWN, apart="提醒"),
        more=rows[-1].id if len(found) > inbox.PAGE else None,
        lights=_lights(rows),
        link=page_of,
        step_label=forecast.step_label,
        local=clock.local,
    )


def _lights(rows: list[Notice]) -> dict[int, object]:
    """The present light of each due date that is spoken of, by its id."""
    ids = {row.due_date_id for row in rows if row.due_date_id != NO_DUE_DATE}
    found = session.query(DueDate).where(DueDate.id.in_(ids)).options(defer(DueDate.working))
    return dict(lights(found)) if ids else {}


@bp.post("/read")
@signed_in
def mark_read() -> BaseResponse:
    """Mark the chosen notices read, or all of them."""
    chosen = request.form.getlist("ids", type=identifier)
    count = inbox.mark_read(_own_id(), chosen or None)
    return done(f"已将{count}条标为已读。", url_for("reminders.index"))


@bp.get("/ahead")
@signed_in
def ahead() -> Reply:
    coming = forecast.mine(_own_id())
    return page(
        "reminders/ahead.html",
        coming=coming[:200],
        total=len(coming),
        link=page_of,
    )


@bp.get("/feed")
@signed_in
def feed_page() -> Reply:
    return page("reminders/feed.html", token=feed.token_of(_own_id()), local=clock.local, word=None)


@bp.post("/feed")
@signed_in
def issue_feed() -> Reply:
    word = feed.issue(actor=current())
    address = public_url() + url_for("reminders.read_feed", word=word)
    shown_once(url_for("reminders.feed_page"))
    return page(
        "reminders/feed.html", token=feed.token_of(_own_id()), local=clock.local, word=address
    )


@bp.post("/feed/revoke")
@signed_in
def revoke_feed() -> BaseResponse:
    feed.revoke(actor=current())
    return done("日历订阅已停用，原地址不再有效。", url_for("reminders.feed_page"))


@bp.get("/feed/<string:word>.ics")
@public
def read_feed(word: str) -> Response:
    """The feed itself: calendar programs have no session, the token is the key."""
    with seeing(EVERYTHING):
        user = feed.reader(word) or abort(404)
        principal = principal_of(user)
    with seeing(scope_of(principal)):
        reading = feed.read(user, word)
    headers = {"Content-Disposition": "inline; filename=mingdu.ics", "Cache-Control": "no-cache"}
    answer = Response(reading.content, mimetype="text/calendar", headers=headers)
    answer.set_etag(reading.etag)
    answer.make_conditional(request)
    return answer


def _own_id() -> int:
    user_id = current().user_id
    assert user_id is not None  # noqa: S101  (@signed_in admits people only)
    return user_id
