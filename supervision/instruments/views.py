"""What the pages of a paper show: steps, buttons, due date, rows of the item table."""

from collections.abc import Iterable
from dataclasses import replace

from flask import url_for
from sqlalchemy.orm import joinedload

from supervision.accounts.forms import CodeForm
from supervision.accounts.service import has_liaison
from supervision.agencies import succession
from supervision.core import clock, pairs, settings
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.audit import Entry
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.duedates.shown import ShownDue, shown_due
from supervision.core.forms import BaseForm, ReasonForm
from supervision.core.stages import Drawn, Stage
from supervision.core.stages import progress as drawn
from supervision.core.turns import Turn, turn
from supervision.core.verbs import Button
from supervision.core.words import Word
from supervision.core.workflow import Transition
from supervision.instruments import beside
from supervision.instruments.back_entry import looking
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument
from supervision.instruments.reviewing.models import settled
from supervision.instruments.signing.registering import ACT as REGISTERED_SIGNATURE
from supervision.instruments.signing.returning import RETURN
from supervision.instruments.states import EDITABLE
from supervision.instruments.states import InstrumentStatus as S
from supervision.instruments.verbs import PAGES
from supervision.instruments.verifying import agreement

REPLY_TERMS = (DueKind.REPLY, DueKind.SUPPLEMENT)
OF_MATTERS = {"return_reply": "退回重办", "close": "认可并办结"}  # of a 转办函
ASKS_CODE = frozenset({"sign"})  # steps that ask a second factor of whoever has one
_NAMES = ("拟稿", "审核", "签发", "送达", "反馈", "核查", "办结")
_REACHED = {
    S.DRAFT: 0, S.RETURNED: 0, S.REVIEWING: 1, S.AWAITING_SIGNATURE: 2, S.REGISTERED: 2, S.SIGNED: 3, S.DELIVERED: 4,
    S.SUPPLEMENT: 4, S.HANDED_BACK: 4, S.REPLIED: 5, S.VERIFIED: 6, S.CLOSED: 7, S.ARCHIVED: 7, S.VOID: 0, S.REVOKED: 4,
}  # fmt: skip


_NEXT: dict[Word, tuple[str, str]] = {
    S.RETURNED: ("承办人", "处理审核意见"),
    S.REVIEWING: ("审核人", "退回修改"),
    S.REGISTERED: ("登记人以外的人", "确认线下签批"),
    S.SIGNED: ("承办人", "送达"),
    S.DELIVERED: ("单位", "逐条答复并反馈"),
    S.SUPPLEMENT: ("单位", "补充整改并反馈"),
    S.REPLIED: ("监督人员", "逐条核查、提出销号意见"),
    S.VERIFIED: ("审核人", "确认销号"),
}


def buttons(
    paper: Instrument, actor: Principal, *, refused: BaseForm | None = None
) -> list[Button]:
    """Exactly what `actor` may do now, one of it primary; `refused` keeps a reason as typed."""
    found = _allowed(paper, actor)
    if isinstance(refused, ReasonForm):
        typed, why = refused.reason.data or "", "；".join(refused.reason.errors)
        found = [
            replace(one, reason=typed, reason_error=why) if one.name == refused.verb else one
            for one in found
        ]
    if not ASKS_CODE & {one.name for one in found} or not actor.owes_code:
        return found
    return [_asking(one, refused) if one.name in ASKS_CODE else one for one in found]


def _asking(button: Button, refused: BaseForm | None) -> Button:
    """The step with the code it asks for, and why the one typed was refused."""
    why = ""
    if isinstance(refused, CodeForm) and refused.verb == button.name:
        why = "；".join(refused.otp.errors)
    return replace(button, asks_code=True, code_error=why)


def _allowed(paper: Instrument, actor: Principal) -> list[Button]:
    found = [_button(step, paper) for step in FLOW.available(paper, actor, hidden=False)]
    if _to_answer(paper, actor):
        found = [one for one in found if one.name not in ("reply", "confirm_reply")]
        found.append(_answers(paper, actor))
    if paper.status in (S.SIGNED, S.DELIVERED, S.SUPPLEMENT) and not actor.is_unit:
        found = _on_paper_first(found, paper)
    if any(one.name == "send_back" for one in found) and settled(paper):
        found = [replace(one, primary=True) if one.name == "send_back" else one for one in found]
    for name in _acts_on(paper):
        waiting = pairs.waiting_on(paper, name)
        if waiting is not None and actor.is_bureau:
            found = [one for one in found if one.name != RETURN.step]  # it waits already
            found.insert(0, _to_confirm(waiting, paper, actor, beside=found))
    return found


