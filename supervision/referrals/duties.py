"""What of referrals waits for a person: the approval asked of them, and sending what was approved."""

from typing import Any

import sqlalchemy as sa

from supervision.accounts.models import User, UserRole
from supervision.core.access.policy import Permission as P
from supervision.core.access.policy import Role
from supervision.core.access.principal import Principal
from supervision.core.access.scope import within
from supervision.core.pending import Duty, Rows, mine, not_mine, row
from supervision.referrals.lists import ENDING
from supervision.referrals.models import Referral
from supervision.referrals.states import ReferralStatus

LISTED = "referrals.index"


def _under_review(since: Any, *where: Any) -> list[Rows]:
    rows = row(Referral, Referral.subject, whom=Referral.recipient, since=since)
    reviewing = Referral.status == ReferralStatus.REVIEWING
    rows = rows.where(*within(Referral), reviewing, *where)
    return [rows.order_by(Referral.submitted_on, Referral.id)]


def _asked(me: Principal) -> list[Rows]:
    others = not_mine(me, Referral.handler_id, Referral.created_by_id)
    asked = (mine(me, Referral.approver_id), Referral.approved_on.is_(None), *others)
    return _under_review(Referral.submitted_on, *asked)


def _approved(me: Principal) -> list[Rows]:
    own = (mine(me, Referral.handler_id), Referral.approved_on.is_not(None))
    return _under_review(Referral.approved_on, *own)


def _to_file(me: Principal) -> list[Rows]:
    """Answered, sent back, or received where no answer is wanted: nothing is left but to file it."""
    rows = row(Referral, Referral.subject, whom=Referral.recipient)
    here = (mine(me, Referral.handler_id), Referral.back_entered.is_(False))
    return [rows.where(*here, ENDING).order_by(Referral.id)]


def _nobody_approves(me: Principal) -> list[Rows]:
    """Whoever was to approve left, is no leader any more, or took the matter over: the handler names another."""
    leads = sa.exists().where(
        User.id == Referral.approver_id,
        User.active,
        UserRole.user_id == User.id,
        UserRole.role == Role.SIGNATORY,
        User.id != Referral.handler_id,
    )
    own = (mine(me, Referral.handler_id), Referral.approved_on.is_(None))
    return _under_review(Referral.submitted_on, *own, ~leads)


DUTIES = (
    Duty(
        "待另行指定审批人",
        "原审批人不在岗，或者就是承办人本人",
        87,
        P.REFERRAL_RECORD,
        _nobody_approves,
        LISTED,
        "approve",
    ),
    Duty("待我审批的移交移送", "批准后发出", 88, P.REFERRAL_APPROVE, _asked, LISTED, "approve"),
    Duty(
        "待发出的移交移送", "已批准，尚未发出", 89, P.REFERRAL_RECORD, _approved, LISTED, "approve"
    ),
    Duty(
        "待归档的移交移送",
        "已回告、退回或者不要求回告",
        93,
        P.REFERRAL_RECORD,
        _to_file,
        LISTED,
        "file",
    ),
)
