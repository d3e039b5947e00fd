"""What the service says of itself: one line an event, each request under a number of its own.

The number stands in every line of the request, in the header X-Request-ID and on the page of a
fault, so that who is told of it finds it. LOG_FORMAT=json writes lines for a machine, and one for
each request besides. No line holds what was typed: neither values nor the query of an address.
"""

import json
import logging
import secrets
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, has_request_context, request
from flask.logging import wsgi_errors_stream

from supervision.core.access.principal import current_or_none

HEADER = "X-Request-ID"
_ROOT = "supervision"
_TEXT = "%(asctime)s %(levelname)s [%(request_id)s] %(name)s: %(message)s"
_handler = logging.StreamHandler(wsgi_errors_stream)  # type: ignore[call-overload]
log = logging.getLogger(__name__)


class _Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _number(record: logging.LogRecord) -> bool:
    record.request_id = g.get("request_id", "-") if has_request_context() else "-"
    return True


def init(app: Flask) -> None:
    """Number requests and write lines as LOG_FORMAT says; once a process, however many apps."""
    as_json = app.config["LOG_FORMAT"] == "json"
    _handler.setFormatter(_Json() if as_json else logging.Formatter(_TEXT))
    _handler.filters = [_number]
    logger = logging.getLogger(_ROOT)
    logger.handlers = [_handler]
    logger.setLevel(logging.INFO if as_json else logging.WARNING)
    app.before_request(_begin)
    app.after_request(_end)


def place() -> str:
    """Where the request goes: its route with the numbers in it, never a word or a token."""
    rule = request.url_rule
    if rule is None:
        return "-"
    text = rule.rule
    for name, value in (request.view_args or {}).items():
        if isinstance(value, int):
            text = text.replace(f"<int:{name}>", str(value))
    return text


def _begin() -> None:
    g.request_id, g.began = secrets.token_hex(6), time.monotonic()


def _end(response: Response) -> Response:
    response.headers[HEADER] = g.get("request_id", "-")
    if request.endpoint != "static" and log.isEnabledFor(logging.INFO):
        person = current_or_none()
        facts = {
            "method": request.method,
            "place": place(),
            "status": response.status_code,
            "ms": round((time.monotonic() - g.get("began", time.monotonic())) * 1000),
            "user": person.user_id if person else None,
        }
        log.info("request", extra={"facts": facts})
    return response