def _on_paper_first(found: list[Button], paper: Instrument) -> list[Button]:
    """A unit that nobody signs in for gets and answers on paper: that is registered here, first of all."""
    if paper.unit is None or has_liaison(succession.present(paper.unit).id):
        return found
    ours = ("register_delivery", "register_reply")
    return [
        replace(one, primary=one.name in ours) if one.name in (*ours, "send") else one
        for one in found
    ]


def _acts_on(paper: Instrument) -> tuple[str, ...]:
    """Acts of two persons that may wait on a paper as it stands."""
    if paper.status is S.REGISTERED:
        return (REGISTERED_SIGNATURE,)
    if paper.status is S.AWAITING_SIGNATURE:
        return (RETURN.act,)
    return (looking.ENTER, looking.CORRECT) if paper.back_entered else ()


def _to_confirm(
    waiting: pairs.Proposal, paper: Instrument, actor: Principal, *, beside: Iterable[Button]
) -> Button:
    may = pairs.why_not(waiting, paper, actor) is None
    title = pairs.title_of(waiting)
    return Button(
        name="confirm",
        label=f"核对并确认：{title}" if may else f"待确认：{title}",
        url=url_for("pairs.show", proposal_id=waiting.id),
        primary=may and not any(one.primary for one in beside),
    )


def _button(step: Transition, paper: Instrument) -> Button:
    page = PAGES.get(step.name)
    url = (
        url_for(page, paper_id=paper.id)
        if page
        else url_for("instruments.do", paper_id=paper.id, verb=step.name)
    )
    return Button(
        name=step.name,
        label=OF_MATTERS.get(step.name, step.label) if paper.kind.of_matters else step.label,
        url=url,
        method="GET" if page else "POST",
        needs_reason=step.needs_reason,
        dangerous=step.dangerous,
        primary=step.primary,
        consequence=step.consequence,
    )


def _to_answer(paper: Instrument, actor: Principal) -> bool:
    waiting = paper.status in (S.DELIVERED, S.SUPPLEMENT) and paper.kind.reply_wanted
    may = actor.can(Permission.INSTRUMENT_REPLY) or actor.can(Permission.INSTRUMENT_CONFIRM_REPLY)
    return waiting and may


def _answers(paper: Instrument, actor: Principal) -> Button:
    """The 联络员 answers; a 单位负责人 reads what was answered and sends it, once it was handed over."""
    confirms = FLOW.may(paper, "confirm_reply", actor)
    answers = actor.can(Permission.INSTRUMENT_REPLY)
    waits = paper.reply_ready and settings.get("head_confirms_reply")
    return Button(
        name="answers",
        label="逐条答复" if answers and not (confirms and waits) else "核对并报送反馈",
        url=url_for("instruments.answers", paper_id=paper.id),
        method="GET",
        primary=confirms if waits else answers,
    )


def pointer(paper: Instrument, actor: Principal) -> tuple[str, str] | None:
    """Where a supervisor goes on (label, place on the page): urging, or checking item by item."""
    if _late(paper) and actor.can(Permission.INSTRUMENT_DELIVER):
        return "催办", "#chase"
    if paper.status in EDITABLE and actor.can(Permission.INSTRUMENT_DRAFT) and settled(paper):
        return "处理审核意见", "#items"
    if paper.status is not S.REPLIED or not actor.can(Permission.INSTRUMENT_VERIFY):
        return None
    open_items = [item for item in paper.items if not agreement.is_over(item)]
    if any(item.conclusion is None for item in open_items):
        return "填写核查结论", "#conclude"
    agreed = [actor.user_id in {one.user_id for one in item.opinions} for item in open_items]
    return None if all(agreed) else ("提出销号意见", "#opine")


def _late(paper: Instrument) -> bool:
    waiting = paper.status in (S.DELIVERED, S.SUPPLEMENT)
    return waiting and paper.due_on is not None and paper.due_on < clock.today()


_OF_UNIT = ("单位", Role.LIAISON.label, Role.UNIT_HEAD.label)


def turn_of(paper: Instrument, actor: Principal, offered: Iterable[Button]) -> Turn | None:
    """Whose turn it is with the paper; a supervisor may go on at a place of the page, without a button."""
    signed_by_each: dict[Word, tuple[str, str]] = {S.DELIVERED: ("各单位", "签收")}
    found = turn(
        FLOW,
        paper,
        offered,
        otherwise={**_NEXT, **(signed_by_each if paper.kind.many_units else {})},
    )
    if found is None or found.mine:
        return found
    if actor.is_unit:  # who of the bureau it is stays with the bureau
        return found if found.who in _OF_UNIT else replace(found, who="监督机构")
    place = pointer(paper, actor)
    return Turn("您", place[0], mine=True) if place else found


