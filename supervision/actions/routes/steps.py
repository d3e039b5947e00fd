"""Steps of an action's workflow, each with the day on which it happened."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, url_for
from werkzeug.wrappers import Response

from supervision.actions import service
from supervision.actions.forms import StepForm
from supervision.actions.models import FLOW, SupervisionAction
from supervision.actions.routes.blueprint import bp, load
from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal, current
from supervision.core.web import done, page
from supervision.core.workflow import Transition

Reply = str | tuple[str, int] | Response
PLAIN: dict[str, Callable[..., None]] = {
    "approve": service.approve,
    "begin": service.begin,
    "feed_back": service.feed_back,
    "track": service.track,
    "resume": service.resume,
}
WITH_REASON: dict[str, Callable[..., None]] = {
    "suspend": service.suspend,
    "cancel": service.cancel,
}


@dataclass(frozen=True)
class Button:
    """A transition as the actions component draws it; all lead to a page that asks for the day."""

    name: str
    label: str
    url: str
    primary: bool
    dangerous: bool
    method: str = "GET"
    needs_reason: bool = False
    consequence: str = ""


def buttons(action: SupervisionAction, actor: Principal) -> list[Button]:
    """Exactly what `actor` may do now."""
    return [
        Button(
            name=step.name,
            label=step.label,
            url=url_for("actions.step", action_id=action.id, verb=step.name),
            primary=step.primary,
            dangerous=step.dangerous,
        )
        for step in FLOW.available(action, actor)
    ]


@bp.route("/<int:action_id>/step/<string:verb>", methods=["GET", "POST"])
@allows(Permission.ACTION_VIEW)
def step(action_id: int, verb: str) -> Reply:
    """One step; the workflow checks permission and state, for the page as for the step itself."""
    action = load(action_id)
    transition = FLOW.transitions.get(verb) or abort(404)
    FLOW.check(action, verb, actor=current())
    form = StepForm(obj=action, data={"on": clock.today()})
    if form.validate_on_submit():
        _take(action, transition, form)
        return done(f"已{transition.label}。", url_for("actions.show", action_id=action.id))
    return page("actions/step.html", form=form, action=action, step=transition)


def _take(action: SupervisionAction, transition: Transition, form: StepForm) -> None:
    actor, on = current(), form.day()
    if transition.name == "archive":
        service.archive(action, on=on, summary=form.summary.data or "", actor=actor)
    elif transition.name in WITH_REASON:
        reason = form.reason.data or ""
        WITH_REASON[transition.name](action, on=on, reason=reason, actor=actor)
    else:
        PLAIN[transition.name](action, on=on, actor=actor)
