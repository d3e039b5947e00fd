"""Steps of a referral's life, each with its own day."""

from collections.abc import Callable

from flask import abort
from werkzeug.wrappers import Response

from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.forms import BaseForm, given
from supervision.core.intake import takes_files
from supervision.core.steps import ReasonedStepForm, StepForm
from supervision.core.web import done, page
from supervision.referrals import service
from supervision.referrals.forms import AnswerForm, ReceiveForm, SendForm
from supervision.referrals.models import FLOW, Referral
from supervision.referrals.routes.blueprint import address, bp, crumbs, load

Reply = str | tuple[str, int] | Response
FORMS: dict[str, type[StepForm]] = {
    "refuse": ReasonedStepForm,
    "send": SendForm,
    "receive": ReceiveForm,
    "return": ReasonedStepForm,
    "answer": AnswerForm,
}
PLAIN: dict[str, Callable[..., None]] = {
    "submit": service.submit,
    "approve": service.approve,
    "process": service.process,
    "archive": service.archive,
}


def _refuse(referral: Referral, form: BaseForm) -> None:
    service.refuse(referral, on=given(form.on), reason=form.reason.data or "", actor=current())


def _send(referral: Referral, form: BaseForm) -> None:
    service.send(referral, on=given(form.on), number=form.number.data or "", actor=current())


def _receive(referral: Referral, form: BaseForm) -> None:
    receipts = tuple(form.receipts.data)
    by = form.by.data or ""
    service.receive(referral, on=given(form.on), by=by, receipts=receipts, actor=current())


def _return(referral: Referral, form: BaseForm) -> None:
    service.send_back(referral, on=given(form.on), reason=form.reason.data or "", actor=current())


def _answer(referral: Referral, form: BaseForm) -> None:
    service.answer(referral, form.answer(), on=given(form.on), actor=current())


VERBS: dict[str, Callable[[Referral, BaseForm], None]] = {
    "refuse": _refuse,
    "send": _send,
    "receive": _receive,
    "return": _return,
    "answer": _answer,
}


@bp.route("/<int:referral_id>/step/<string:verb>", methods=["GET", "POST"])
@allows(Permission.REFERRAL_VIEW)
@takes_files
def step(referral_id: int, verb: str) -> Reply:
    """One step; the workflow checks permission and state, for the page as for the step itself."""
    referral = load(referral_id)
    transition = FLOW.transitions.get(verb) or abort(404)
    FLOW.check(referral, verb, actor=current())
    form = FORMS.get(verb, StepForm)(obj=referral, data={"on": clock.today()})
    if form.validate_on_submit():
        if verb in PLAIN:
            PLAIN[verb](referral, on=given(form.on), actor=current())
        else:
            VERBS[verb](referral, form)
        return done(f"已办理“{transition.label}”。", address(referral))
    return page(
        "records/step.html",
        form=form,
        title=transition.label,
        consequence=transition.consequence,
        crumbs=crumbs(referral),
    )
