"""The life of a paper as data; the reasons why a person may not take a step."""

from collections.abc import Sequence

import sqlalchemy as sa

from supervision.core import settings
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.workflow import Flow, Transition
from supervision.instruments.children import children_of
from supervision.instruments.extending import asking
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.objecting import raising
from supervision.instruments.onward import returning
from supervision.instruments.receipts import service as receipts
from supervision.instruments.replying import confirming
from supervision.instruments.reviewing.models import settled
from supervision.instruments.rules import goes_past_unit
from supervision.instruments.signing import scans
from supervision.instruments.states import (
    ABOUT_A_PAPER,
    ANSWERABLE,
    EDITABLE,
    FINISHED,
    NUMBERED,
    WITHOUT_EFFECT,
    DeliveryMethod,
    KindPurpose,
)
from supervision.instruments.states import InstrumentStatus as S
from supervision.instruments.verifying import agreement


def _not_drafter(paper: Instrument, actor: Principal) -> str | None:
    if actor.user_id in (paper.drafted_by_id, *paper.author_ids):
        return "拟稿人不能审核或签发自己拟制、修改过的文书"
    return None


def _is_drafter(paper: Instrument, actor: Principal) -> str | None:
    if not (actor.acts_for(paper.drafted_by_id) or actor.acts_for(paper.handler_id)):
        return "只有拟稿人或承办人可以办理"
    return None


def _may_discard(paper: Instrument, actor: Principal) -> str | None:
    if paper.back_entered:
        return "补录的文书请撤回补录"
    return _is_drafter(paper, actor)


def _may_sign(paper: Instrument, actor: Principal) -> str | None:
    if actor.user_id == paper.reviewed_by_id:
        return "审核人不能签发自己审核的文书"
    return _reviewed(paper, actor)


def _reviewed(paper: Instrument, actor: Principal) -> str | None:
    return _not_drafter(paper, actor) or settled(paper)


def _ready_to_submit(paper: Instrument, _actor: Principal) -> str | None:
    if paper.back_entered:
        return "补录的文书经审核人核对后按原件登记"
    if paper.kind.purpose in ABOUT_A_PAPER and paper.parent_id is None:
        return f"{paper.kind.name}须从所指的文书上拟制"
    if paper.kind.natures and not paper.items:
        return "请先填写至少一条"
    return settled(paper)


def _scan_there(paper: Instrument, _actor: Principal) -> str | None:
    return scans.why_not_archived(paper)


def _sendable(paper: Instrument, _actor: Principal) -> str | None:
    if paper.sent_at is not None:
        return "文书已发送，等待单位签收"
    if goes_past_unit(paper):
        return "主送机关是上一级主管部门，请登记其他方式的送达"
    if paper.unit_id is None and not paper.kind.many_units:
        return "主送机关不是本系统中的被监督单位，请登记其他方式的送达"
    return None


def _sent_electronically(paper: Instrument, _actor: Principal) -> str | None:
    if paper.sent_method is not DeliveryMethod.ELECTRONIC:
        return "该文书未作电子送达"
    return None


def _wants_reply(paper: Instrument, _actor: Principal) -> str | None:
    return None if paper.kind.reply_wanted else "该文种不要求反馈"


def _wants_none(paper: Instrument, _actor: Principal) -> str | None:
    if paper.kind.reply_wanted:
        return "该文种要求反馈，须反馈并核查后办结"
    waiting = receipts.unsigned(paper)
    return f"还有{waiting}个单位没有签收；纸面签收的，请逐家登记" if waiting else None


def _may_reply(paper: Instrument, actor: Principal) -> str | None:
    if settings.get("head_confirms_reply"):
        return "反馈须经单位负责人确认后报送"
    return _all_answered(paper, actor)


def _may_confirm(paper: Instrument, actor: Principal) -> str | None:
    if not settings.get("head_confirms_reply"):
        return "反馈由联络员直接报送"
    if not paper.reply_ready and not confirming.is_alone(actor):
        return "联络员尚未提交确认"
    return confirming.why_not(paper, actor) or _all_answered(paper, actor)


def _may_offer(paper: Instrument, actor: Principal) -> str | None:
    if not settings.get("head_confirms_reply"):
        return "反馈由联络员直接报送"
    return _all_answered(paper, actor)


def _all_answered(paper: Instrument, _actor: Principal) -> str | None:
    missing = [item for item in paper.items if not item.answered]
    if not missing:
        return _wants_reply(paper, _actor)
    said = f"第{'、'.join(str(item.seq) for item in missing)}条尚未答复"
    again = any(item.measures for item in missing)
    return f"{said}；与上次相同的，请勾选“沿用上次的答复”" if again else said


