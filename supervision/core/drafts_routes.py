"""Autosave: pages post what is typed every few seconds."""

from flask import Blueprint, Response, abort, current_app, jsonify, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from supervision.core import clock, drafts
from supervision.core.access.guard import rule_of, signed_in
from supervision.core.access.principal import current

bp = Blueprint("drafts", __name__, url_prefix="/drafts")


@bp.post("/keep")
@signed_in
def keep() -> Response:
    """Keep the form posted from the page `?path=`; answers with the moment, bureau time."""
    path = request.args.get("path", "")
    user_id = current().user_id
    if not path.startswith("/") or user_id is None:
        abort(400)
    if not _takes_forms(path):
        abort(404)
    moment = drafts.keep(user_id, path, request.form)
    if moment is None:
        abort(413)
    return jsonify(saved_at=clock.local(moment).strftime("%H:%M"))


def _takes_forms(path: str) -> bool:
    """Whether there is such a page, it takes a form, and this person may send one."""
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None  # noqa: S101  (in a request there is one)
    try:
        endpoint, _ = adapter.match(path, method="POST")
    except (HTTPException, RequestRedirect):
        return False
    rule = rule_of(current_app, endpoint)
    return rule is not None and not rule.anyone and rule.admits(current())
