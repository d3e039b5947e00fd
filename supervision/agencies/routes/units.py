"""Pages of supervised units and their officers."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from supervision.agencies import reform, service
from supervision.agencies.forms import (
    MergeForm,
    OfficerForm,
    OfficersForm,
    ReinstateForm,
    RenameForm,
    UnitForm,
)
from supervision.agencies.lists import UNITS
from supervision.agencies.models import Officer, Unit
from supervision.agencies.naming import said_for
from supervision.agencies.routes.blueprint import Reply, bp
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.core.listing import Page
from supervision.core.listing.files import KIND, list_files
from supervision.core.related import parts_of
from supervision.core.tasks.making import answer
from supervision.core.web import done, page


@bp.get("/")
@allows(Permission.AGENCY_VIEW)
def index() -> Reply:
    return page("agencies/index.html", listed=Page(UNITS, request.args, request.path))


FILES = list_files("units", "被监督单位", UNITS)


@bp.route(f"/export.{KIND}", methods=["GET", "POST"])
@allows(Permission.EXPORT)
def export(kind: str) -> ResponseReturnValue:
    """Exactly the filtered list."""
    return answer(FILES[kind], request.args)


@bp.get("/<int:unit_id>")
@allows(Permission.AGENCY_VIEW)
def unit(unit_id: int) -> Reply:
    found = _unit(unit_id)
    return page(
        "agencies/unit.html",
        unit=found,
        former=reform.former_names(found),
        usual="、".join(said_for(found.name)[1:]),
        predecessors=reform.predecessors(found),
        officers=service.officers_of(found),
        entries=timeline(found),
        parts=parts_of(found),
        may_edit=current().can(Permission.AGENCY_EDIT) and found.body_id == current().body_id,
    )


@bp.route("/new", methods=["GET", "POST"])
@allows(Permission.AGENCY_EDIT)
def add_unit() -> Reply:
    form = UnitForm()
    if form.validate_on_submit():
        added = service.add_unit(form.facts(), actor=current())
        return done(f"已登记{added.name}。", url_for("agencies.unit", unit_id=added.id))
    return page("agencies/unit_form.html", form=form, unit=None)


@bp.route("/<int:unit_id>/edit", methods=["GET", "POST"])
@allows(Permission.AGENCY_EDIT)
def amend_unit(unit_id: int) -> Reply:
    found = _unit(unit_id)
    form = UnitForm(obj=found)
    if form.validate_on_submit():
        service.amend_unit(found, form.facts(), actor=current())
        return done("已保存。", url_for("agencies.unit", unit_id=unit_id))
    return page("agencies/unit_form.html", form=form, unit=found)


@bp.route("/<int:unit_id>/rename", methods=["GET", "POST"])
@allows(Permission.AGENCY_EDIT)
def rename(unit_id: int) -> Reply:
    found = _unit(unit_id)
    form = RenameForm(of=found)
    if form.validate_on_submit():
        reform.ask_rename(found, form.name.data, on=form.day(), actor=current())
        return done(
            "已提请更名，经另一人确认后生效，原名称仍可检索。",
            url_for("agencies.unit", unit_id=unit_id),
        )
    return page("agencies/rename.html", form=form, unit=found)


@bp.route("/<int:unit_id>/merge", methods=["GET", "POST"])
@allows(Permission.AGENCY_EDIT)
def merge(unit_id: int) -> Reply:
    found = _unit(unit_id)
    form = MergeForm(found)
    if form.validate_on_submit():
        reform.ask_merge(
            found,
            form.successor(),
            on=form.day(),
            with_officers=form.with_officers.data,
            actor=current(),
        )
        return done("已提请撤并，经另一人确认后生效。", url_for("agencies.unit", unit_id=unit_id))
    return page("agencies/merge.html", form=form, unit=found)


@bp.route("/<int:unit_id>/reinstate", methods=["GET", "POST"])
@allows(Permission.AGENCY_EDIT)
def reinstate(unit_id: int) -> Reply:
    found = _unit(unit_id)
    form = ReinstateForm(of=found)
    if form.validate_on_submit():
        reform.ask_reinstate(found, reason=form.reason.data, actor=current())
        return done("已提请恢复，经另一人确认后生效。", url_for("agencies.unit", unit_id=unit_id))
    return page("agencies/reinstate.html", form=form, unit=found)


@bp.route("/<int:unit_id>/officers", methods=["GET", "POST"])
@allows(Permission.AGENCY_EDIT)
def add_officers(unit_id: int) -> Reply:
    found = _unit(unit_id)
    form = OfficersForm()
    if form.validate_on_submit():
        added = service.add_officers(found, form.facts(), actor=current())
        again = "again" in request.form
        target = "agencies.add_officers" if again else "agencies.unit"
        return done(f"已登记{len(added)}名执法人员。", url_for(target, unit_id=unit_id))
    return page("agencies/officers.html", form=form, unit=found)


@bp.route("/officers/<int:officer_id>", methods=["GET", "POST"])
@allows(Permission.AGENCY_EDIT)
def amend_officer(officer_id: int) -> Reply:
    officer = session.get(Officer, officer_id) or abort(404)
    form = OfficerForm(obj=officer)
    if form.validate_on_submit():
        service.amend_officer(
            officer,
            form.facts(),
            unit=_unit(form.unit_id.data),
            active=form.active.data,
            actor=current(),
        )
        return done(f"已更新{officer.name}。", url_for("agencies.unit", unit_id=officer.unit_id))
    return page("agencies/officer.html", form=form, officer=officer, entries=timeline(officer))


def _unit(unit_id: int) -> Unit:
    return session.get(Unit, unit_id) or abort(404)
