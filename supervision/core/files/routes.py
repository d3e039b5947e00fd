"""Serving attachments: only through the scope of the record that owns them."""

import hashlib

from flask import Blueprint, Response, abort, send_file

from supervision.core.access.guard import signed_in
from supervision.core.db import session
from supervision.core.files.models import Attachment
from supervision.core.files.store import path_of
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
    content_path = path_of(stored)
    response = send_file(
        content_path,
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


def intact(attachment: Attachment) -> bool:
    """Whether the bytes on disk still have the SHA-256 they were kept with."""
    content = path_of(attachment.file).read_bytes()
    return hashlib.sha256(content).hexdigest() == attachment.file.sha256
