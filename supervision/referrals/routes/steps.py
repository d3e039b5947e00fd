"""Steps of a referral's life, each with its own day."""

from werkzeug.wrappers import Response

from supervision.accounts.looking import GIVEN_UP
from supervision.accounts.signing.forms import DECIDED, REGISTERED, ScanForm
from supervision.accounts.signing.scans import HAND_IN
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.corrections import GIVE_UP
from supervision.core.intake import takes_files
from supervision.core.verbs import ReasonedStepForm, ReasonForm, Verb, take
from supervision.referrals import on_paper, service
from supervision.referrals.forms import (
    AnswerForm,
    ApprovalForm,
    PaperReturnForm,
    ReceiveForm,
    SendForm,
)
from supervision.referrals.looking import ENTRY
from supervision.referrals.models import FLOW
from supervision.referrals.routes.blueprint import bp, crumbs, load

VERBS = (
    Verb("submit", service.submit),
    Verb("approve", service.approve, shows=on_paper.APPROVAL.lines),
    Verb("refuse", service.refuse, ReasonedStepForm, shows=on_paper.APPROVAL.lines),
    Verb(
        "register_approval",
        on_paper.register,
        ApprovalForm,
        said=REGISTERED,
        shows=on_paper.APPROVAL.lines,
    ),
    Verb(
        "register_refuse",
        on_paper.register_return,
        PaperReturnForm,
        said=DECIDED,
        shows=on_paper.APPROVAL.lines,
    ),
    Verb("send", service.send, SendForm),
    Verb("receive", service.receive, ReceiveForm),
    Verb("return", service.send_back, ReasonedStepForm),
    Verb("process", service.process),
    Verb("answer", service.answer, AnswerForm),
    Verb("archive", service.archive),
    Verb(GIVE_UP, ENTRY.give_up, ReasonForm, said=GIVEN_UP, gone="referrals.index"),
    Verb(HAND_IN, on_paper.APPROVAL.hand_in, ScanForm, said="签批扫描件已上传。"),
)


@bp.route("/<int:referral_id>/step/<string:verb>", methods=["GET", "POST"])
@allows(Permission.REFERRAL_VIEW)
@takes_files
def step(referral_id: int, verb: str) -> str | tuple[str, int] | Response:
    referral = load(referral_id)
    return take(FLOW, VERBS, verb, referral, crumbs=crumbs(referral))
