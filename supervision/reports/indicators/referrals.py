"""Figures of referrals: 移交 under a mechanism counts problems, 移送 by statute counts matters."""

from supervision.problems.models import Problem
from supervision.referrals.models import Referral, ReferralProblem
from supervision.referrals.states import ReferralStatus, Way
from supervision.reports.indicators.model import Indicator

GROUP = "移交移送"
_SENT = Referral.status.not_in([ReferralStatus.DRAFT, ReferralStatus.REVIEWING])

INDICATORS = (
    Indicator(
        key="problems_referred",
        name="移交问题",
        measure="项",
        rule="期间移交有关机关的问题，同一问题移交多次计一次，接收后退回的仍计；"
        "同时列入意见书的照计；移送不在其内",
        basis="移交日期",
        group=GROUP,
        record="referred_problem",
        model=ReferralProblem,
        joins=(
            (Referral, Referral.id == ReferralProblem.referral_id),
            (Problem, Problem.id == ReferralProblem.problem_id),
        ),
        day=Referral.sent_on,
        where=(_SENT, Referral.way == Way.MECHANISM),
        unit=Problem.unit_id,
        field=Problem.field,
        action=Problem.action_id,
        measure_of=Problem.measure,
        one_per=(ReferralProblem.problem_id, Problem.action_id, Problem.measure),
        split=True,
    ),
    Indicator(
        key="matters_transferred",
        name="依法移送",
        measure="件",
        rule="期间依法移送纪检监察、公安、检察等机关的事项；移交不在其内",
        basis="移送日期",
        group=GROUP,
        record="referral",
        model=Referral,
        day=Referral.sent_on,
        where=(_SENT, Referral.way == Way.STATUTORY),
    ),
)
