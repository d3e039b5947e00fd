"""补录 and 更正补录 of referrals: looked at by a reviewer of the circle, since nobody else may see it."""

from collections.abc import Iterable
from dataclasses import replace

from supervision.accounts.looking import PastEntry
from supervision.core.access.policy import Permission
from supervision.referrals import history, on_paper
from supervision.referrals.history import Past
from supervision.referrals.models import FLOW, Referral
from supervision.referrals.service import ReferralFacts
from supervision.referrals.states import ReferralStatus


def _circle(referral: Referral, facts: ReferralFacts) -> Iterable[int]:
    """Who may see it now, and will when it says `facts`."""
    named = {one.id for one in (*facts.viewers, facts.approver) if one is not None}
    return named & set(on_paper.circle(referral))


def _bare(facts: ReferralFacts, past: Past) -> tuple[ReferralFacts, Past]:
    return replace(facts, files=()), past


ENTRY = PastEntry(
    name="referral",
    title="移交移送",
    model=Referral,
    flow=FLOW,
    draft=ReferralStatus.DRAFT,
    facts=ReferralFacts,
    past=Past,
    proposes=Permission.REFERRAL_RECORD,
    called=lambda referral: str(referral.subject),
    check=history.check,
    check_number=history.check_number,
    restate=history.restate,
    keep_beside=history.keep_beside,
    bare=_bare,
    live=history.live,
    correct=history.correct,
    may_correct=history.may_correct,
    labels={"problems": "问题清单", "approver": "审批人", "viewers": "知悉人员"},
    circle=_circle,
)
