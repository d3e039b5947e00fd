"""移交函 / 移送函: drafted from the referral, its placeholders, and what its delivery moves."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import joinedload, selectinload

from supervision.core import duedates
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.duedates import DueKind, DueState
from supervision.core.errors import DomainError, WrongState
from supervision.instruments.delivering.reactions import Day, Redating
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.layout_facts import LayoutFacts
from supervision.instruments.drafting.service import PaperFacts
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument
from supervision.instruments.states import WITHOUT_EFFECT, KindPurpose
from supervision.instruments.wording import names
from supervision.instruments.wording.matters import with_measures
from supervision.instruments.wording.slots import own_name
from supervision.problems.models import Problem
from supervision.referrals import service
from supervision.referrals.listed import annexed, told
from supervision.referrals.models import FLOW, Referral, ReferralProblem
from supervision.referrals.states import ReferralStatus


def draft(referral: Referral, *, actor: Principal) -> Instrument:
    """Draft the letter; it goes through review and signature as papers do, seen by the same people."""
    if not may_draft(referral, actor):
        raise WrongState("已有函，或当前状态不能拟制")
    kind = kinds.for_purpose(referral.body_id, KindPurpose.REFERRAL)
    if kind is None:
        raise DomainError("没有启用的移交函文种，请系统管理员设置")
    letter = drafting.draft(
        PaperFacts(
            kind=kind,
            addressee=referral.recipient,
            subject_type=Referral.__tablename__,
            subject_id=referral.id,
            term_number=referral.term_number,
            term_unit=referral.term_unit if referral.term_number else "",
            layout=LayoutFacts(attached=annexed(referral)),
        ),
        actor=actor,
    )
    referral.letter = letter
    session.flush()
    return letter


def may_draft(referral: Referral, actor: Principal) -> bool:
    """Whether `actor` may draft its letter now."""
    before = referral.status in (ReferralStatus.DRAFT, ReferralStatus.REVIEWING)
    none_yet = referral.letter is None or referral.letter.status in WITHOUT_EFFECT
    return before and none_yet and referral.handler_id == actor.user_id


def slots(paper: Instrument) -> Mapping[str, str]:
    """What the placeholders of the letter stand for."""
    links = selectinload(Referral.problem_links).joinedload(ReferralProblem.problem)
    referral = session.get(Referral, paper.subject_id, options=[links.joinedload(Problem.unit)])
    if referral is None:
        return {}
    return {
        "移交方式": referral.way.label,
        "移交事由": referral.subject,
        "移交依据": referral.basis.strip(),
        "移交清单": told(referral, paper),
        "问题数量": with_measures(link.problem.measure for link in referral.problem_links),
        "回告要求": _wish(referral, paper),
    }


def _wish(referral: Referral, paper: Instrument) -> str:
    if not referral.answer_wanted:
        return "以上情况供参考，不需回复。"
    term = names.term_words("本函", number=referral.term_number, unit=referral.term_unit)
    return f"处理结果请{term}函告{own_name(paper)}。"


def _sent_with(paper: Instrument, on: date) -> Referral | None:
    """The referral that went out with this letter on that day."""
    if paper.subject_type != Referral.__tablename__ or paper.subject_id is None:
        return None
    referral = session.get(Referral, paper.subject_id)
    theirs = referral is not None and referral.letter_id == paper.id and referral.sent_on == on
    return referral if theirs else None


def _after(paper: Instrument, was: date) -> list[Day]:
    referral = _sent_with(paper, was)
    if referral is None:
        return []
    days = (referral.received_on, referral.returned_on, referral.answered_on)
    return [
        (f"{referral.way.label}{what}", day)
        for what, day in zip(("接收", "退回", "回告"), days, strict=True)
    ]


def _follow(paper: Instrument, was: date, on: date, actor: Principal) -> None:
    """It was sent on another day: so runs the term for its answer."""
    referral = _sent_with(paper, was)
    if referral is None:
        return
    referral.sent_on = on
    for row in duedates.of_owner(referral, DueKind.REFERRAL):
        if row.start == was and row.state is not DueState.ENDED:
            duedates.restart(row, on, reason="更正送达日期", actor=actor)


FOLLOWING = Redating(_after, _follow)


def delivered(paper: Instrument, on: date, actor: Principal) -> None:
    """The delivered letter moves its referral to 已移交; registered with papers in create_app().

    The signature on the letter is the approval, where none was given before.
    """
    if paper.subject_type != Referral.__tablename__ or paper.subject_id is None:
        return
    referral = session.get(Referral, paper.subject_id, options=[joinedload(Referral.letter)])
    waiting = (ReferralStatus.DRAFT, ReferralStatus.REVIEWING)
    if referral is None or referral.letter_id != paper.id or referral.status not in waiting:
        return
    if referral.approved_on is None:
        referral.approved_on, referral.approved_by_id = paper.signed_on, paper.signed_by_id
        referral.approver_name = paper.signatory_name if paper.signed_offline else ""
    referral.sent_on, referral.letter_number = on, paper.number or ""
    because = f"{referral.way.label}函{paper.number}已送达"
    FLOW.settle(referral, ReferralStatus.SENT, actor=actor, because=because)
    service.begin_term(referral, actor=actor)