def _carried_on(paper: Instrument, _actor: Principal) -> str | None:
    """Whether a delivered later paper carries every problem that is still open on this one."""
    open_ones = {item.problem_id for item in paper.items if not agreement.is_over(item)}
    later = [
        one.id for one in children_of(paper)
        if one.delivered_on is not None and one.status not in WITHOUT_EFFECT
    ]  # fmt: skip
    if None in open_ones or not open_ones <= _problems_on(later):
        return "未了结的问题尚未全部转入已送达的决定书"
    return None


def _problems_on(papers: Sequence[int]) -> set[int | None]:
    if not papers:
        return set()
    listed = sa.select(InstrumentItem.problem_id).where(InstrumentItem.instrument_id.in_(papers))
    return set(session.scalars(listed))


def _revocable(paper: Instrument, actor: Principal) -> str | None:
    if paper.kind.purpose in (KindPurpose.REVOCATION, KindPurpose.REVIEW):
        return f"{paper.kind.name}不能再撤销，请另行制发文书"
    if any(
        one.kind.purpose is KindPurpose.REVOCATION
        and one.delivered_on is None and one.status not in FINISHED
        for one in children_of(paper)
    ):  # fmt: skip
        return "此件的撤销文书正在办理"
    return _correctable(paper, actor)


def _correctable(paper: Instrument, _actor: Principal) -> str | None:
    """Papers of an interview or a referral change with it."""
    if paper.kind.many_units:
        return "此件发给多个单位，请另发通知撤销或者更正"
    if paper.subject_type:
        return "此件随约谈、移交办理，请在约谈或移交上改期、取消、登记退回"
    return None


def _is_back_entered(paper: Instrument, _actor: Principal) -> str | None:
    return None if paper.back_entered else "只有补录的文书可以这样办理"


