"""Steps of an interview's life, each with its own day."""

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
from supervision.interviews import service
from supervision.interviews.forms import CloseForm, HoldForm, NotifyForm, RescheduleForm
from supervision.interviews.models import FLOW, Interview
from supervision.interviews.routes.blueprint import address, bp, crumbs, load

Reply = str | tuple[str, int] | Response
FORMS: dict[str, type[BaseForm]] = {
    "approve": StepForm,
    "approve_heads": StepForm,
    "notify": NotifyForm,
    "hold": HoldForm,
    "reschedule": RescheduleForm,
    "miss": ReasonedStepForm,
    "close": CloseForm,
    "cancel": ReasonedStepForm,
}


def _approve(interview: Interview, form: BaseForm) -> None:
    service.approve(interview, on=given(form.on), actor=current())


def _notify(interview: Interview, form: BaseForm) -> None:
    number = form.number.data or ""
    service.notify(interview, on=given(form.on), number=number, actor=current())


def _hold(interview: Interview, form: BaseForm) -> None:
    service.hold(interview, form.taken(), on=given(form.on), actor=current())


def _reschedule(interview: Interview, form: BaseForm) -> None:
    service.reschedule(
        interview,
        to=given(form.to),
        at=form.at.data or "",
        place=form.place.data or "",
        reason=form.reason.data or "",
        actor=current(),
    )


def _miss(interview: Interview, form: BaseForm) -> None:
    service.miss(interview, on=given(form.on), reason=form.reason.data or "", actor=current())


def _close(interview: Interview, form: BaseForm) -> None:
    service.close(interview, on=given(form.on), result=form.result.data or "", actor=current())


def _cancel(interview: Interview, form: BaseForm) -> None:
    service.cancel(interview, on=given(form.on), reason=form.reason.data or "", actor=current())


VERBS: dict[str, Callable[[Interview, BaseForm], None]] = {
    "approve": _approve,
    "approve_heads": _approve,
    "notify": _notify,
    "hold": _hold,
    "reschedule": _reschedule,
    "miss": _miss,
    "close": _close,
    "cancel": _cancel,
}


@bp.route("/<int:interview_id>/step/<string:verb>", methods=["GET", "POST"])
@allows(Permission.INTERVIEW_VIEW)
@takes_files
def step(interview_id: int, verb: str) -> Reply:
    """One step; the workflow checks permission and state, for the page as for the step itself."""
    interview = load(interview_id)
    if verb not in VERBS:
        abort(404)
    FLOW.check(interview, verb, actor=current())
    form = _form(interview, verb)
    transition = FLOW.transitions[verb]
    if form.validate_on_submit():
        VERBS[verb](interview, form)
        return done(f"已办理“{transition.label}”。", address(interview))
    return page(
        "interviews/hold.html" if verb == "hold" else "records/step.html",
        form=form,
        title=transition.label,
        consequence=transition.consequence,
        crumbs=crumbs(interview),
        interview=interview,
    )


def _form(interview: Interview, verb: str) -> BaseForm:
    planned = min(interview.planned_on, clock.today())
    data: dict[str, object] = {"on": planned if verb == "hold" else clock.today()}
    if verb == "hold":
        data["attendance"] = [{"head_id": str(one.id)} for one in interview.interviewees]
        data["held_at"] = interview.planned_at
    return FORMS[verb](obj=interview, data=data)
