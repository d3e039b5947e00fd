"""The web's frame around every view: who asks, may they, one commit, errors in Chinese."""

import io
import re
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask import session as cookie
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response as BaseResponse

from supervision.core import drafts
from supervision.core.access.guard import check, rule_of
from supervision.core.access.principal import Principal, become, current_or_none
from supervision.core.access.scope import EVERYTHING, NOTHING, scope_of, seeing, set_scope
from supervision.core.db import session, unit_of_work
from supervision.core.errors import DomainError, VersionConflict
from supervision.core.files.store import receive
from supervision.core.outages import outage_of

_LOCAL = re.compile(r"/(?![/\\])")  # browsers read //host and /\host as another site
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PrincipalLoader = Callable[[], tuple[Principal | None, str | None]]
CSP = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)


class _Refused(Exception):
    """Carries a response of 400 or more out of the unit of work, so that it rolls back."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


class SupervisionApp(Flask):
    """Flask with one transaction a request: committed below 400, rolled back otherwise (§ Transaction)."""

    load_principal: PrincipalLoader

    def dispatch_request(self) -> Any:
        if request.routing_exception is not None or request.endpoint is None:
            return super().dispatch_request()
        principal = current_or_none()
        rule = rule_of(self, request.endpoint)
        if principal is None and not (rule and rule.anyone):
            return _to_sign_in()
        check(rule, principal)
        obligation = g.get("obligation")
        if obligation and request.endpoint not in (obligation, "accounts.sign_out", "static"):
            return redirect(url_for(obligation))
        _receive_uploads()
        return self._in_one_transaction()

    def _in_one_transaction(self) -> Response:
        unsafe = request.method not in SAFE
        try:
            return self._attempt(write=unsafe)
        except (DomainError, sa.exc.DBAPIError, OSError) as error:
            refusal = error if isinstance(error, DomainError) else outage_of(error)
            if refusal is None or not unsafe or "form" not in g:
                raise
            if isinstance(refusal, VersionConflict):
                raise
            return self._show_again(refusal)

    def _attempt(self, *, write: bool) -> Response:
        try:
            with unit_of_work(write=write):
                response = self.make_response(super().dispatch_request())
                if write and response.status_code >= 400:
                    raise _Refused(response)  # noqa: TRY301  (out of the unit of work, so that it rolls back)
                if write:
                    _forget_draft()
        except _Refused as refused:
            return refused.response
        return response

    def _show_again(self, refusal: DomainError) -> Response:
        """The view once more without writing: its form answers with the refusal (BaseForm)."""
        g.refusal = refusal
        with unit_of_work(write=False):
            response = self.make_response(super().dispatch_request())
        if response.status_code < 400:
            raise refusal
        return response


def init(app: SupervisionApp, load_principal: PrincipalLoader) -> None:
    """Register request start, headers and error pages."""
    app.load_principal = staticmethod(load_principal)
    app.before_request(_begin_request)
    app.after_request(_secure_headers)
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(sa.exc.DBAPIError, _store_fault)
    app.register_error_handler(OSError, _store_fault)
    app.register_error_handler(Exception, _unexpected)


def _begin_request() -> None:
    become(None)
    set_scope(NOTHING)
    if request.endpoint in ("static", "bootstrap.static"):
        return
    app: SupervisionApp = _app()
    with unit_of_work(write=False), seeing(EVERYTHING):
        principal, obligation = app.load_principal()
    become(principal)
    set_scope(scope_of(principal))
    g.obligation = obligation


def _app() -> SupervisionApp:
    return current_app._get_current_object()  # type: ignore[attr-defined, no-any-return]  # noqa: SLF001  (Flask documents it)


def _to_sign_in() -> BaseResponse:
    """Ask for sign-in; what an expired session was sending is kept as that person's draft."""
    expired = g.get("expired_user_id")
    if request.method not in SAFE and expired is not None:
        drafts.keep(expired, request.path, request.form)
        flash("登录已过期。您填写的内容已保存，登录后可恢复。", "warning")
    back = request.full_path.rstrip("?") if request.method in SAFE else request.path
    if expired is not None and request.method not in SAFE:
        back += "?draft=restore"
    return redirect(url_for("accounts.sign_in", next=back))


def _receive_uploads() -> None:
    """Check and keep uploaded files before the transaction, so that they survive any refusal."""
    principal = current_or_none()
    g.uploads = {}
    if principal is None or request.method in SAFE:
        return
    for name, sent in request.files.lists():
        kept, errors = [], []
        for upload in sent:
            if not upload.filename:
                continue
            try:
                kept.append(receive(upload, actor=principal))
            except DomainError as refusal:
                errors.append(refusal.message)
            except (sa.exc.DBAPIError, OSError) as error:
                outage = outage_of(error)
                if outage is None:
                    raise
                errors.append(outage.message)
        g.uploads[name] = (kept, errors)


def _forget_draft() -> None:
    principal = current_or_none()
    if principal is not None and principal.user_id is not None and "form" in g:
        drafts.discard(principal.user_id, request.path)


def page(template: str, **context: Any) -> tuple[str, int] | str:
    """Render a page; an invalid or refused form makes it a 422 (429 or 503 where that is why)."""
    html = render_template(template, **context)
    form = g.get("form")
    if request.method not in SAFE and form is not None and (form.errors or form.form_errors):
        refusal: DomainError | None = g.get("refusal")
        return html, max(422, refusal.status) if refusal is not None else 422
    return html


def done(message: str, target: str) -> BaseResponse:
    """Say what was done and go to `target`."""
    flash(message, "success")
    return redirect(target)


def download(content: bytes, media_type: str, name: str, *, inline: bool = False) -> Response:
    """A file made for this person now: never cached, its name kept in Chinese."""
    response = send_file(
        io.BytesIO(content),
        mimetype=media_type,
        as_attachment=not inline,
        download_name=name,
        max_age=0,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def local_target(candidate: str | None, default: str) -> str:
    """`candidate` when it is a path on this site, else `default` (no open redirect)."""
    if candidate and candidate.isprintable() and _LOCAL.match(candidate):
        return candidate
    return default


def _secure_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), camera=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.endpoint not in ("static", "bootstrap.static"):
        headers.setdefault("Cache-Control", "private, no-store")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def _error_page(status: int, **context: Any) -> tuple[str, int]:
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
    if form is not None and form.record is not None:
        mine = form.shown_values()
        if sa.inspect(form.record, raiseerr=False) is not None:  # a row, not values read just now
            session.refresh(form.record)
        form.process(formdata=None, obj=form.record)
        theirs = form.shown_values()
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
    _app().logger.warning("store not available: %s", error)
    return _domain_error(outage)


def _unexpected(error: Exception) -> tuple[str, int]:
    if _app().config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    _app().logger.exception("unexpected error at %s", request.path)
    return _error_page(500, message=None, mine=None, theirs=None)


def forget_everything() -> None:
    """Drop the cookie's content: at sign-in (fixation) and sign-out."""
    cookie.clear()


def client_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Query values as given, without empty ones: what a list's URL keeps."""
    return {name: value for name, value in values.items() if value not in ("", None)}
