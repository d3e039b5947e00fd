"""The web's frame around every view: who asks, may they, one commit, errors in Chinese."""

import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    has_request_context,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask import session as cookie
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from supervision.core import clock, drafts, error_pages, headers, intake, logs, once, write_queue
from supervision.core.access.guard import check, rule_of
from supervision.core.access.principal import Principal, become, current_or_none
from supervision.core.access.scope import EVERYTHING, NOTHING, scope_of, seeing, set_scope
from supervision.core.audit import happened
from supervision.core.db import session, unit_of_work
from supervision.core.errors import DomainError, Overtaken, VersionConflict
from supervision.core.files.models import StoredFile
from supervision.core.outages import TROUBLE, UNSURE, Outage, StoreOutage, outage_of
from supervision.core.templating import OneForAll

_LOCAL = re.compile(r"/(?![/\\])")  # browsers read //host and /\host as another site
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SHOWN_ONCE = "刚才已经办理过。只显示一次的内容不再显示，没有看到的请重新生成。"
PrincipalLoader = Callable[[], tuple[Principal | None, str | None]]


class _Refused(Exception):
    """Carries a response of 400 or more out of the unit of work, so that it rolls back."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


class SupervisionApp(Flask):
    """Flask with one transaction a request: committed below 400, rolled back otherwise (§ Transaction)."""

    jinja_environment = OneForAll
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
        intake.receive_uploads()
        sending = _sending()
        return self._once(sending) if sending is not None else self._in_one_transaction()

    def _once(self, sending: once.Sending) -> Response:
        """Carry a form out; what came before with the same key is answered as it was answered then."""
        try:
            response = self._in_one_transaction(sending)
        except Exception as error:
            first = _first_answer(sending)
            if first is not None:
                return first
            if isinstance(error, once.SentAlready) and "form" in g:
                return self._show_again(error)
            raise
        if response.status_code < 400 and (response.location or "shown_once" in g):
            return response
        # Refused, or a page that says what became of many rows: if it came before, as it was then.
        return _first_answer(sending) or response

    def _in_one_transaction(self, sending: once.Sending | None = None) -> Response:
        unsafe = request.method not in SAFE
        try:
            return self._twice_at_most(sending, write=unsafe)
        except (DomainError, *TROUBLE) as error:
            refusal = error if isinstance(error, DomainError) else _outage(error)
            if refusal is None or not unsafe:
                raise
            if "form" not in g and not isinstance(refusal, StoreOutage):
                raise
            if isinstance(refusal, (VersionConflict, once.SentAlready)):
                raise
            if isinstance(refusal, StoreOutage):
                error_pages.tell_operator(error)
            return self._show_again(refusal)

    def _twice_at_most(self, sending: once.Sending | None, *, write: bool) -> Response:
        """Once more on a new connection where one was lost and nothing came of it.

        Lost in the midst of the commit, what came of it is looked up by the form's key.
        """
        g.committing = False
        try:
            return self._attempt(sending, write=write)
        except sa.exc.DBAPIError as error:
            if not error.connection_invalidated or (g.committing and sending is None):
                raise
            current_app.logger.warning("connection lost, trying once more: %s", error.orig)
        first = _first_answer(sending) if g.committing and sending is not None else None
        return first or self._attempt(sending, write=write)

    def _attempt(self, sending: once.Sending | None, *, write: bool) -> Response:
        g.said = []
        try:
            with unit_of_work(write=write):
                response = self.make_response(super().dispatch_request())
                if write and response.status_code >= 400:
                    raise _Refused(response)  # noqa: TRY301  (out of the unit of work, so that it rolls back)
                if write:
                    _forget_draft()
                if sending is not None:
                    _keep_answer(sending, response)
                g.committing = write
        except _Refused as refused:
            return refused.response
        _tell(g.said)
        return response

    def _show_again(self, refusal: DomainError) -> Response:
        """The view once more without writing: its form answers with the refusal (BaseForm).

        What it would write where no form stands before it is refused likewise (`_refuse_writing`).
        """
        g.refusal = refusal
        with unit_of_work(write=False):
            response = self.make_response(super().dispatch_request())
        if response.status_code < 400:
            raise refusal
        return response


@event.listens_for(Session, "before_flush")
def _refuse_writing(_session: Session, _context: object, _instances: object) -> None:
    """A view that is shown once more only shows: what it would write meets the refusal again."""
    if has_request_context() and "refusal" in g:
        raise g.refusal


def _outage(error: Exception) -> StoreOutage | None:
    """The outage `error` tells of; lost in the middle of a commit, nobody knows what became of it."""
    found = outage_of(error)
    if found is not None and found.outage is Outage.LOST and g.committing:
        return StoreOutage(found.outage, message=UNSURE)
    return found


def init(app: SupervisionApp, load_principal: PrincipalLoader) -> None:
    """Register request start, headers and error pages."""
    app.load_principal = staticmethod(load_principal)
    logs.init(app)
    app.jinja_env.globals["once_key"] = once.new_key
    app.before_request(_begin_request)
    app.teardown_request(_end_request)
    app.after_request(headers.secure)
    app.after_request(_note_refusal)
    error_pages.register(app)


def _begin_request() -> None:
    become(None)
    set_scope(NOTHING)
    write_queue.somebody_waits()
    intake.refuse_no_address()
    intake.bound_stranger()
    if request.endpoint == "static":
        return
    app: SupervisionApp = _app()
    with unit_of_work(write=False), seeing(EVERYTHING):
        principal, obligation = app.load_principal()
    become(principal)
    set_scope(scope_of(principal))
    g.obligation = obligation
    intake.bound(known=principal is not None or "expired_user_id" in g)


def _end_request(_error: BaseException | None) -> None:
    """What this thread does next is nobody's until somebody asks again."""
    become(None)
    set_scope(NOTHING)
    write_queue.somebody_waits(still=False)


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


