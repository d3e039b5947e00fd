"""Steps of a clue's life, each with its own day; 改派; looking at the informant's identity."""

from collections.abc import Callable

from flask import abort
from werkzeug.wrappers import Response

from supervision.accounts.service import people_of
from supervision.clues import identity, service
from supervision.clues.forms import (
    AcceptForm,
    CloseForm,
    ReassignForm,
    ReportForm,
    offer_handlers,
    step_day,
)
from supervision.clues.models import FLOW, Clue
from supervision.clues.routes.blueprint import address, bp, crumbs, load
from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import current
from supervision.core.forms import BaseForm, given
from supervision.core.steps import ReasonedStepForm, StepForm
from supervision.core.web import done, page

Reply = str | tuple[str, int] | Response
FORMS: dict[str, type[StepForm]] = {
    "accept": AcceptForm,
    "decline": ReasonedStepForm,
    "check": StepForm,
    "pass_on": StepForm,
    "close": CloseForm,
    "report": ReportForm,
}


def _accept(clue: Clue, form: BaseForm) -> None:
    service.accept(clue, on=step_day(form), handler=form.handler(), actor=current())


def _decline(clue: Clue, form: BaseForm) -> None:
    service.decline(clue, on=step_day(form), reason=form.reason.data or "", actor=current())


def _check(clue: Clue, form: BaseForm) -> None:
    service.check(clue, on=step_day(form), actor=current())


def _pass_on(clue: Clue, form: BaseForm) -> None:
    service.pass_on(clue, on=step_day(form), actor=current())


def _close(clue: Clue, form: BaseForm) -> None:
    service.close(clue, form.outcome(), on=step_day(form), actor=current())


def _report(clue: Clue, form: BaseForm) -> None:
    number, note = form.number.data or "", form.note.data or ""
    service.report(clue, on=step_day(form), number=number, note=note, actor=current())


VERBS: dict[str, Callable[[Clue, BaseForm], None]] = {
    "accept": _accept,
    "decline": _decline,
    "check": _check,
    "pass_on": _pass_on,
    "close": _close,
    "report": _report,
}


@bp.route("/<int:clue_id>/step/<string:verb>", methods=["GET", "POST"])
@allows(Permission.CLUE_VIEW)
def step(clue_id: int, verb: str) -> Reply:
    """One step; the workflow checks permission and state, for the page as for the step itself."""
    clue = load(clue_id)
    transition = FLOW.transitions.get(verb) or abort(404)
    FLOW.check(clue, verb, actor=current())
    form = FORMS[verb](obj=clue, data={"on": clock.today()})
    if isinstance(form, AcceptForm):
        offer_handlers(form, people_of(clue.body_id, Role.HANDLER), clue.handler_id)
    if form.validate_on_submit():
        VERBS[verb](clue, form)
        return done(f"已办理“{transition.label}”。", address(clue))
    return page(
        "records/step.html",
        form=form,
        title=transition.label,
        consequence=transition.consequence,
        crumbs=crumbs(clue),
    )


@bp.route("/<int:clue_id>/reassign", methods=["GET", "POST"])
@allows(Permission.CLUE_ACCEPT, Permission.CLUE_RECORD)
def reassign(clue_id: int) -> Reply:
    clue = load(clue_id)
    if not service.may_reassign(clue, current()):
        abort(403)
    form = ReassignForm(of=clue)
    people = [one for one in people_of(clue.body_id, Role.HANDLER) if one.id != clue.handler_id]
    offer_handlers(form, people, None)
    if form.validate_on_submit():
        to = form.handler() or abort(404)
        service.reassign(clue, to, reason=given(form.reason) or "", actor=current())
        return done(f"已改派给{to.name}。", address(clue))
    return page(
        "records/step.html",
        form=form,
        title="改派",
        consequence="改派后，来源人身份只有新的承办人可以查看。",
        crumbs=crumbs(clue),
    )


@bp.get("/<int:clue_id>/informant")
@allows(Permission.CLUE_RECORD)
def informant(clue_id: int) -> Reply:
    """Who informs: for the handler, and each look leaves a trace."""
    clue = load(clue_id)
    known = identity.look(clue, actor=current())
    return page("clues/informant.html", clue=clue, informant=known, crumbs=crumbs(clue))
