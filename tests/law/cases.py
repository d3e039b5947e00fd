"""For every act with conditions: a record and a person for whom it is open, and what closes it, condition by condition.

The records stand by themselves, outside any store, unless a condition asks about other records.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from supervision.actions.models import ActionUnit, SupervisionAction
from supervision.clues.models import Clue
from supervision.clues.states import ClueStatus
from supervision.core import clock
from supervision.core.access import Principal, Role
from supervision.instruments.extending.models import Extension
from supervision.instruments.models import (
    Instrument,
    InstrumentItem,
    InstrumentKind,
    WriteOffOpinion,
)
from supervision.instruments.reviewing.models import NoteState, ReviewNote
from supervision.instruments.states import Conclusion, DeliveryMethod, KindPurpose, Nature, Opinion
from supervision.interviews.models import Interview, Interviewee
from supervision.interviews.states import InterviewStatus
from supervision.problems.models import Problem, Recurrence, Severity
from supervision.referrals.models import Referral
from supervision.referrals.states import ReferralStatus

BODY, ME, DAY = 1, 1, date(2026, 3, 2)
DRAFTER, REVIEWER, ANOTHER = 11, 12, 13
Break = Callable[[Any], dict[str, Any] | None]  # changes the record, or says who acts instead


@dataclass(frozen=True)
class Case:
    """`breaks`: condition as the table words it → what makes it unmet."""

    record: Callable[[], Any]
    role: Role
    breaks: dict[str, Break]
    head_confirms: bool = False  # the setting that asks for the unit head
    me: int = ME

    def actor(self, **otherwise: Any) -> Principal:
        me = Principal(self.me, "示例", roles=frozenset({self.role}), body_id=BODY)
        return replace(me, **otherwise)


def put(**values: Any) -> Break:
    """The record is otherwise."""

    def apply(record: Any) -> None:
        for name, value in values.items():
            setattr(record, name, value)

    return apply


def by(user_id: int) -> Break:
    """It is this person who acts."""
    return lambda _record: {"user_id": user_id}


def action() -> SupervisionAction:
    made = SupervisionAction(body_id=BODY, created_by_id=DRAFTER, handler_id=DRAFTER)
    made.unit_links = [ActionUnit(unit_id=1)]
    return made


def clue() -> Clue:
    return Clue(body_id=BODY, handler_id=ME, report_wanted=True)


def _late(model: Any, state: Any) -> Any:
    """Entered late, and nobody has looked at it."""
    return model(body_id=BODY, handler_id=ME, created_by_id=ME, back_entered=True, status=state)


def problem(**values: Any) -> Problem:
    given = {"explained_on": DAY, "first_by_id": DRAFTER, "second_by_id": ANOTHER, "paper_id": None}
    return Problem(body_id=BODY, handler_id=DRAFTER, **{**given, **values})


def kind(**values: Any) -> InstrumentKind:
    given = {"natures": ["corrective"], "reply_wanted": True, "returnable": True}
    return InstrumentKind(body_id=BODY, code="decision", **{**given, **values})


def paper(**values: Any) -> Instrument:
    given = {
        "kind": kind(), "drafted_by_id": DRAFTER, "handler_id": DRAFTER, "author_ids": [DRAFTER],
        "reviewed_by_id": REVIEWER, "sent_method": DeliveryMethod.ELECTRONIC, "reply_ready": True, "reply_by_ids": [],
        "back_entered": True, "items": [item(), item()],
    }  # fmt: skip
    return Instrument(body_id=BODY, **{**given, **values})


def ours() -> Instrument:
    """Drafted here, not entered late."""
    return paper(back_entered=False)


def objectionable() -> Instrument:
    """Delivered today, of a kind that may be objected to."""
    objected = kind(objection_number=10, objection_unit="工作日")
    return paper(kind=objected, delivered_on=clock.today())


def item() -> InstrumentItem:
    """Answered, concluded, agreed upon by two."""
    made = InstrumentItem(
        seq=1, nature=Nature.CORRECTIVE, answered=True, conclusion=Conclusion.MENDED
    )
    made.opinions = [
        WriteOffOpinion(user_id=one, opinion=Opinion.AGREE) for one in (DRAFTER, ANOTHER)
    ]
    return made


def unmended() -> InstrumentItem:
    """Answered, and not put right."""
    made = item()
    made.conclusion, made.opinions = Conclusion.PARTLY, []
    return made


def one_item(**values: Any) -> Break:
    """The second item is otherwise."""
    return lambda record: put(**values)(record.items[1])


def own_kind(**values: Any) -> Break:
    return put(kind=kind(**values))


def referral(**values: Any) -> Referral:
    given = {"handler_id": ME, "created_by_id": ME, "approved_on": DAY, "answer_wanted": True}
    return Referral(body_id=BODY, **{**given, **values})


def _remarked(record: Any) -> None:
    """The review said something that nobody has answered yet."""
    record.notes = [ReviewNote(state=NoteState.OPEN)]


HANDLER, HEAD, LEADER = Role.HANDLER, Role.REVIEWER, Role.SIGNATORY
MINE = {"是本件承办人": by(ANOTHER)}
NOT_AUTHOR = {"没有拟制、修改过本件": put(author_ids=[DRAFTER, ME])}
ANSWERED_ALL = "审核意见都已处理"
NAMES_A_PAPER = "撤销、更正文书从所指的文书上拟制"
READY = {
    "不是补录的文书": put(back_entered=True),
    "文种分条的至少有一条": put(items=[]),
    NAMES_A_PAPER: put(kind=kind(purpose=KindPurpose.CORRECTION)),
    ANSWERED_ALL: _remarked,
}
NOT_WITH_ANOTHER = {
    "不随约谈、移交办理": put(subject_type="interview"),
    "不是发给多个单位的文书": own_kind(many_units=True),
}
ANSWERED = {
    "每一条都已答复": one_item(answered=False),
    "文种要求反馈": own_kind(reply_wanted=False),
}
OTHER_REFERRAL = {
    "不是承办人、拟制人": put(created_by_id=ME),
    "尚未批准": put(approved_on=DAY),
}


EXPLAINED = {"已登记单位说明": put(explained_on=None)}
SIGNED = {
    "监督人员已经认定": put(first_by_id=None),
    "严重问题已有两名监督人员认定": put(severity=Severity.GRAVE),
    "不是认定人": by(DRAFTER),
}


def signed_once() -> Problem:
    """One supervisor has signed that it is a fact."""
    return problem(second_by_id=None)


def interview(*, heads: bool) -> Interview:
    made = Interview(handler_id=DRAFTER, created_by_id=DRAFTER)
    made.interviewees = [Interviewee(in_leadership=heads)]
    return made


def open_referral() -> Referral:
    return referral(handler_id=DRAFTER, created_by_id=DRAFTER, approved_on=None)


ENTERED_HERE = {"不是补录": put(back_entered=True)}
LATE = {"是没有核对的补录": put(back_entered=False), "是登记人、承办人": by(ANOTHER)}
CASES: dict[tuple[str, str], Case] = {
    ("监督行动", "approve"): Case(action, LEADER, {"不是登记人": by(DRAFTER)}),
    ("监督行动", "confirm_approval"): Case(action, HEAD, {"不是登记人、承办人": by(DRAFTER)}),
    ("线索与转办件", "accept"): Case(clue, HEAD, ENTERED_HERE),
    ("监督行动", "begin"): Case(action, HANDLER, {"已确定被监督单位": put(unit_links=[])}),
    **{("线索与转办件", name): Case(clue, HANDLER, MINE) for name in ("check", "pass_on", "close")},
    ("线索与转办件", "report"): Case(clue, HANDLER, {**MINE, "来件要求回告": put(report_wanted=False)}),
    ("发现问题", "establish"): Case(lambda: problem(first_by_id=None, second_by_id=None), HANDLER, {
        **EXPLAINED, "没有认定过": put(first_by_id=ME, severity=Severity.GRAVE),
        "认定后仍须他人认定": put(first_by_id=DRAFTER)}),
    ("发现问题", "establish_second"): Case(signed_once, HANDLER, {
        **EXPLAINED, "没有认定过": by(DRAFTER), "另一名监督人员已经认定": put(first_by_id=None),
        "不是严重问题": put(severity=Severity.GRAVE)}),
    ("发现问题", "confirm"): Case(signed_once, HEAD, SIGNED),
    ("发现问题", "fix_on_spot"): Case(signed_once, HEAD, {"没有列入文书": put(paper_id=1), **SIGNED}),
    ("发现问题", "remove"): Case(lambda: problem(first_by_id=None, second_by_id=None, explained_on=None), HANDLER, {
        "没有登记单位说明": put(explained_on=DAY), "没有认定过": put(first_by_id=DRAFTER),
        "没有列入文书": put(paper_id=1)}),
    **{("发现问题", name): Case(lambda: problem(back_entered=True), HANDLER, {
        "是补录的问题": put(back_entered=False)})
       for name in ("back_establish", "back_fix", "back_unfixable")},
    **{("发现问题", name): Case(lambda: problem(recurrence=Recurrence.SUSPECTED), HANDLER, {
        "有待确认的疑似整改后又发生": put(recurrence=Recurrence.NONE)})
       for name in ("confirm_recurrence", "deny_recurrence")},
    ("文书", "submit"): Case(ours, HANDLER, READY),
    ("文书", "withdraw"): Case(paper, HANDLER, {"是拟稿人或承办人": by(ANOTHER)}, me=DRAFTER),
    ("文书", "pass_review"): Case(paper, HEAD, {**NOT_AUTHOR, ANSWERED_ALL: _remarked}),
    **{("文书", name): Case(paper, HEAD, NOT_AUTHOR) for name in ("comment", "propose_words")},
    ("文书", "instruct"): Case(paper, LEADER, NOT_AUTHOR),
    ("文书", "send_back"): Case(paper, HEAD, NOT_AUTHOR),
    ("文书", "discard"): Case(ours, HANDLER, {
        "是拟稿人或承办人": by(ANOTHER), "不是补录的文书": put(back_entered=True)}, me=DRAFTER),
    ("文书", "refuse"): Case(paper, LEADER, NOT_AUTHOR),
    ("文书", "sign"): Case(paper, LEADER, {**NOT_AUTHOR, "没有审核本件": by(REVIEWER), ANSWERED_ALL: _remarked}),
    ("文书", "register_signature"): Case(ours, HANDLER, READY),
    ("文书", "confirm_signature"): Case(paper, HEAD, NOT_AUTHOR),
    ("文书", "refuse_signature"): Case(paper, HEAD, NOT_AUTHOR),
    **{("文书", name): Case(paper, role, {"是补录的文书": put(back_entered=False)})
       for name, role in (("refuse_entry", HEAD), ("withdraw_entry", HANDLER))},
    ("文书", "back_sign"): Case(paper, HANDLER, {"是补录的文书": put(back_entered=False)}),
    ("文书", "send"): Case(lambda: paper(sent_at=None, unit_id=1), HANDLER, {
        "还没有电子送达": put(sent_at=datetime(2026, 3, 2, tzinfo=UTC)),
        "主送机关是本系统中的被监督单位（发给多个单位的，逐个送达）": put(unit_id=None)}),
    ("文书", "receive"): Case(paper, Role.LIAISON, {"已作电子送达": put(sent_method=DeliveryMethod.MAIL)}),
    ("文书", "deliver_by_sending"): Case(paper, HANDLER, {"已作电子送达": put(sent_method=None)}),
    **{("文书", name): Case(paper, Role.LIAISON, {"文种要求反馈": own_kind(reply_wanted=False)})
       for name in ("plan", "answer")},
    ("文书", "offer_reply"): Case(paper, Role.LIAISON, {
        **ANSWERED, "规定由单位负责人确认": put()}, head_confirms=True),
    ("文书", "object"): Case(objectionable, Role.LIAISON, {
        "文种设有异议期限": own_kind(), "异议期限尚未届满": put(delivered_on=date(2020, 1, 2))}),
    ("文书", "register_objection"): Case(objectionable, HANDLER, {"文种设有异议期限": own_kind()}),
    ("文书", "draft_revocation"): Case(paper, HANDLER, {
        "不是撤销决定书、复查决定书": own_kind(purpose=KindPurpose.REVIEW), **NOT_WITH_ANOTHER}),
    ("文书", "draft_correction"): Case(paper, HANDLER, NOT_WITH_ANOTHER),
    ("文书", "reply"): Case(paper, Role.LIAISON, {
        **ANSWERED, "没有规定由单位负责人确认": put()}),
    ("文书", "confirm_reply"): Case(paper, Role.UNIT_HEAD, {
        **ANSWERED, "联络员已提交": put(reply_ready=False), "没有答复、提交此次反馈": put(reply_by_ids=[ME]),
        "规定由单位负责人确认": put()}, head_confirms=True),
    ("文书", "register_reply"): Case(paper, HANDLER, {"文种要求反馈": own_kind(reply_wanted=False)}),
    ("文书", "return_reply"): Case(lambda: paper(items=[item(), unmended()]), HANDLER, {
        "还有没有整改到位的条目（转办事项：没有人认可的）": one_item(conclusion=Conclusion.MENDED)}),
    ("文书", "pass_verification"): Case(paper, HANDLER, {
        "每一条都有可以销号的核查结论": one_item(conclusion=Conclusion.PARTLY),
        "每一条都有监督人员同意销号（严重问题两名）": one_item(opinions=[])}),
    ("文书", "close"): Case(paper, HEAD, {"没有提出过销号意见": by(ANOTHER)}),
    ("文书", "finish"): Case(lambda: paper(kind=kind(reply_wanted=False)), HEAD, {
        "文种不要求反馈": own_kind(reply_wanted=True)}),
    ("文书", "hand_back"): Case(paper, Role.LIAISON, {"文种可以退回改派": own_kind(returnable=False)}),
    ("文书", "register_hand_back"): Case(paper, HANDLER, {"文种可以退回改派": own_kind(returnable=False)}),
    ("文书", "back_return"): Case(paper, HANDLER, {"是补录的文书": put(back_entered=False)}),
    ("文书", "back_close"): Case(paper, HANDLER, {"是补录的文书": put(back_entered=False)}),
    ("延期", "grant_extension"): Case(lambda: Extension(further=False), HEAD, {"是首次延期": put(further=True)}),
    ("延期", "forward_extension"): Case(lambda: Extension(further=True), HEAD, {
        "此前已批准过延期": put(further=False)}),
    **{("延期", name): Case(lambda: Extension(reviewed_by_id=REVIEWER), LEADER, {"没有审核本次延期": by(REVIEWER)})
       for name in ("grant_further_extension", "refuse_further_extension")},
    **{(title, "give_up_entry"): Case(partial(_late, model, state), HANDLER, LATE) for title, model, state in (
        ("线索与转办件", Clue, ClueStatus.REGISTERED), ("约谈", Interview, InterviewStatus.DRAFTED),
        ("移交移送", Referral, ReferralStatus.DRAFT))},
    ("约谈", "approve"): Case(lambda: interview(heads=False), HEAD, {
        "不是拟定人": by(DRAFTER),
        **ENTERED_HERE,
        "约谈对象中没有部门负责人": put(interviewees=[Interviewee(in_leadership=True)])}),
    ("约谈", "approve_heads"): Case(lambda: interview(heads=True), LEADER, {
        "不是拟定人": by(DRAFTER), "约谈对象中有部门负责人": put(interviewees=[]), **ENTERED_HERE}),
    ("约谈", "register_approval"): Case(lambda: interview(heads=True), HANDLER, ENTERED_HERE),
    ("约谈", "confirm_approval"): Case(lambda: interview(heads=True), HEAD, {
        "不是拟定人": by(DRAFTER), **ENTERED_HERE}),
    ("约谈", "track"): Case(lambda: Interview(promise_due=DAY), HANDLER, {
        "已登记整改承诺及期限": put(promise_due=None)}),
    **{("约谈", name): Case(lambda: Interview(interviewees=[Interviewee(promise_due=DAY)]), HANDLER, {
        "有分别承诺": put(interviewees=[])}) for name in ("keep", "all_kept")},
    **{("移交移送", name): Case(referral, HANDLER, MINE) for name in ("receive", "return", "process", "answer")},
    ("移交移送", "send"): Case(referral, HANDLER, {**MINE, "已经批准": put(approved_on=None)}),
    ("移交移送", "approve"): Case(open_referral, LEADER, OTHER_REFERRAL),
    ("移交移送", "register_approval"): Case(lambda: referral(approved_on=None), HANDLER, {
        **MINE, "尚未批准": put(approved_on=DAY), **ENTERED_HERE}),
    ("移交移送", "register_refuse"): Case(lambda: referral(approved_on=None), HANDLER, {
        **MINE, "尚未批准": put(approved_on=DAY), **ENTERED_HERE}),
    ("移交移送", "submit"): Case(referral, HANDLER, {**MINE, **ENTERED_HERE}),
    ("移交移送", "confirm_approval"): Case(open_referral, HEAD, {**OTHER_REFERRAL, **ENTERED_HERE}),
    ("移交移送", "refuse"): Case(open_referral, LEADER, OTHER_REFERRAL),
    ("移交移送", "archive"): Case(lambda: referral(status=ReferralStatus.RECEIVED, answer_wanted=False), HANDLER, {
        **MINE, "要求回告的已经回告": put(answer_wanted=True)}),
}  # fmt: skip
