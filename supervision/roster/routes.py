"""Pages of the rosters and of the joint documents."""

from datetime import date

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.duedates.shown import shown_open
from supervision.core.files.store import attachments_of
from supervision.core.intake import takes_files
from supervision.core.keys import identifier
from supervision.core.listing import Page
from supervision.core.listing.files import KIND, list_files
from supervision.core.tasks.making import Making, answer
from supervision.core.web import done, page
from supervision.roster import documents, service
from supervision.roster.forms import DocumentForm, LeaveForm, ReturnForm, RosterForm
from supervision.roster.lists import AS_OF, DOCUMENTS, roster
from supervision.roster.models import JointDocument, Pool, RosterEntry

bp = Blueprint("roster", __name__, url_prefix="/roster")
Reply = str | tuple[str, int] | Response
POOL = "<any(supervisor,observer,contact_point,inspector_talent):name>"


@bp.get("/", defaults={"name": "supervisor"})
@bp.get(f"/{POOL}")
@allows(Permission.ROSTER_VIEW)
def index(name: str) -> Reply:
    pool = Pool(name)
    on = AS_OF.day(request.args)
    return page(
        "roster/index.html",
        pool=pool,
        on=on,
        counts=service.counts(on, body_id=current().body_id),
        listed=Page(roster(pool, on), request.args, request.path),
        days_left=service.days_left,
        may_edit=current().can(Permission.ROSTER_EDIT),
    )


def _files(pool: Pool) -> dict[str, Making]:
    return list_files(
        f"roster.{pool.value}", pool.label, lambda args: roster(pool, AS_OF.day(args))
    )


FILES = {pool: _files(pool) for pool in Pool}


@bp.route(f"/{POOL}/export.{KIND}", methods=["GET", "POST"])
@allows(Permission.EXPORT)
def export(name: str, kind: str) -> ResponseReturnValue:
    """Exactly the filtered list."""
    return answer(FILES[Pool(name)][kind], request.args)


@bp.route(f"/{POOL}/new", methods=["GET", "POST"])
@allows(Permission.ROSTER_EDIT)
def add(name: str) -> Reply:
    pool = Pool(name)
    form = RosterForm(pool, data=_carried_over(pool))
    if form.validate_on_submit():
        entry = service.enter(pool, form.facts(), actor=current())
        again = url_for("roster.add", name=name, like=entry.id)
        back = url_for("roster.index", name=name)
        return done(f"已登记{entry.name}。", again if "again" in request.form else back)
    return page("roster/form.html", form=form, pool=pool, entry=None)


def _carried_over(pool: Pool) -> dict[str, date | None]:
    """Dates of the entry just saved: a batch is appointed by one document."""
    like = session.get(RosterEntry, request.args.get("like", default=0, type=identifier))
    if like is None or like.pool is not pool:
        return {}
    return {"appointed_on": like.appointed_on, "term_until": like.term_until}


@bp.get("/<int:entry_id>")
@allows(Permission.ROSTER_VIEW)
def show(entry_id: int) -> Reply:
    entry = _entry(entry_id)
    return page(
        "roster/show.html",
        entry=entry,
        days_left=_warning(entry),
        account=service.account_of(entry),
        expiring=shown_open(entry, DueKind.CERTIFICATE, DueKind.APPOINTMENT),
        entries=timeline(entry),
        may_edit=_may_edit(entry.body_id),
    )


@bp.route("/<int:entry_id>/edit", methods=["GET", "POST"])
@allows(Permission.ROSTER_EDIT)
def amend(entry_id: int) -> Reply:
    entry = _entry(entry_id)
    form = RosterForm(entry.pool, obj=entry)
    if form.validate_on_submit():
        service.amend(entry, form.facts(), actor=current())
        return done("已保存。", url_for("roster.show", entry_id=entry_id))
    return page("roster/form.html", form=form, pool=entry.pool, entry=entry)


@bp.route("/<int:entry_id>/leave", methods=["GET", "POST"])
@allows(Permission.ROSTER_EDIT)
def leave(entry_id: int) -> Reply:
    entry = _entry(entry_id)
    form = LeaveForm(of=entry)
    if form.validate_on_submit():
        service.leave(entry, on=form.day(), reason=form.reason.data or "", actor=current())
        return done(f"已登记{entry.pool.leaving}。", url_for("roster.show", entry_id=entry_id))
    return page("roster/leave.html", form=form, entry=entry)


@bp.route("/<int:entry_id>/return", methods=["GET", "POST"])
@allows(Permission.ROSTER_EDIT)
def return_to_office(entry_id: int) -> Reply:
    entry = _entry(entry_id)
    form = ReturnForm(of=entry)
    if form.validate_on_submit():
        service.return_to_office(entry, reason=form.reason.data, actor=current())
        return done("已撤回，仍在册。", url_for("roster.show", entry_id=entry_id))
    return page("roster/return.html", form=form, entry=entry)


@bp.get("/documents")
@allows(Permission.ROSTER_VIEW)
def joint_documents() -> Reply:
    return page(
        "roster/documents.html",
        listed=Page(DOCUMENTS, request.args, request.path),
        may_edit=current().can(Permission.ROSTER_EDIT),
    )


@bp.route("/documents/new", methods=["GET", "POST"])
@allows(Permission.ROSTER_EDIT)
@takes_files
def add_document() -> Reply:
    form = DocumentForm()
    if form.validate_on_submit():
        added = documents.enter_document(form.facts(), files=form.files.data, actor=current())
        return done(f"已登记《{added.title}》。", url_for("roster.joint_documents"))
    return page("roster/document_form.html", form=form, document=None, files=[], entries=[])


@bp.route("/documents/<int:document_id>", methods=["GET", "POST"])
@allows(Permission.ROSTER_EDIT)
@takes_files
def amend_document(document_id: int) -> Reply:
    document = session.get(JointDocument, document_id) or abort(404)
    form = DocumentForm(obj=document)
    if form.validate_on_submit():
        documents.amend_document(document, form.facts(), files=form.files.data, actor=current())
        return done("已保存。", url_for("roster.joint_documents"))
    files = attachments_of(document)
    return page(
        "roster/document_form.html",
        form=form,
        document=document,
        files=files,
        entries=timeline(document),
    )


def _entry(entry_id: int) -> RosterEntry:
    return session.get(RosterEntry, entry_id) or abort(404)


def _may_edit(body_id: int) -> bool:
    return current().can(Permission.ROSTER_EDIT) and body_id == current().body_id


def _warning(entry: RosterEntry) -> int | None:
    """Days left of certificate or term, when someone in office has to be reminded of it."""
    today = clock.today()
    if not entry.in_office(today):
        return None
    return service.days_left(entry.certificate_until or entry.term_until, today)
