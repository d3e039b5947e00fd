"""The list of clues, one clue, registering, correcting and 补录."""

from typing import TypeVar

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from supervision.accounts.looking import CORRECTED, ENTERED
from supervision.agencies.picking import offer_units
from supervision.agencies.service import active_units, past_units
from supervision.clues import duplicates, history, identity, lists, looking, service, views
from supervision.clues.duplicates import Likeness
from supervision.clues.forms import BackEntryForm, ClueForm, CorrectionForm
from supervision.clues.models import FLOW, Clue
from supervision.clues.routes.blueprint import address, bp, crumbs, load
from supervision.clues.states import ClueStatus
from supervision.clues.telling import TOLD
from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.audit import timeline
from supervision.core.files.store import attachments_of
from supervision.core.intake import takes_files
from supervision.core.listing import Page
from supervision.core.listing.files import KIND, list_files
from supervision.core.pairs.shown import awaited_on
from supervision.core.pending.own_terms import running
from supervision.core.related import parts_of
from supervision.core.tasks.making import answer
from supervision.core.too_late import not_amendable, not_correctable
from supervision.core.turns import turn
from supervision.core.verbs import buttons
from supervision.core.web import done, page

S = ClueStatus
Reply = str | tuple[str, int] | Response
Held = TypeVar("Held", bound=ClueForm)


@bp.get("/")
@allows(Permission.CLUE_VIEW)
def index() -> Reply:
    listed = Page(lists.CLUES, request.args, request.path)
    return page("clues/index.html", listed=listed)


FILES = list_files("clues", "线索与转办件", lists.CLUES)


@bp.route(f"/export.{KIND}", methods=["GET", "POST"])
@allows(Permission.EXPORT)
def export(kind: str) -> ResponseReturnValue:
    return answer(FILES[kind], request.args)


@bp.get("/<int:clue_id>")
@allows(Permission.CLUE_VIEW)
def show(clue_id: int) -> Reply:
    clue, actor = load(clue_id), current()
    awaited = awaited_on(clue, actor) if clue.back_entered else None
    correctable = history.may_correct(clue, actor) and awaited is None
    offered = buttons(
        FLOW,
        clue,
        actor,
        address=lambda verb: url_for("clues.step", clue_id=clue.id, verb=verb),
    )
    return page(
        "clues/show.html",
        clue=clue,
        crumbs=crumbs(),
        awaited=awaited,
        buttons=offered,
        turn=turn(FLOW, clue, offered),
        steps=views.steps(clue),
        due=views.due_of(clue),
        own_terms=running(clue) if clue.status in (S.REGISTERED, S.CLOSED) else [],
        alike=_alike(clue),
        files=attachments_of(clue),
        parts=parts_of(clue),
        may_look=clue.handler_id == actor.user_id and identity.is_kept(clue),
        amendable=service.may_amend(clue, actor) and not correctable,
        correctable=correctable,
        reassignable=service.may_reassign(clue, actor),
        entries=timeline(clue),
    )


def _alike(clue: Clue) -> list[Likeness]:
    text = duplicates.words_of(clue)
    return duplicates.likely(
        unit_id=clue.unit_id, text=text, received_on=clue.received_on, apart_from=clue.id
    )


@bp.route("/new", methods=["GET", "POST"])
@allows(Permission.CLUE_RECORD)
@takes_files
def create() -> Reply:
    form = ClueForm(data={"received_on": clock.today(), "report_wanted": True})
    offer_units(form.unit_id, active_units)
    alike: list[Likeness] = []
    if form.validate_on_submit():
        alike = _unconfirmed(form)
        if not alike:
            clue = service.register(form.facts(), actor=current())
            TOLD.step(clue, "register", actor=current())
            about = f"（涉及{clue.unit.name}）" if clue.unit else ""
            return done(f"已登记{about}，等待受理。", address(clue))
    return page("clues/form.html", form=form, clue=None, alike=alike, crumbs=crumbs())


def _unconfirmed(form: ClueForm) -> list[Likeness]:
    """Likely duplicates that nobody has looked at yet; the form then asks."""
    if form.not_duplicate.data:
        return []
    facts = form.facts()
    alike = duplicates.likely(
        unit_id=facts.unit.id if facts.unit else None,
        text=facts.subject + facts.content,
        received_on=facts.received_on,
    )
    if alike:
        form.form_errors.append("可能是重复来件，请核对下面列出的线索")
    return alike


@bp.route("/<int:clue_id>/amend", methods=["GET", "POST"])
@allows(Permission.CLUE_RECORD)
@takes_files
def amend(clue_id: int) -> Reply:
    clue = load(clue_id)
    if not service.may_amend(clue, current()):
        raise not_amendable(clue, current())
    form = _held(ClueForm(obj=clue), clue)
    if form.validate_on_submit():
        service.amend(clue, form.facts(), actor=current())
        return done("已保存。", address(clue))
    return page("clues/form.html", form=form, clue=clue, alike=[], crumbs=crumbs(clue))


def _held(form: Held, clue: Clue) -> Held:
    """The form of a clue that is there; its unit is offered though it may have ended, to 补录 each that has."""
    if clue.back_entered:
        offer_units(form.unit_id, past_units)
        return form
    ended = [clue.unit] if clue.unit is not None and not clue.unit.active else []
    offer_units(form.unit_id, [*active_units(), *ended])
    return form


@bp.route("/back-entry", methods=["GET", "POST"])
@allows(Permission.CLUE_RECORD)
@takes_files
def back_entry() -> Reply:
    form = BackEntryForm()
    offer_units(form.unit_id, past_units)
    if form.validate_on_submit():
        clue = looking.ENTRY.ask(form.facts(), form.past(), actor=current())
        return done(ENTERED, address(clue))
    return page("clues/form.html", form=form, clue=None, alike=[], crumbs=crumbs())


@bp.route("/<int:clue_id>/correct", methods=["GET", "POST"])
@allows(Permission.CLUE_RECORD)
@takes_files
def correct(clue_id: int) -> Reply:
    clue = load(clue_id)
    if not history.may_correct(clue, current()):
        raise not_correctable(clue, current())
    if clue.unlooked:
        return _entered_again(clue)
    form = _held(CorrectionForm(obj=clue), clue)
    if form.validate_on_submit():
        why, facts, past = form.why.data or "", form.facts(), form.past()
        looking.ENTRY.ask_correction(clue, facts, past, reason=why, actor=current())
        return done(CORRECTED, address(clue))
    return page("clues/form.html", form=form, clue=clue, alike=[], crumbs=crumbs(clue))


def _entered_again(clue: Clue) -> Reply:
    """补录 that came back from its reviewer: the form as it was typed."""
    typed = looking.ENTRY.typed(clue) | {"unit_id": clue.unit_id}
    form = _held(BackEntryForm(of=clue, data=typed), clue)
    if form.validate_on_submit():
        looking.ENTRY.ask_again(clue, form.facts(), form.past(), actor=current())
        return done(ENTERED, address(clue))
    return page("clues/form.html", form=form, clue=clue, alike=[], crumbs=crumbs(clue))
