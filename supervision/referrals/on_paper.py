"""登记线下批准, 退回修改 of 移交、移送: confirmed by somebody of its circle, since nobody else may see it."""

from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.signing.approving import REGISTER, PaperApproval
from supervision.accounts.signing.deciding import PaperDecision, not_in
from supervision.accounts.signing.on_paper import PaperSignature, Sought, hands_of
from supervision.agencies.models import Unit
from supervision.core.access.policy import BUREAU_ROLES, Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError, WrongState
from supervision.core.pairs import Proposal
from supervision.problems.models import Problem
from supervision.referrals import service
from supervision.referrals.models import FLOW, Referral, ReferralProblem


def sought(referral: Referral) -> Sought:
    """Who may have approved it on paper."""
    hands = hands_of(referral.created_by_id, referral.handler_id)
    return Sought(
        body_id=referral.body_id, authors=hands, what=referral.way.label, signs="批准人",
        drafts="承办人",
    )  # fmt: skip


def circle(referral: Referral) -> Iterable[int]:
    """Who may see it."""
    named = [one.user_id for one in referral.viewers]
    return [one for one in (referral.handler_id, referral.approver_id, *named) if one is not None]


def _problems(referral: Referral) -> list[str]:
    """Each problem with its unit, as its letter lists them: one question, however many."""
    listed = session.execute(
        sa.select(Problem.title, Unit.short_name)
        .join(ReferralProblem, ReferralProblem.problem_id == Problem.id)
        .join(Unit, Unit.id == Problem.unit_id)
        .where(ReferralProblem.referral_id == referral.id)
        .order_by(ReferralProblem.id)
    ).all()
    named = (f"{place}. {title}（{unit}）" for place, (title, unit) in enumerate(listed, start=1))
    return [f"共{len(listed)}条", *named]


def _lines(referral: Referral) -> list[tuple[str, str]]:
    return [
        ("方式", referral.way.label),
        ("接收机关", referral.recipient),
        ("事由", referral.subject),
        ("情况说明", referral.reasons),
        ("问题清单", "；".join(_problems(referral))),
    ]


def untouched() -> tuple[sa.ColumnElement[bool], ...]:
    """Neither approved already nor entered as past."""
    return (Referral.approved_on.is_(None), Referral.back_entered.is_(False))


APPROVAL = PaperApproval(
    act="referral.approval",
    title="登记线下批准移交移送",
    model=Referral,
    flow=FLOW,
    proposes=Permission.REFERRAL_RECORD,
    sought=sought,
    called=lambda referral: str(referral.subject),
    lines=_lines,
    authors=(Referral.created_by_id, Referral.handler_id),
    ended_by=("approve", "refuse", "register_refuse"),
    untouched=untouched,
    circle=circle,
)


def decider(referral: Referral) -> Sought:
    """Who may have sent it back on paper."""
    return replace(sought(referral), signs="决定人", review=False)


def _changed_hands(referral: Referral, proposal: Proposal) -> str | None:
    same = referral.handler_id == proposal.proposed_by_id
    return None if same else "承办人已经变更，请由现在的承办人重新登记"


def _still_waits() -> tuple[sa.ColumnElement[bool], ...]:
    return (*untouched(), Referral.handler_id == Proposal.proposed_by_id)


RETURN = PaperDecision(
    act="referral.return",
    step="register_refuse",
    label="退回修改",
    what="移交移送",
    stays="仍在审批",
    hands="承办人",
    model=Referral,
    flow=FLOW,
    proposes=Permission.REFERRAL_RECORD,
    sought=decider,
    called=APPROVAL.called,
    lines=_lines,
    strangers=not_in(*APPROVAL.authors),
    ended_by=("approve", "refuse", "confirm_approval", "register_refuse", "send"),
    checks=service.check_refused,
    writes=service.write_refused,
    against=_changed_hands,
    holds=_still_waits,
)
# The step by which each act is registered: not offered while it waits for its second person.
REGISTERED_BY = {APPROVAL.act: REGISTER, RETURN.act: RETURN.step}


def register(referral: Referral, *, signature: PaperSignature, actor: Principal) -> None:
    """登记线下批准: the registrar's half."""
    _check_circle(referral, signature, actor=actor)
    APPROVAL.register(referral, signature=signature, actor=actor)


def register_return(
    referral: Referral, *, signature: PaperSignature, reason: str, actor: Principal
) -> None:
    """登记线下退回修改: the registrar's half."""
    _check_circle(referral, signature, actor=actor)
    RETURN.register(referral, signature=signature, reason=reason, actor=actor)


def _check_circle(referral: Referral, signature: PaperSignature, *, actor: Principal) -> None:
    """Somebody else of the circle must be there to confirm it.

    Whoever is said to have signed is told, so they may see it: who signed it knows of it.
    """
    others = [session.get_one(User, one) for one in set(circle(referral)) - {actor.user_id}]
    if not any(one.active and set(one.roles) & BUREAU_ROLES for one in others):
        message = "知悉人员中还没有可以确认的另一人，请先指定审批人或者调整知悉人员"
        raise WrongState(message)
    chosen = signature.signatory
    if isinstance(chosen, User) and chosen.id not in circle(referral):
        message = f"{chosen.name}不是知悉人员，看不到以其名义登记的决定，请先列入知悉人员"
        raise DomainError(message, field="signatory")
