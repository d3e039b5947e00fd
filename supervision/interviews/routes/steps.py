"""Steps of an interview's life, each with its own day."""

from werkzeug.wrappers import Response

from supervision.accounts.looking import GIVEN_UP
from supervision.accounts.signing.forms import REGISTERED, ScanForm
from supervision.accounts.signing.scans import HAND_IN
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.corrections import GIVE_UP
from supervision.core.intake import takes_files
from supervision.core.verbs import ReasonedStepForm, ReasonForm, Verb, take
from supervision.interviews import promising, service
from supervision.interviews.looking import ENTRY
from supervision.interviews.models import FLOW
from supervision.interviews.on_paper import APPROVAL
from supervision.interviews.routes.blueprint import bp, crumbs, load
from supervision.interviews.step_forms import (
    ApprovalForm,
    CloseForm,
    HoldForm,
    KeepForm,
    NotifyForm,
    RescheduleForm,
)

VERBS = (
    Verb("approve", service.approve, shows=APPROVAL.lines),
    Verb("approve_heads", service.approve, shows=APPROVAL.lines),
    Verb(
        "register_approval", APPROVAL.register, ApprovalForm, said=REGISTERED, shows=APPROVAL.lines
    ),
    Verb("notify", service.notify, NotifyForm),
    Verb("hold", service.hold, HoldForm, template="interviews/hold.html"),
    Verb("keep", promising.keep, KeepForm, template="interviews/keep.html"),
    Verb("reschedule", service.reschedule, RescheduleForm),
    Verb("miss", service.miss, ReasonedStepForm),
    Verb("close", service.close, CloseForm),
    Verb("cancel", service.cancel, ReasonedStepForm),
    Verb(GIVE_UP, ENTRY.give_up, ReasonForm, said=GIVEN_UP, gone="interviews.index"),
    Verb(HAND_IN, APPROVAL.hand_in, ScanForm, said="签批扫描件已上传。"),
)


@bp.route("/<int:interview_id>/step/<string:verb>", methods=["GET", "POST"])
@allows(Permission.INTERVIEW_VIEW)
@takes_files
def step(interview_id: int, verb: str) -> str | tuple[str, int] | Response:
    interview = load(interview_id)
    return take(FLOW, VERBS, verb, interview, crumbs=crumbs(interview))
