"""What people are told at once of a paper: that it waits for them, came back, was signed, sent, answered, decided."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from supervision.accounts.models import User, UserRole
from supervision.accounts.service import people_of
from supervision.agencies import succession
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.instruments.extending.models import Extension
from supervision.instruments.models import Instrument
from supervision.instruments.objecting.models import Objection
from supervision.instruments.replying import confirming
from supervision.instruments.rules import goes_past_unit
from supervision.instruments.signing.authors import authors
from supervision.instruments.verifying.agreement import is_over
from supervision.reminders.inbox import holders_in
from supervision.reminders.telling import Event, Told


def _reviewers(paper: Instrument) -> Iterable[int]:
    return (one.id for one in people_of(paper.body_id, Role.REVIEWER))


def _other_reviewers(paper: Instrument) -> Iterable[int]:
    """Those whose hand is not in it."""
    return set(_reviewers(paper)) - authors(paper)


def _signatories(paper: Instrument) -> Iterable[int]:
    return (one.id for one in people_of(paper.body_id, Role.SIGNATORY))


def _not_to_sign(paper: Instrument) -> Iterable[int | None]:
    """Whose hand is in it, and whoever reviewed it."""
    return {*authors(paper), paper.reviewed_by_id}


def _agreed(paper: Instrument) -> Iterable[int]:
    """Whoever gave an opinion on what is not written off yet confirms nothing of the paper."""
    return {one.user_id for item in paper.items if not is_over(item) for one in item.opinions}


def _verifiers(paper: Instrument) -> Iterable[int]:
    return holders_in(Permission.INSTRUMENT_VERIFY, paper.body_id)


def _handler(paper: Instrument) -> Iterable[int]:
    return (paper.handler_id,)


def _drafter(paper: Instrument) -> Iterable[int]:
    return (paper.drafted_by_id,)


def _of_unit(paper: Instrument, role: Role) -> Iterable[int]:
    present = succession.holder(paper.unit)
    if present is None or not present.active or goes_past_unit(paper):
        return ()
    statement = sa.select(User.id).join(UserRole).where(User.active, User.unit_id == present.id)
    return session.scalars(statement.where(UserRole.role == role).order_by(User.id)).all()


def _liaisons(paper: Instrument) -> Iterable[int]:
    return _of_unit(paper, Role.LIAISON)


def _unit_heads(paper: Instrument) -> Iterable[int]:
    return _of_unit(paper, Role.UNIT_HEAD)


def both_sides(paper: Instrument) -> list[int]:
    """Who holds the paper, and the unit's people; one entered late is told of as well: its days run on."""
    return [one for one in (*_handler(paper), *_liaisons(paper)) if one is not None]


def _come(paper: Instrument) -> str:
    return "已送达，请按期反馈" if paper.kind.reply_wanted else "已送达，请查阅"


_COME = Event(_come, (_liaisons,))
_SIGNED = Event("已签发，请送达", (_handler,))
_DELIVERED = Event("已送达单位", (_handler,))
_REPLIED = Event("单位已反馈，请核查", (_handler,))
_BACK = Event("已退回修改", (_drafter, _handler))
_HANDED_BACK = Event("单位退回转办", (_handler,))
_ASKED = Event("单位申请延期，请审批", (_reviewers, _handler))
_OBJECTED = Event("单位提出异议", (_other_reviewers, _handler))
_GRANTED = Event("延期已批准", (_liaisons, _handler))
_REFUSED = Event("延期未获批准", (_liaisons, _handler))
_DECIDED = Event("异议已有复查决定", (_liaisons, _handler))
EVENTS = {
    "submit": Event("待您审核", (_reviewers,), barred=authors),
    "pass_review": Event("待您签发", (_signatories,), barred=_not_to_sign),
    "send_back": _BACK,
    "refuse": _BACK,
    "register_refuse": _BACK,
    "sign": _SIGNED,
    "confirm_signature": _SIGNED,
    "send": Event("已发送，请签收", (_liaisons,)),
    "deliver_by_sending": _COME,
    "register_delivery": _COME,
    "receive": _DELIVERED,
    "offer_reply": Event("反馈待您确认", (_unit_heads,), barred=confirming.hands),
    "reply": _REPLIED,
    "confirm_reply": _REPLIED,
    "register_reply": _REPLIED,
    "hand_back": _HANDED_BACK,
    "register_hand_back": _HANDED_BACK,
    "insist": Event("不同意退回，请继续办理", (_liaisons,)),
    "return_reply": Event("已退回，请补充整改", (_liaisons,)),
    "pass_verification": Event("核查结论待您确认", (_reviewers,), barred=_agreed),
    "reopen": Event("已退回，请重新核查", (_handler,)),
    "ask_extension": _ASKED,
    "register_extension": _ASKED,
    "object": _OBJECTED,
    "register_objection": _OBJECTED,
    "grant_extension": _GRANTED,
    "grant_further_extension": _GRANTED,
    "register_granted": _GRANTED,
    "register_refused": _REFUSED,
    "refuse_extension": _REFUSED,
    "refuse_further_extension": _REFUSED,
    "pause_term": Event("期限已中止计算", (_liaisons, _handler)),
    "resume_term": Event("期限已恢复计算", (_liaisons, _handler)),
    "forward_extension": Event("延期报您审批", (_signatories,)),
    "decide_objection": _DECIDED,
    "register_decision": _DECIDED,
    "not_accept_objection": Event("异议不予受理", (_liaisons, _handler)),
    "opine": Event("已有人提出销号意见，待第二人", (_verifiers, _reviewers), aside=True),
}
# These change nothing that anybody was told before.
ASIDE = frozenset({
    "plan", "answer", "conclude", "draft_revocation", "draft_correction", "comment", "propose_words",
    "withdraw_note", "take_words", "decline_words", "answer_note", "instruct",
})  # fmt: skip
TOLD = Told(EVENTS, called=lambda paper: paper.number or paper.title, ignored=ASIDE)


def tell(record: object, verb: str, actor: Principal) -> None:
    """After a step of a paper or of what hangs on it; one entered late is nobody's news."""
    paper = _paper_of(record)
    if paper is not None and not paper.back_entered:
        TOLD.step(paper, verb, actor=actor)


def _paper_of(record: Any) -> Instrument | None:
    if isinstance(record, Instrument):
        return record
    return record.instrument if isinstance(record, Extension | Objection) else None
