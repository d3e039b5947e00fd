"""/api/v1 and the page where its tokens are issued and stopped."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, abort, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from supervision.agencies.models import Body
from supervision.api import platform, service
from supervision.api.document import openapi
from supervision.api.forms import TokenForm
from supervision.api.models import ApiToken
from supervision.api.resources import RESOURCES
from supervision.core import clock
from supervision.core.access.guard import allows, public
from supervision.core.access.policy import Permission
from supervision.core.access.principal import acting, current
from supervision.core.access.scope import Scope, seeing
from supervision.core.audit import happened
from supervision.core.db import session
from supervision.core.errors import DomainError, Forbidden
from supervision.core.export import XLSX
from supervision.core.forms import offer
from supervision.core.listing import Page
from supervision.core.outages import StoreOutage
from supervision.core.pending.own_terms import day_light
from supervision.core.web import done, download, page

bp = Blueprint("api", __name__, url_prefix="/api")
NAME = f"<any({', '.join(RESOURCES)}):name>"
View = Callable[..., Any]


def answering(view: View) -> View:
    """Recognise the token, see only its body's rows, and say refusals as JSON."""

    @wraps(view)
    def answer(**values: object) -> Response:
        try:
            caller = service.recognise(request.headers.get("Authorization"))
            person = caller.principal
            with acting(person), seeing(Scope(body_ids=person.readable_body_ids)):
                given = view(caller, **values)
                _note(given)
                return given if isinstance(given, Response) else jsonify(given)
        except StoreOutage:
            raise  # the page of an error says it in JSON, as of something that was only read
        except DomainError as refusal:
            return _refused(refusal)

    return answer


def _note(given: object) -> None:
    """Each read stands on the trail: what was asked for, with its filter, and how much came."""
    items = given.get("items") if isinstance(given, dict) else None
    held = [f"{len(items)}条"] if isinstance(items, list) else []
    asked = "，".join(f"{key}={value}" for key, value in request.args.items(multi=True) if value)
    held += [f"筛选：{asked[:1000]}"] if asked else []
    happened("api.read", "；".join([f"接口读取 {request.path}", *held]))


def _refused(refusal: DomainError) -> Response:
    response = jsonify(error=refusal.message)
    response.status_code = refusal.status
    if isinstance(refusal, service.Unrecognised):
        response.headers["WWW-Authenticate"] = 'Bearer realm="mingdu"'
    if isinstance(refusal, service.TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


@bp.get("/v1/openapi.json")
@public
def document() -> Response:
    return jsonify(openapi())


@bp.get(f"/v1/{NAME}")
@public
@answering
def records(caller: service.Caller, name: str) -> dict[str, object]:
    resource = RESOURCES[name]
    if resource.reading not in caller.readings:
        raise Forbidden(f"此令牌不含“{resource.reading.label}”")
    shown = Page(resource.listing, request.args, request.path)
    items = [resource.shown(row) for row in shown.rows]
    if shown.notes:
        raise DomainError("".join(shown.notes))
    return {"items": items, "next": shown.next_url}


@bp.get("/v1/export.json")
@public
@answering
def export(caller: service.Caller) -> dict[str, object]:
    return platform.as_document(caller.principal.body_name, _given(caller))


@bp.get("/v1/export.xlsx")
@public
@answering
def export_sheet(caller: service.Caller) -> Response:
    content = platform.as_workbook(caller.principal.body_name, _given(caller))
    return download(content, XLSX, "export.xlsx")


def _given(caller: service.Caller) -> list[str]:
    return [name for name, one in RESOURCES.items() if one.reading in caller.readings]


@bp.get("/platform.<any(json, xlsx):kind>")
@allows(Permission.EXPORT)
def for_platform(kind: str) -> Response:
    """The same one file for whoever carries it to the platform by hand."""
    me = current()
    name = f"{me.body_name}汇聚数据{clock.today():%Y%m%d}.{kind}"
    with seeing(Scope(body_ids=(me.body_id or 0,), user_id=me.user_id or 0)):
        if kind == "xlsx":
            return download(platform.as_workbook(me.body_name, RESOURCES), XLSX, name)
        content = json.dumps(platform.as_document(me.body_name, RESOURCES), ensure_ascii=False)
        return download(content.encode(), "application/json", name)


@bp.route("/tokens", methods=["GET", "POST"])
@allows(Permission.ACCOUNT_MANAGE)
def tokens() -> ResponseReturnValue:
    form = TokenForm()
    bodies = session.scalars(sa.select(Body).order_by(Body.path)).all()
    offer(form.body_id, bodies, label=lambda body: body.name, blank=len(bodies) > 1)
    if form.validate_on_submit():
        service.ask(
            form.name.data or "",
            body=session.get_one(Body, form.body_id.data),
            readings=form.readings.data,
            expires_on=form.day(),
            actor=current(),
        )
        return done("已提请，经该机关的审核人或签发人批准后生效。", url_for("api.tokens"))
    return page(
        "api/tokens.html",
        form=form,
        tokens=service.tokens(),
        asked=service.asked(),
        today=clock.today(),
        lit=day_light,
        local=clock.local,
    )


@bp.post("/tokens/<int:token_id>/stop")
@allows(Permission.ACCOUNT_MANAGE)
def stop(token_id: int) -> ResponseReturnValue:
    token = session.get(ApiToken, token_id) or abort(404)
    service.stop(token, actor=current())
    return done(f"已停用“{token.name}”的令牌。", url_for("api.tokens"))
