"""The page that answers an error: the right status, one Chinese sentence, on a conflict both versions."""

from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, render_template, request
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from supervision.core.db import session
from supervision.core.errors import DomainError, VersionConflict
from supervision.core.outages import outage_of


def register(app: Flask) -> None:
    """Answer every error of `app` by its page."""
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(sa.exc.DBAPIError, _store_fault)
    app.register_error_handler(OSError, _store_fault)
    app.register_error_handler(Exception, _unexpected)


def _error_page(status: int, **context: object) -> tuple[str, int]:
    session.rollback()
    known = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)
    name = status if status in known else 400 if status < 500 else 500
    return render_template(f"errors/{name}.html", **context), status


def _domain_error(error: DomainError) -> tuple[str, int]:
    if isinstance(error, VersionConflict):
        return _conflict(error.message)
    return _error_page(error.status, message=error.message, mine=None, theirs=None)


def _stale(_error: StaleDataError) -> tuple[str, int]:
    return _conflict("您打开此页面之后，别人已经修改过这条记录")


def _conflict(message: str) -> tuple[str, int]:
    """Both versions beside each other: what was typed, what stands in the store now."""
    session.rollback()
    form = g.get("form")
    mine = theirs = None
    if form is not None and form.opened_as:
        if sa.inspect(form.record, raiseerr=False) is not None:  # a row, not values read just now
            session.refresh(form.record)
        mine, theirs = form.both_editions()
    return _error_page(409, message=message, mine=mine, theirs=theirs)


def _http_error(error: HTTPException) -> Any:
    if isinstance(error, SecurityError):  # asked under a false name: no page can be addressed
        return Response("请使用本系统的网址访问。", 400, mimetype="text/plain")
    if error.code is None or error.code < 400:
        return error
    return _error_page(error.code, message=None, mine=None, theirs=None)


def _store_fault(error: sa.exc.DBAPIError | OSError) -> tuple[str, int]:
    outage = outage_of(error)
    if outage is None:
        return _unexpected(error)
    current_app.logger.warning("store not available: %s", error)
    return _domain_error(outage)


def _unexpected(error: Exception) -> tuple[str, int]:
    if current_app.debug or current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error  # while developing, to the page with the traceback
    current_app.logger.error("unexpected error at %s", request.path, exc_info=error)
    return _error_page(500, message=None, mine=None, theirs=None)