def turn_with(paper_id: int, actor: Principal) -> Turn | None:
    """Whose turn it is with a paper, for the page of a problem that it carries; None where it is not seen."""
    if not actor.can(Permission.INSTRUMENT_VIEW):
        return None
    paper = session.get(Instrument, paper_id, options=[joinedload(Instrument.kind)])
    if paper is None:
        return None
    beside.load_parts(paper)
    return turn_of(paper, actor, buttons(paper, actor))


def steps(paper: Instrument) -> list[Drawn]:
    """The stepper: what is done, where it stands, what is to come; no step that its kind does not have."""
    details = _details(paper)
    never = () if paper.kind.reply_wanted or paper.rounds else ("反馈", "核查")
    entered = paper.signed_on and paper.reviewed_by_id is None
    passed_by = "审核" if entered else ""  # nobody's review is on record
    done = [name for name in _NAMES[: _REACHED[paper.status]] if name not in never]
    stages = [
        Stage(name, note=details.get(name, ""), skipped=name == passed_by)
        for name in _NAMES
        if name not in never
    ]
    return drawn(stages, reached=len(done), stopped=paper.status is S.REVOKED)


def _details(paper: Instrument) -> dict[str, str]:
    day = "%m-%d"
    details = {"拟稿": f"{clock.local(paper.created_at):{day}} {paper.drafted_by.name}"}
    if paper.reviewed_on and paper.reviewed_by:
        on_paper = "（纸面）" if paper.reviewed_offline else ""
        details["审核"] = f"{paper.reviewed_on:{day}} {paper.reviewed_by.name}{on_paper}"
    if paper.signed_on:
        how = "线下签批" if paper.signed_offline else paper.signatory_name
        how += "，待确认" if paper.status is S.REGISTERED else ""
        details["签发"] = f"{paper.signed_on:{day}} {how}"
    if paper.delivered_on:
        details["送达"] = (
            f"{paper.delivered_on:{day}} {paper.sent_method.label if paper.sent_method else ''}"
        )
    elif paper.sent_at:
        details["送达"] = "已发送，待签收"
    if paper.rounds:
        details["反馈"] = f"{paper.rounds[-1].received_on:{day}} 第 {len(paper.rounds)} 次"
    if paper.closed_on:
        details["办结"] = f"{paper.closed_on:{day}}"
    return details


def due_of(paper: Instrument) -> ShownDue | None:
    """The newest reply or supplement term of the paper, with 为什么是这一天."""
    return shown_due(paper, *REPLY_TERMS)


# What of a paper's life its unit sees; anything else is the bureau's own (product.md §1).
UNIT_SEES = frozenset(
    {
        "sign", "register_signature", "confirm_signature", "back_sign", "send", "receive", "register_delivery", "deliver_by_sending",
        "answer", "offer_reply", "reply", "confirm_reply", "register_reply", "return_reply", "chase",
        "close", "finish", "void", "ask_extension", "grant_extension", "grant_further_extension",
        "pause_term", "resume_term",
        "refuse_extension", "refuse_further_extension", "register_granted", "register_refused", "withdraw_extension", "object",
        "decide_objection", "register_decision", "not_accept_objection", "withdraw_objection",
        "hand_back", "register_hand_back", "insist", "terminate", "revoked", "corrected", "register_extension", "register_objection", "reassign", "carry_on", "back_close", "back_return",
        "calendar", "redated",
    }
)  # fmt: skip


def for_unit(entries: Iterable[Entry]) -> list[Entry]:
    """The timeline as the unit sees it: the steps between both sides, without field changes."""
    return [replace(entry, changes=[]) for entry in entries if entry.action in UNIT_SEES]


def progress(paper: Instrument) -> str:
    """4 条 · 已有结论 3 条."""
    concluded = sum(item.conclusion is not None for item in paper.items)
    return (
        f"{len(paper.items)} {paper.kind.item_noun} · 已有结论 {concluded} {paper.kind.item_noun}"
    )


def taken_over_by(paper: Instrument) -> str:
    """The unit that holds the paper after 机构改革, where that is not the one it names."""
    holder = succession.present(paper.unit) if paper.unit else None
    return holder.name if holder is not None and holder.id != paper.unit_id else ""