DELIVERED = tuple(state for state in NUMBERED if state is not S.SIGNED)
FLOW = Flow(
    title="文书",
    states=S,
    transitions=(
        Transition("submit", "提交审核", (S.DRAFT, S.RETURNED), S.REVIEWING, P.INSTRUMENT_DRAFT,
                   primary=True, guard=_ready_to_submit),
        Transition("withdraw", "撤回修改", (S.REVIEWING,), S.DRAFT, P.INSTRUMENT_DRAFT, guard=_is_drafter),
        Transition("pass_review", "审核通过", (S.REVIEWING,), S.AWAITING_SIGNATURE, P.INSTRUMENT_REVIEW,
                   primary=True, guard=_reviewed),
        Transition("comment", "提审核意见", (S.REVIEWING,), None, P.INSTRUMENT_REVIEW, hidden=True,
                   guard=_not_drafter),
        Transition("propose_words", "提修改建议", (S.REVIEWING,), None, P.INSTRUMENT_REVIEW, hidden=True,
                   guard=_not_drafter),
        Transition("withdraw_note", "撤回审核意见", (S.REVIEWING,), None, P.INSTRUMENT_REVIEW, hidden=True),
        Transition("take_words", "采纳修改建议", EDITABLE, None, P.INSTRUMENT_DRAFT, hidden=True),
        Transition("decline_words", "不采纳修改建议", EDITABLE, None, P.INSTRUMENT_DRAFT, hidden=True,
                   needs_reason=True),
        Transition("answer_note", "处理审核意见", EDITABLE, None, P.INSTRUMENT_DRAFT, hidden=True),
        Transition("instruct", "批示", (S.AWAITING_SIGNATURE,), None, P.INSTRUMENT_SIGN, hidden=True,
                   guard=_not_drafter),
        Transition("send_back", "退回修改", (S.REVIEWING,), S.RETURNED, P.INSTRUMENT_REVIEW,
                   needs_reason=True, guard=_not_drafter, consequence="退回后由拟稿人修改再提交。"),
        Transition("refuse", "退回修改", (S.AWAITING_SIGNATURE,), S.RETURNED, P.INSTRUMENT_SIGN,
                   needs_reason=True, guard=_not_drafter, consequence="退回后须重新审核。"),
        Transition("register_refuse", "登记线下退回修改", (S.AWAITING_SIGNATURE,), S.RETURNED,
                   P.INSTRUMENT_REGISTER, needs_reason=True,
                   consequence="领导在纸上或者OA退回的在此登记，由另一人确认；确认之前仍待签发。"),
        Transition("sign", "签发", (S.AWAITING_SIGNATURE,), S.SIGNED, P.INSTRUMENT_SIGN, primary=True,
                   guard=_may_sign, consequence="签发后将取得文号并归档，不能再修改。"),
        Transition("register_signature", "登记线下签批",
                   (S.DRAFT, S.RETURNED, S.REVIEWING, S.AWAITING_SIGNATURE), S.REGISTERED,
                   P.INSTRUMENT_REGISTER, guard=_ready_to_submit,
                   consequence="领导在纸上或OA中签批的，在此登记签发人、日期和扫描件；经另一人确认后方可送达。"),
        Transition("confirm_signature", "确认线下签批", (S.REGISTERED,), S.SIGNED,
                   P.INSTRUMENT_CONFIRM_SIGNATURE, hidden=True, guard=_not_drafter),
        Transition("refuse_signature", "不同意线下签批", (S.REGISTERED,), S.VOID,
                   P.INSTRUMENT_CONFIRM_SIGNATURE, needs_reason=True, hidden=True, guard=_not_drafter),
        Transition("withdraw_signature", "撤回线下签批的登记", (S.REGISTERED,), S.VOID, P.INSTRUMENT_REGISTER,
                   needs_reason=True, hidden=True),
        Transition("back_sign", "补录签发", (S.DRAFT,), S.SIGNED, P.INSTRUMENT_REGISTER, hidden=True,
                   guard=_is_back_entered),
        Transition("send", "电子送达", (S.SIGNED,), None, P.INSTRUMENT_DELIVER, primary=True, when=_sendable,
                   consequence="单位的联络员将在收件箱看到此文书，签收之日为送达之日。"),
        Transition("refuse_entry", "不同意补录", (S.DRAFT,), S.VOID, P.INSTRUMENT_REVIEW,
                   needs_reason=True, hidden=True, guard=_is_back_entered),
        Transition("withdraw_entry", "撤回补录", (S.DRAFT,), S.VOID, P.INSTRUMENT_REGISTER,
                   needs_reason=True, hidden=True, guard=_is_back_entered),
        Transition("register_delivery", "登记送达", (S.SIGNED,), S.DELIVERED, P.INSTRUMENT_DELIVER,
                   consequence="期限从送达次日起算。"),
        Transition("receive", "签收", (S.SIGNED,), S.DELIVERED, P.INSTRUMENT_RECEIVE, primary=True,
                   guard=_sent_electronically, consequence="签收之日为送达之日，期限从次日起算。"),
        Transition("deliver_by_sending", "发送即送达", (S.SIGNED,), S.DELIVERED, P.INSTRUMENT_DELIVER,
                   guard=_sent_electronically, hidden=True),
        Transition("plan", "填写整改方案", ANSWERABLE, None, P.INSTRUMENT_REPLY, hidden=True, when=_wants_reply),
        Transition("answer", "填写答复", ANSWERABLE, None, P.INSTRUMENT_REPLY, hidden=True, when=_wants_reply),
        Transition("offer_reply", "提交单位负责人确认", ANSWERABLE, None, P.INSTRUMENT_REPLY, hidden=True,
                   guard=_may_offer),
        Transition("reply", "报送反馈", (S.DELIVERED, S.SUPPLEMENT), S.REPLIED, P.INSTRUMENT_REPLY,
                   primary=True, guard=_may_reply, consequence="报送后不能再修改。"),
        Transition("confirm_reply", "确认并报送反馈", (S.DELIVERED, S.SUPPLEMENT), S.REPLIED,
                   P.INSTRUMENT_CONFIRM_REPLY, primary=True, guard=_may_confirm,
                   consequence="报送后不能再修改。"),
        Transition("register_reply", "代录反馈", (S.DELIVERED, S.SUPPLEMENT), S.REPLIED,
                   P.INSTRUMENT_REGISTER, guard=_wants_reply),
        Transition("ask_extension", "申请延期", ANSWERABLE, None, P.EXTENSION_ASK, hidden=True,
                   when=asking.open_today),
        Transition("register_extension", "登记延期申请", ANSWERABLE, None, P.INSTRUMENT_REGISTER,
                   hidden=True, when=asking.open_to_requests),
        Transition("pause_term", "中止期限", ANSWERABLE, None, P.TERM_PAUSE, needs_reason=True, hidden=True,
                   when=asking.runs),
        Transition("resume_term", "恢复期限", ANSWERABLE, None, P.TERM_PAUSE, hidden=True,
                   when=asking.stands_still),
        Transition("object", "提出异议", (*ANSWERABLE, S.REPLIED), None, P.OBJECTION_RAISE,
                   hidden=True, when=raising.open_today),
        Transition("register_objection", "登记异议", (*ANSWERABLE, S.REPLIED), None, P.INSTRUMENT_REGISTER,
                   hidden=True, when=raising.open_to_objections),
        Transition("terminate", "终止办理", (S.DELIVERED, S.SUPPLEMENT, S.REPLIED, S.HANDED_BACK), S.CLOSED,
                   P.INSTRUMENT_CLOSE, needs_reason=True, dangerous=True,
                   consequence="单位撤销、监督终止等不再要求反馈的，写明理由；所列未销号的问题回到认定状态。"),
        Transition("return_reply", "退回补充整改", (S.REPLIED,), S.SUPPLEMENT, P.INSTRUMENT_VERIFY,
                   needs_reason=True, when=agreement.left_to_mend, consequence="单位须在补充整改期限内再次反馈。"),
        Transition("conclude", "填写核查结论", (S.REPLIED,), None, P.INSTRUMENT_VERIFY, hidden=True),
        Transition("opine", "提出销号意见", (S.REPLIED, S.SUPPLEMENT), None, P.INSTRUMENT_VERIFY, hidden=True),
        Transition("write_off_agreed", "两人同意销号", (S.REPLIED, S.SUPPLEMENT), None, P.INSTRUMENT_VERIFY, hidden=True),
        Transition("write_off", "确认销号", (S.REPLIED, S.SUPPLEMENT, S.VERIFIED), None, P.INSTRUMENT_CLOSE, hidden=True),
        Transition("pass_verification", "提交核查结论", (S.REPLIED,), S.VERIFIED, P.INSTRUMENT_VERIFY,
                   primary=True, guard=agreement.ready),
        Transition("reopen", "退回重新核查", (S.VERIFIED,), S.REPLIED, P.INSTRUMENT_CLOSE,
                   needs_reason=True),
        Transition("close", "确认销号并办结", (S.VERIFIED,), S.CLOSED, P.INSTRUMENT_CLOSE, primary=True,
                   guard=agreement.confirms, consequence="所列问题随之销号。"),
        Transition("finish", "办结", (S.DELIVERED,), S.CLOSED, P.INSTRUMENT_CLOSE, primary=True,
                   guard=_wants_none),
        Transition("hand_back", "退回转办", (S.DELIVERED,), S.HANDED_BACK, P.INSTRUMENT_REPLY,
                   needs_reason=True, guard=returning.returnable_today, consequence="不属本单位职责的，写明理由退回。"),
        Transition("register_hand_back", "登记单位退回", (S.DELIVERED,), S.HANDED_BACK,
                   P.INSTRUMENT_REGISTER, needs_reason=True, guard=returning.returnable),
        Transition("insist", "不同意退回", (S.HANDED_BACK,), S.DELIVERED, P.INSTRUMENT_VERIFY,
                   needs_reason=True, consequence="期限照常计算，由原单位继续办理。"),
        Transition("reassign", "改派", (S.HANDED_BACK,), S.CLOSED, P.INSTRUMENT_DRAFT, primary=True),
        Transition("carry_on", "转决定书办结", (S.DELIVERED, S.SUPPLEMENT, S.REPLIED), S.CLOSED,
                   P.INSTRUMENT_CLOSE, guard=_carried_on,
                   consequence="未整改的问题由决定书继续督促，本件办结。"),
        Transition("back_return", "补录退回补充整改", (S.REPLIED,), S.SUPPLEMENT, P.INSTRUMENT_REGISTER,
                   guard=_is_back_entered, needs_reason=True, hidden=True),
        Transition("back_close", "补录办结", (S.DELIVERED, S.REPLIED), S.CLOSED, P.INSTRUMENT_REGISTER,
                   guard=_is_back_entered, hidden=True),
        Transition("archive", "归档", (S.CLOSED,), S.ARCHIVED, P.INSTRUMENT_DRAFT, primary=True,
                   when=_scan_there),
        Transition("discard", "放弃此稿", (S.DRAFT, S.RETURNED), S.VOID, P.INSTRUMENT_DRAFT,
                   needs_reason=True, dangerous=True, guard=_may_discard,
                   consequence="此稿作废，没有文号；所列问题可以另行列入文书。"),
        Transition("void", "作废", (S.DRAFT, S.RETURNED, S.REVIEWING, S.AWAITING_SIGNATURE, S.SIGNED), S.VOID,
                   P.INSTRUMENT_VOID, needs_reason=True, dangerous=True,
                   consequence="文号保留不再使用，不计入统计；所列问题回到认定状态。"),
        Transition("draft_revocation", "拟制撤销文书", DELIVERED, None, P.INSTRUMENT_DRAFT, needs_reason=True,
                   dangerous=True, guard=_revocable, consequence="写明撤销的理由和依据。撤销文书送达单位之日，本件撤销、期限终止，"
                   "未销号的问题回到认定状态；送达之前本件照常有效。"),
        Transition("draft_correction", "拟制更正文书", DELIVERED, None, P.INSTRUMENT_DRAFT, needs_reason=True,
                   dangerous=True, guard=_correctable,
                   consequence="写明原文哪一处更正为什么。更正文书送达后，本件显示为已更正，继续有效，期限不变。"),
    ),
)  # fmt: skip
FLOW.bind(Instrument.status)
