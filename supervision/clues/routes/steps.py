"""Steps of a clue's life, each with its own day; 改派; looking at the informant's identity."""

from flask import abort
from werkzeug.wrappers import Response

from supervision.accounts.looking import GIVEN_UP
from supervision.accounts.service import people_of
from supervision.clues import identity, service
from supervision.clues.forms import (
    AcceptForm,
    CloseForm,
    ReassignForm,
    ReportForm,
    offer_handlers,
)
from supervision.clues.looking import ENTRY
from supervision.clues.models import FLOW
from supervision.clues.routes.blueprint import address, bp, crumbs, load
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import current
from supervision.core.corrections import GIVE_UP
from supervision.core.forms import given
from supervision.core.too_late import not_amendable
from supervision.core.verbs import ReasonedStepForm, ReasonForm, Verb, take
from supervision.core.web import done, page

Reply = str | tuple[str, int] | Response
VERBS = (
    Verb("accept", service.accept, AcceptForm),
    Verb("decline", service.decline, ReasonedStepForm),
    Verb("check", service.check),
    Verb("pass_on", service.pass_on),
    Verb("close", service.close, CloseForm),
    Verb("report", service.report, ReportForm),
    Verb(GIVE_UP, ENTRY.give_up, ReasonForm, said=GIVEN_UP, gone="clues.index"),
)


@bp.route("/<int:clue_id>/step/<string:verb>", methods=["GET", "POST"])
@allows(Permission.CLUE_VIEW)
def step(clue_id: int, verb: str) -> Reply:
    clue = load(clue_id)
    return take(FLOW, VERBS, verb, clue, crumbs=crumbs(clue))


@bp.route("/<int:clue_id>/reassign", methods=["GET", "POST"])
@allows(Permission.CLUE_ACCEPT, Permission.CLUE_RECORD)
def reassign(clue_id: int) -> Reply:
    clue = load(clue_id)
    if not service.may_reassign(clue, current()):
        raise not_amendable(clue, current())
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
