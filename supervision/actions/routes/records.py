"""The list of actions, one action, recording and amending it."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from supervision.accounts.service import people_of
from supervision.actions import service
from supervision.actions.attached import ATTACHED
from supervision.actions.forms import SupervisionActionForm, held
from supervision.actions.lists import ACTIONS
from supervision.actions.models import FLOW, SupervisionAction
from supervision.actions.on_paper import REGISTERED_BY
from supervision.actions.routes.blueprint import bp, load
from supervision.agencies.service import active_units
from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import current
from supervision.core.audit import timeline
from supervision.core.duedates import DueKind
from supervision.core.duedates.shown import shown_open
from supervision.core.forms import offer
from supervision.core.listing import Page
from supervision.core.listing.files import KIND, list_files
from supervision.core.pairs.shown import all_awaited_on
from supervision.core.tasks.making import answer
from supervision.core.too_late import not_amendable
from supervision.core.turns import turn
from supervision.core.verbs import buttons
from supervision.core.web import done, page

Reply = str | tuple[str, int] | Response


@bp.get("/")
@allows(Permission.ACTION_VIEW)
def index() -> Reply:
    return page("actions/index.html", list=Page(ACTIONS, request.args, request.path))


FILES = list_files("actions", "监督行动", ACTIONS)


@bp.route(f"/export.{KIND}", methods=["GET", "POST"])
@allows(Permission.EXPORT)
def export(kind: str) -> ResponseReturnValue:
    return answer(FILES[kind], request.args)


@bp.get("/<int:action_id>")
@allows(Permission.ACTION_VIEW)
def show(action_id: int) -> Reply:
    action = load(action_id)
    parts = [(part.template, part.context(action)) for part in ATTACHED.parts()]
    waiting = all_awaited_on(action, current())
    offered = buttons(
        FLOW,
        action,
        current(),
        address=lambda verb: url_for("actions.step", action_id=action.id, verb=verb),
        apart_from={REGISTERED_BY[one.act] for one in waiting},
    )
    return page(
        "actions/show.html",
        action=action,
        parts=parts,
        waiting=waiting,
        buttons=offered,
        turn=turn(FLOW, action, offered),
        amendable=_amendable(action),
        phases=shown_open(action, DueKind.ACTION),
        entries=timeline(action),
    )


def _amendable(action: SupervisionAction) -> bool:
    actor = current()
    return (
        actor.can(Permission.ACTION_RECORD)
        and action.body_id == actor.body_id
        and action.status not in service.CLOSED_TO_CHANGE
    )


@bp.route("/new", methods=["GET", "POST"])
@allows(Permission.ACTION_RECORD)
def create() -> Reply:
    form = _form(None)
    if not _wants_rows(form) and form.validate_on_submit():
        action = service.record(form.facts(), actor=current())
        return done("已录入监督行动，等待批准。", url_for("actions.show", action_id=action.id))
    return page("actions/form.html", form=form, action=None)


@bp.route("/<int:action_id>/amend", methods=["GET", "POST"])
@allows(Permission.ACTION_RECORD)
def amend(action_id: int) -> Reply:
    action = load(action_id)
    if not _amendable(action):
        raise not_amendable(action, current())
    form = _form(action)
    if not _wants_rows(form) and form.validate_on_submit():
        service.amend(action, form.facts(), actor=current())
        return done("监督行动已更新。", url_for("actions.show", action_id=action.id))
    return page("actions/form.html", form=form, action=action)


def _form(action: SupervisionAction | None) -> SupervisionActionForm:
    form = SupervisionActionForm(obj=action, data=held(action) if action else None)
    if _wants_rows(form):
        form.add_rows()
    day = action.starts_on if action else clock.today()
    supervisors = service.supervisors_in_office(day)
    known = {one.id for one in supervisors}
    earlier = [one.entry for one in action.team if one.entry.id not in known] if action else []
    form.offer_people(supervisors + earlier, people_of(current().body_id, Role.HANDLER))
    units = {unit.id: unit for unit in [*active_units(), *(action.units if action else [])]}
    offer(form.unit_ids, list(units.values()), label=lambda unit: unit.name)
    return form


def _wants_rows(form: SupervisionActionForm) -> bool:
    """再加几行 was pressed: the form comes back with more rows, unchecked and unsaved."""
    return form.is_submitted() and "more" in request.form
