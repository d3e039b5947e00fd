"""Autosave: pages post what is typed every few seconds."""

from flask import Blueprint, Response, abort, jsonify, request

from supervision.core import clock, drafts
from supervision.core.access.guard import signed_in
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
    moment = drafts.keep(user_id, path, request.form)
    if moment is None:
        abort(413)
    return jsonify(saved_at=clock.local(moment).strftime("%H:%M"))
