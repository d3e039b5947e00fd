"""What of papers waits for a person: one duty a step, for the bureau and for the unit."""

import sqlalchemy as sa

from supervision.core import settings
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.access.scope import within
from supervision.core.db import Expression
from supervision.core.duedates import DueDate
from supervision.core.listing import Sort
from supervision.core.listing.keyset import Order, ranges
from supervision.core.pending import Duty, Rows, mine, not_mine, row
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.states import ExtensionStatus
from supervision.instruments.lists import NO_REPLY, OPEN_WITH_UNIT, awaiting
from supervision.instruments.models import (
    Instrument,
    InstrumentItem,
    InstrumentKind,
    WriteOffOpinion,
)
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.states import ObjectionStatus
from supervision.instruments.own_terms import (
    AGREE,
    CHECK,
    EXTENSION,
    SEND,
    UNSENT,
    agreed_on,
    checking_since,
    replied_on,
)
from supervision.instruments.receipts.models import Receipt
from supervision.instruments.replying import confirming
from supervision.instruments.signing.authors import written_by
from supervision.instruments.states import DeliveryMethod
from supervision.instruments.states import InstrumentStatus as S
from supervision.instruments.verifying.agreement import unheard, waits_for
from supervision.instruments.verifying.judged import judged_by

LISTED = "instruments.index"
RECEIVED = "instruments.received"
Criterion = sa.ColumnElement[bool]


def _papers(
    *where: Criterion,
    since: Expression | None = None,
    begun: Expression | None = None,
    ends: Expression | None = None,
    followed: Expression | None = None,
    by_key: bool = False,
) -> list[Rows]:
    """Papers by the duty's own day, else by the unit's last day, then those without one."""
    of = Instrument
    rows = row(
        of, of.number, kind=InstrumentKind.name, whom=of.addressee, since=since, due=of.due_on,
        begun=begun, ends=ends, followed=followed,
    )  # fmt: skip
    rows = rows.join(InstrumentKind, InstrumentKind.id == of.kind_id).where(*where)
    rows = rows if by_key else rows.where(*within(of))
    if followed is None and (begun is not None or ends is not None):
        columns = rows.selected_columns
        return [rows.order_by(columns.ends if begun is None else columns.begun, of.id)]
    order = Order(Sort("due", of.due_on, nullable=True), of.id, descending=False)
    return [rows.where(*part.demands).order_by(*part.ordering) for part in ranges(order, None)]


def _to_sign(me: Principal) -> list[Rows]:
    others = (~written_by(me), *not_mine(me, Instrument.reviewed_by_id))
    return _papers(Instrument.status == S.AWAITING_SIGNATURE, *others)


def _to_review(me: Principal) -> list[Rows]:
    return _papers(Instrument.status == S.REVIEWING, ~written_by(me))


def _verified(me: Principal) -> list[Rows]:
    ready = (Instrument.status == S.VERIFIED, unheard(me))
    return _papers(*ready, since=replied_on(), begun=agreed_on())


def _item_by_item(me: Principal) -> list[Rows]:
    """Some items wait for the section head alone while others are still checked or returned."""
    under_way = Instrument.status.in_((S.REPLIED, S.SUPPLEMENT))
    return _papers(under_way, waits_for(me), since=replied_on(), begun=agreed_on())


def _asked(_me: Principal) -> list[Rows]:
    """One request a paper waits at most: it leads to its paper."""
    waiting = (Extension.instrument_id == Instrument.id, Extension.status == ExtensionStatus.ASKED)
    asked = Extension.asked_on
    return _papers(*waiting, since=asked, begun=asked, by_key=True)


def _forwarded(me: Principal) -> list[Rows]:
    """Whoever agreed to it as the section head does not grant it as well."""
    others = not_mine(me, Extension.reviewed_by_id)
    return _papers(awaiting(ExtensionStatus.FORWARDED, where=others), by_key=True)


def _objected(me: Principal) -> list[Rows]:
    """A review has its kind's term: its last day is the objection's own; one a paper waits at most."""
    raised = (Objection.instrument_id == Instrument.id, Objection.status == ObjectionStatus.RAISED)
    return _papers(*raised, *_own_hands(me), ends=Objection.due_on, by_key=True)


def _own_hands(me: Principal) -> list[Criterion]:
    """Whoever drafted, handled, reviewed, signed or verified a paper does not review an objection to it."""
    hands = (Instrument.handler_id, Instrument.reviewed_by_id, Instrument.signed_by_id)
    item, opinion = InstrumentItem, WriteOffOpinion
    judged = sa.or_(item.concluded_by_id == me.user_id, item.written_off_by_id == me.user_id)
    verified = sa.exists().where(item.instrument_id == Instrument.id, judged)
    agreed = sa.exists().where(
        opinion.instrument_id == Instrument.id, opinion.user_id == me.user_id
    )
    apart = (~verified.correlate(Instrument), ~agreed.correlate(Instrument), ~judged_by(me))
    return [~written_by(me), *not_mine(me, *hands), *apart]


def _replied(_me: Principal) -> list[Rows]:
    """By the unit's last day, along its index: hundreds may wait, and what each began is asked of the few."""
    waiting = Instrument.status == S.REPLIED
    return _papers(waiting, since=replied_on(), begun=checking_since(), followed=agreed_on())


def _returned(me: Principal) -> list[Rows]:
    hands = sa.or_(mine(me, Instrument.drafted_by_id), mine(me, Instrument.handler_id))
    return _papers(Instrument.status == S.RETURNED, hands)


