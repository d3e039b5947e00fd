"""补录 and 更正补录 of referrals: looked at by a reviewer of the circle, since nobody else may see it."""

from collections.abc import Iterable
from dataclasses import replace

from supervision.accounts.looking import PastEntry
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.referrals import history, on_paper
from supervision.referrals.history import Past
from supervision.referrals.models import Referral
from supervision.referrals.service import ReferralFacts


def _circle(referral: Referral, facts: ReferralFacts) -> Iterable[int]:
    """Who may see it now, and will when it says `facts`."""
    named = {one.id for one in (*facts.viewers, facts.approver) if one is not None}
    return named & set(on_paper.circle(referral))


ENTRY = PastEntry(
    name="referral",
    title="移交移送",
    model=Referral,
    facts=ReferralFacts,
    past=Past,
    proposes=Permission.REFERRAL_RECORD,
    called=lambda referral: str(referral.subject),
    check=history.check,
    live=history.live,
    correct=history.correct,
    may_correct=history.may_correct,
    labels={"problems": "问题清单", "approver": "审批人", "viewers": "知悉人员"},
    circle=_circle,
)


def ask(facts: ReferralFacts, past: Past, *, actor: Principal) -> Referral:
    """The registrar's half of 补录."""
    referral = history.begin(facts, actor=actor)
    history.check_number(referral, past)
    ENTRY.ask(referral, replace(facts, files=()), past, actor=actor)
    return referral


def ask_again(referral: Referral, facts: ReferralFacts, past: Past, *, actor: Principal) -> None:
    """A draft that came back, put right."""
    history.check_number(referral, past)
    history.restate(referral, facts, actor=actor)
    ENTRY.ask(referral, replace(facts, files=()), past, actor=actor)


def ask_correction(
    referral: Referral, facts: ReferralFacts, past: Past, *, reason: str, actor: Principal
) -> None:
    """The registrar's half of 更正补录; new files are kept at once."""
    history.check_number(referral, past)
    ENTRY.ask_correction(referral, replace(facts, files=()), past, reason=reason, actor=actor)
    history.keep_files(referral, facts, actor=actor)
