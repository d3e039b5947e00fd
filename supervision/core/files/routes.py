"""Serving attachments: only through the scope of the record that owns them."""

import io

from flask import Blueprint, Response, abort, send_file

from supervision.core.access.guard import signed_in
from supervision.core.db import session
from supervision.core.files.models import Attachment
from supervision.core.files.store import content_of
from supervision.core.files.types import ALLOWED

bp = Blueprint("files", __name__, url_prefix="/files")
_INLINE = {kind.media_type for kind in ALLOWED.values() if kind.inline}


@bp.get("/<int:attachment_id>")
@signed_in
def download(attachment_id: int) -> Response:
    attachment = session.get(Attachment, attachment_id)
    if attachment is None:
        abort(404)
    stored = attachment.file
    response = send_file(
        io.BytesIO(content_of(stored)),
        mimetype=stored.media_type,
        as_attachment=stored.media_type not in _INLINE,
        download_name=stored.name,
        etag=False,
        max_age=0,
    )
    if stored.media_type != "application/pdf":  # Chromium's own PDF viewer refuses a sandbox
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
