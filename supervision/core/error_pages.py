"""The page that answers an error: the right status, one Chinese sentence, on a conflict both versions.

No such page asks the store for anything: it may be what failed. A program is answered in JSON, with
the same words.
"""

from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, jsonify, render_template, request
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from supervision.core import logs
from supervision.core.db import let_go, session
from supervision.core.errors import DomainError, VersionConflict, WrongState
from supervision.core.outages import TROUBLE, StoreOutage, kind_of, outage_of
from supervision.core.seams import Seam
from supervision.core.typed_words import typed_words

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_LAST_RESORT = "系统出了点问题，这一步没有完成。请过一会儿再试；仍不行请把编号 {} 告诉系统管理员。"

MACHINES: Seam[str] = Seam("how the addresses begin that programs ask, not people")
_TO_A_MACHINE = {
    404: "没有这个地址，或没有这条记录",
    405: "这个地址不接受这种请求",
    413: "发来的内容太大",
    429: "请求太密，请稍后再试",
}
_WAIT = 60  # seconds, after which a program may ask again


def register(app: Flask) -> None:
    """Answer every error of `app` by its page."""
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(HTTPException, _http_error)
    for trouble in TROUBLE:
        app.register_error_handler(trouble, _store_fault)
    app.register_error_handler(Exception, _unexpected)


def tell_operator(error: Exception) -> None:
    """What the store said goes to the log; the person is told in other words."""
    outage = kind_of(error)
    what = f"{type(error).__name__}: {getattr(error, 'orig', None) or error}"
    name = outage.name if outage else "UNKNOWN"
    current_app.logger.error("outage %s at %s %s: %s", name, request.method, logs.place(), what)


def _error_page(status: int, **context: object) -> tuple[str, int] | Response:
    g.storeless = True
    let_go(session())  # type: ignore[operator]
    known = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)
    name = status if status in known else 400 if status < 500 else 500
    typed = [] if context.get("mine") else typed_words()
    context = {
        "heading": None,
        "reference": g.get("request_id", ""),
        "typed_words": typed,
        **context,
    }
    if request.path.startswith(MACHINES.parts()):
        return _to_a_machine(status, context)
    try:
        return render_template(f"errors/{name}.html", **context), status
    except Exception:
        current_app.logger.exception("the page of a %s could not be made", status)
        text = _LAST_RESORT.format(context["reference"])
        return Response(text, status, mimetype="text/plain")


def _to_a_machine(status: int, context: dict[str, Any]) -> Response:
    """The same in JSON: what is wrong, and under which number the log has it."""
    other = "请求不能处理" if status < 500 else "系统出了点问题，没有取到数据，请过一会儿再试"
    said = context.get("message") or _TO_A_MACHINE.get(status, other)
    response = jsonify(error=said, reference=context["reference"])
    response.status_code = status
    if status == 503:
        response.headers["Retry-After"] = str(_WAIT)
    return response


def _domain_error(error: DomainError) -> tuple[str, int] | Response:
    if isinstance(error, VersionConflict):
        return _conflict(error.message)
    if isinstance(error, StoreOutage):
        return _outage(error)
    context: dict[str, object] = {"message": error.message, "mine": None, "theirs": None}
    if isinstance(error, WrongState):
        context |= {"heading": "现在不能这样办理", "back_url": _record_page()}
    elif error.status == 422:
        context |= {"back_url": _came_from()}
    return _error_page(error.status, **context)


def _came_from() -> str:
    """The page on which this was asked, with its filter: there it is chosen otherwise, or filled in again.

    Only path and query are taken, and only where a page of ours answers there: the host is never asked.
    """
    before = urlsplit(request.referrer or "")
    adapter = current_app.create_url_adapter(request)
    here = request.method in _READING and before.path == request.path
    if adapter is None or here or not before.path or not adapter.test(before.path, "GET"):
        return _record_page()
    path = "/" + before.path.lstrip("/")
    return f"{path}?{before.query}" if before.query else path


def _record_page() -> str:
    """The nearest page above this address: the record on which something was asked."""
    adapter = current_app.create_url_adapter(request)
    path = request.path.rstrip("/")
    while adapter is not None and "/" in path[1:]:
        path = path.rpartition("/")[0]
        for address in (path, f"{path}/"):
            if adapter.test(address, "GET"):
                return address
    return "/"


def _outage(error: StoreOutage) -> tuple[str, int] | Response:
    reading = request.method in _READING
    said = error.outage.said(changing=False) if reading else error.message
    return _error_page(503, message=said, heading=error.outage.value.heading, reading=reading)


def _stale(_error: StaleDataError) -> tuple[str, int] | Response:
    return _conflict("您打开此页面之后，别人已经修改过这条记录")


def _conflict(message: str) -> tuple[str, int] | Response:
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


def _store_fault(error: Exception) -> tuple[str, int] | Response:
    outage = outage_of(error)
    if outage is None:
        return _unexpected(error)
    tell_operator(error)
    return _outage(outage)


def _unexpected(error: Exception) -> tuple[str, int] | Response:
    if current_app.debug or current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error  # while developing, to the page with the traceback
    current_app.logger.error("unexpected error at %s", logs.place(), exc_info=error)
    return _error_page(500, message=None, mine=None, theirs=None)
