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
STAGES = (
    ("sent", Referral.sent_on), ("received", Referral.received_on), ("answered", Referral.answered_on),
)  # fmt: skip


def _stage(way: Way, stage: str, reached: object, *, problems: bool) -> Indicator:
    """Of what was sent in the period, what has got this far: matters, or the problems in them."""
    what = "所列问题" if problems else "事项"
    word = {"sent": f"已{way.label}", "received": "已接收", "answered": "已回告"}[stage]
    facts = {
        "record": "referred_problem",
        "model": ReferralProblem,
        "joins": (
            (Referral, Referral.id == ReferralProblem.referral_id),
            (Problem, Problem.id == ReferralProblem.problem_id),
        ),
        "measure_of": Problem.measure,
        "one_per": (ReferralProblem.problem_id, Problem.measure),
    }
    return Indicator(
        key=stage_key(way, stage, problems=problems),
        name=f"{way.label}{what}：{word}",
        measure="个" if problems else "件",
        rule=f"期间{way.label}的{what}，{word}的；以{way.label}日期为准",
        basis=f"{way.label}日期",
        group="整改态势",
        day=Referral.sent_on,
        where=(Referral.way == way, reached.is_not(None)),  # type: ignore[attr-defined]
        **(facts if problems else {"record": "referral", "model": Referral}),  # type: ignore[arg-type]
    )


def stage_key(way: Way, stage: str, *, problems: bool) -> str:
    """The key of such a figure."""
    return f"{way.name.lower()}_{'problems_' if problems else ''}{stage}"


FLOWING = tuple(
    _stage(way, stage, reached, problems=problems)
    for way in Way
    for stage, reached in STAGES
    for problems in (False, True)
)
