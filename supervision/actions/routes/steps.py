"""Steps of an action's workflow, each with the day on which it happened."""

from werkzeug.wrappers import Response

from supervision.accounts.signing.forms import DECIDED, REGISTERED, ScanForm
from supervision.accounts.signing.scans import HAND_IN
from supervision.actions import halting, service
from supervision.actions.forms import (
    ApprovalForm,
    ArchiveForm,
    HaltForm,
    PaperHaltForm,
    ResumptionForm,
)
from supervision.actions.models import FLOW
from supervision.actions.on_paper import APPROVAL, CANCELLATION, RESUMPTION, SUSPENSION
from supervision.actions.routes.blueprint import bp, crumbs, load
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.intake import takes_files
from supervision.core.verbs import Verb, take

VERBS = (
    Verb("approve", service.approve, shows=APPROVAL.lines),
    Verb(
        "register_approval", APPROVAL.register, ApprovalForm, said=REGISTERED, shows=APPROVAL.lines
    ),
    Verb("begin", service.begin, shows=APPROVAL.lines),
    Verb("feed_back", service.feed_back),
    Verb("track", service.track),
    Verb("archive", service.archive, ArchiveForm, template="actions/archive.html"),
    Verb("suspend", halting.suspend, HaltForm),
    Verb("resume", halting.resume),
    Verb("cancel", halting.cancel, HaltForm),
    Verb(
        "register_suspend", SUSPENSION.register, PaperHaltForm, said=DECIDED, shows=APPROVAL.lines
    ),
    Verb(
        "register_resume", RESUMPTION.register, ResumptionForm, said=DECIDED, shows=APPROVAL.lines
    ),
    Verb(
        "register_cancel", CANCELLATION.register, PaperHaltForm, said=DECIDED, shows=APPROVAL.lines
    ),
    Verb(HAND_IN, APPROVAL.hand_in, ScanForm, said="签批扫描件已上传。"),
)


@bp.route("/<int:action_id>/step/<string:verb>", methods=["GET", "POST"])
@allows(Permission.ACTION_VIEW)
@takes_files
def step(action_id: int, verb: str) -> str | tuple[str, int] | Response:
    action = load(action_id)
    trail = crumbs(action)
    return take(FLOW, VERBS, verb, action, crumbs=trail, said="已{label}。", status=action.status)
