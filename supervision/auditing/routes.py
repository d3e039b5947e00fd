"""Pages of the audit trail."""

from dataclasses import replace

from flask import Blueprint, abort, current_app, request
from werkzeug.wrappers import Response

from supervision.auditing import service
from supervision.auditing.forms import AuditFilter, NeedForm
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.audit import AuditEvent, anchors
from supervision.core.config import ANCHOR
from supervision.core.db import read_phase, session
from supervision.core.instance import instance_folder
from supervision.core.keys import identifier
from supervision.core.listing.controls import controls_of
from supervision.core.web import client_values, page

bp = Blueprint("audit", __name__, url_prefix="/audit")
Reply = str | tuple[str, int] | Response


@bp.get("/")
@allows(Permission.AUDIT_READ)
def index() -> Reply:
    form = AuditFilter(request.args)
    before, after = (request.args.get(name, type=identifier) for name in ("before", "after"))
    return page(
        "auditing/index.html",
        controls=controls_of(form),
        leaf=service.leaf(form.wanted(), before=before, after=after),
        count=service.count(),
        kept=_filters(),
    )


def _filters() -> dict[str, str]:
    """The filters of the present page, for the links to its neighbours."""
    given = client_values(request.args)
    return {name: value for name, value in given.items() if name not in ("before", "after")}


@bp.route("/<int:seq>", methods=["GET", "POST"])
@allows(Permission.AUDIT_READ)
def event(seq: int) -> Reply:
    found = session.get(AuditEvent, seq) or abort(404)
    form = NeedForm()
    values = None
    if form.validate_on_submit():
        values = service.values_shown(found, reason=form.reason.data, actor=current())
    line = service.line_of(found)
    return page("auditing/event.html", form=form, event=found, line=line, values=values)


@bp.route("/verify", methods=["GET", "POST"])
@allows(Permission.AUDIT_READ)
def verification() -> Reply:
    if request.method == "GET":
        return page("auditing/verify.html", verdict=None, earlier=service.verifications())
    settings = current_app.config
    kept, unread = anchors.kept()
    with read_phase():
        verdict = service.verify_chain(
            key=settings["AUDIT_KEY"],
            retired=settings["AUDIT_KEYS_RETIRED"],
            anchor=instance_folder() / ANCHOR,
            kept=kept,
        )
    verdict = replace(verdict, faults=(*verdict.faults, *unread))
    service.note_verification(verdict, actor=current())
    return page("auditing/verify.html", verdict=verdict, earlier=service.verifications())