def _sending() -> once.Sending | None:
    """The form being sent, when it carries a key by which it is known again."""
    principal = current_or_none()
    if principal is None or request.method in SAFE:
        return None
    uploads: dict[str, tuple[list[StoredFile], list[str]]] = g.uploads
    files = [(name, file.sha256) for name, (kept, _) in uploads.items() for file in kept]
    return once.sending_of(principal.user_id, files)


def _keep_answer(sending: once.Sending, response: Response) -> None:
    """The answer to a change, beside the change: a redirect, or what `shown_once` leads to."""
    target, said = response.location, g.said
    if "shown_once" in g:
        target, said = g.shown_once, [[SHOWN_ONCE, "warning"]]
    if target and not once.carried_out(sending, target=target, said=said):
        raise once.SentAlready


def _first_answer(sending: once.Sending) -> Response | None:
    """The answer this very form got when it came first, said once more."""
    try:
        with unit_of_work(write=False):
            first = once.first_of(sending)
            answer = (first.target, first.said) if first is not None else None
    except TROUBLE:  # the store is out of reach: then that is what is said
        return None
    if answer is None:
        return None
    _tell(answer[1])
    return current_app.make_response(redirect(answer[0]))


def _tell(said: once.Said) -> None:
    """Put the sentences where the next page shows them."""
    for message, category in said:
        flash(message, category)


def _forget_draft() -> None:
    principal = current_or_none()
    if principal is not None and principal.user_id is not None and "form" in g:
        drafts.discard(principal.user_id, request.path)


def page(template: str, **context: object) -> tuple[str, int] | str:
    """Render a page; an invalid or refused form makes it a 422 (429 or 503 where that is why)."""
    with clock.one_day():
        html = render_template(template, **context)
    form = g.get("form")
    if request.method not in SAFE and form is not None and (form.errors or form.form_errors):
        refusal: DomainError | None = g.get("refusal")
        if isinstance(refusal, Overtaken):
            return html, refusal.status
        return html, max(422, refusal.status) if refusal is not None else 422
    return html


def say(message: str, category: str = "success") -> None:
    """A sentence for the next page, once what it tells of is committed; dropped when it is not."""
    g.said.append([message, category])


def done(message: str, target: str, *, undo: str = "") -> BaseResponse:
    """Say what was done and go to `target`; `undo`: the address that takes it back, offered for ten seconds."""
    say(message, f"undo {undo}" if undo else "success")
    return redirect(target)


def shown_once(instead: str) -> None:
    """This answer is a page with a secret that is not kept; a resend of the form leads to `instead`."""
    g.shown_once = instead


def _note_refusal(response: Response) -> Response:
    """Whoever was refused at a door stands on the trail, with the door."""
    if response.status_code == 403:
        try:
            happened("access.refused", f"访问被拒：{request.method} {request.path[:200]}")
        except Exception:
            current_app.logger.exception("a refusal could not be put on the trail")
    return response


def download(
    content: bytes | Path,
    media_type: str,
    name: str,
    *,
    inline: bool = False,
    count: int | None = None,
) -> Response:
    """A file made for this person: never cached, its name kept in Chinese; by path it is streamed.

    What is taken away, not only looked at, stands on the trail: its filter, how many rows it holds.
    """
    if not inline:
        held = [f"{count}条"] if count is not None else []
        asked = "，".join(
            f"{key}={value}" for key, value in request.args.items(multi=True) if value
        )
        told = session() if request.method not in SAFE else None  # type: ignore[operator]
        held += [f"筛选：{asked[:1000]}"] if asked else []
        happened("export", "；".join([f"导出“{name}”", *held]), session=told)
    response = send_file(
        io.BytesIO(content) if isinstance(content, bytes) else content,
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


def forget_everything() -> None:
    """Drop the cookie's content: at sign-in (fixation) and sign-out."""
    cookie.clear()


def client_values(values: Mapping[str, object]) -> dict[str, Any]:
    """Query values as given, without empty ones: what a list's URL keeps."""
    return {name: value for name, value in values.items() if value not in ("", None)}
