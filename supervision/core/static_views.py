"""Files that are the same for everybody; a text goes out packed to a browser that can unpack it."""

from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory

from supervision.core.access.guard import public


def init(app: Flask) -> None:
    """Serve static/ by this view."""
    app.view_functions["static"] = public(send)


def send(filename: str) -> Response:
    """The file itself, or its gzip twin where it has one and the browser takes it."""
    folder = Path(current_app.static_folder or "")
    packed = f"{filename}.gz"
    twin = filename.startswith("built/") and (folder / packed).is_file()
    if not twin or not request.accept_encodings["gzip"]:
        answer = current_app.send_static_file(filename)
    else:
        kind = "text/css" if filename.endswith(".css") else "text/javascript"
        answer = send_from_directory(folder, packed, mimetype=kind)
        answer.headers["Content-Encoding"] = "gzip"
    if twin:
        answer.vary.add("Accept-Encoding")
    return answer