def _unsent(_me: Principal) -> list[Rows]:
    return _papers(*UNSENT, since=Instrument.signed_on, begun=Instrument.signed_on)


def _sent(_me: Principal) -> list[Rows]:
    electronic = Instrument.sent_method == DeliveryMethod.ELECTRONIC
    return _papers(Instrument.status == S.SIGNED, electronic, by_key=True)


def _to_finish(_me: Principal) -> list[Rows]:
    """Delivered and wanting no reply; one to many units only once all of them have signed."""
    unsigned = sa.exists().where(
        Receipt.instrument_id == Instrument.id, Receipt.received_on.is_(None)
    )
    return _papers(*NO_REPLY, ~unsigned.correlate(Instrument), since=Instrument.delivered_on)


def _addressed_with_others(_me: Principal) -> list[Rows]:
    """Papers to many that one's own unit has not signed for."""
    of = Receipt
    term = sa.select(sa.func.max(DueDate.due)).where(
        DueDate.owner_type == of.__tablename__, DueDate.owner_id == of.id
    )
    rows = row(
        of, of.number, kind=of.kind_name, whom=of.name, since=of.sent_on, due=term.scalar_subquery()
    )
    waiting = (*within(of), of.sent_on.is_not(None), of.received_on.is_(None))
    return [rows.where(*waiting).order_by(of.id)]


def _unanswered(*more: Criterion, ready: bool) -> list[Rows]:
    """Papers with the unit; `ready`: the 联络员 has answered, the 单位负责人 confirms. Where heads do not, all
    are the 联络员's."""
    open_ones = (Instrument.status.in_(OPEN_WITH_UNIT), InstrumentKind.reply_wanted.is_(True))
    confirmed = sa.bindparam(  # found out when it is asked: the question outlives the setting
        None, callable_=lambda: settings.get("head_confirms_reply"), type_=sa.Boolean()
    )
    of_heads = sa.and_(Instrument.reply_ready.is_(True), confirmed)
    return _papers(*open_ones, of_heads if ready else sa.not_(of_heads), *more, by_key=True)


def _unconfirmed(me: Principal) -> list[Rows]:
    """Handed over, and nobody of the unit may confirm it: whoever can see to it that somebody may is told."""
    return _unanswered(confirming.waits_for_nobody(me), ready=True) if me.is_unit else []


BUREAU = (
    Duty("待我签发", "签发后取得文号", 10, P.INSTRUMENT_SIGN, _to_sign, LISTED, "sign"),
    Duty("待我审核", "通过或退回修改", 30, P.INSTRUMENT_REVIEW, _to_review, LISTED, "review"),
    Duty("待确认销号", "每一条都已核查、同意", 40, P.INSTRUMENT_CLOSE, _verified, LISTED, "confirm",
         own_term=AGREE),
    Duty("待逐条确认销号", "其他条目仍在核查或补充整改，这些条目可以先销号", 42, P.INSTRUMENT_CLOSE,
         _item_by_item, own_term=AGREE),
    Duty("待办结", "已送达，不要求反馈", 44, P.INSTRUMENT_CLOSE, _to_finish, LISTED, "no_reply"),
    Duty("待批延期", "首次延期由审核人批准", 50, P.EXTENSION_GRANT,
         _asked, LISTED, "asked", own_term=EXTENSION),
    Duty("待批再次延期", "审核人已同意", 52, P.EXTENSION_GRANT_FURTHER,
         _forwarded, LISTED, "asked"),
    Duty("待复查异议", "由没有参与此件的人复查", 54, P.OBJECTION_DECIDE, _objected, LISTED, "asked"),
    Duty("单位退回", "改派，或不同意退回", 60, P.INSTRUMENT_DRAFT, lambda _me: _papers(
        Instrument.status == S.HANDED_BACK), LISTED, "asked"),
    Duty("退回我修改", "改好后再提交", 62, P.INSTRUMENT_DRAFT, _returned, LISTED, "drafts"),
    Duty("待送达", "已签发，尚未发出", 64, P.INSTRUMENT_DELIVER, _unsent, LISTED, "unsent",
         own_term=SEND),
    Duty("待核查", "单位已反馈", 66, P.INSTRUMENT_VERIFY, _replied, LISTED, "check", own_term=CHECK,
         next_term=AGREE),
)  # fmt: skip
UNIT = (
    Duty("待签收", "签收之次日起算期限", 10, P.INSTRUMENT_RECEIVE, _sent, LISTED, "unsent"),
    Duty("待签收的通知、通报", "发给多个单位的，由本单位签收", 12, P.INSTRUMENT_RECEIVE, _addressed_with_others,
         RECEIVED, "unsigned"),
    Duty("待答复", "逐条答复后报送", 20, P.INSTRUMENT_REPLY, lambda _me: _unanswered(ready=False),
         LISTED, "replies"),
    Duty("待核对并报送", "联络员已逐条答复", 30, P.INSTRUMENT_CONFIRM_REPLY,
         lambda me: _unanswered(confirming.not_by(me), ready=True), LISTED, "replies"),
    Duty("没有人可以确认的反馈", "须由没有答复的人确认：单位负责人指定代理人，或者请安全管理员再开通一名单位负责人", 32,
         P.INSTRUMENT_VIEW, _unconfirmed, LISTED, "replies"),
)  # fmt: skip
DUTIES = (*BUREAU, *UNIT)
