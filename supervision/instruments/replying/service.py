"""The unit's side: plan, answer item by item, send; or a reply on paper is registered (代录反馈)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from supervision.accounts.service import has_head
from supervision.agencies import succession
from supervision.core import clock, duedates, settings
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.errors import DomainError, WrongState
from supervision.core.files import StoredFile, attach
from supervision.core.files.models import Purpose
from supervision.instruments import item_terms
from supervision.instruments.extending import service as extending
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument, InstrumentItem, InstrumentKind, ReplyRound
from supervision.instruments.replying import confirming, overall, planning, unsent
from supervision.instruments.states import ReplyChannel
from supervision.instruments.verifying import judged

NO_HEAD = (
    "本单位没有在用的单位负责人账号，没有人可以确认；请联系安全管理员开通，或者以加盖公章的来文反馈"
)
NOT_BY_POST = "此文种没有设定以交邮日为准，按收文日期认定"


@dataclass(frozen=True)
class PlanFacts:
    """整改方案 of one item: measures, who, by when."""

    plan: str
    plan_by: str = ""
    plan_until: date | None = None


@dataclass(frozen=True)
class RegisteredReply:
    """A reply that came on paper: 来文文号、来文日期、收文日期, answers by item id, the scan; when it was
    posted, where the kind counts by that day."""

    letter_number: str
    letter_date: date
    received_on: date
    answers: Mapping[int, str]
    summary: str = ""
    scans: tuple[StoredFile, ...] = field(default_factory=tuple)
    posted_on: date | None = None


def is_open(item: InstrumentItem) -> bool:
    """Whether the unit may still answer: settled items of an earlier round stay as they are."""
    return item.conclusion is None or not item.conclusion.settles


def save_plan(item: InstrumentItem, facts: PlanFacts, *, actor: Principal) -> None:
    """The optional plan before the reply."""
    FLOW.check(item.instrument, "plan", actor=actor)
    item.plan, item.plan_by, item.plan_until = facts.plan, facts.plan_by, facts.plan_until
    session.flush()
    planning.follow(item, actor=actor)
    planning.filed(item.instrument)


def answer(item: InstrumentItem, measures: str, *, actor: Principal) -> None:
    """The unit's answer to one item; may be saved many times until the reply is sent.

    The words of the last round count in this one only once they are given again: this is the act.
    """
    if not is_open(item):
        message = f"第{item.seq}条已有核查结论，不必再答复"
        raise WrongState(message)
    note = f"答复第{item.seq}{item.instrument.kind.item_noun}"
    FLOW.fire(item.instrument, "answer", actor=actor, note=note)
    item.measures = measures.strip()
    item.answered = bool(item.measures)
    confirming.signed_into(item.instrument, actor)
    if not item.answered:
        item.instrument.reply_ready = False  # nothing for the head to confirm any more
    session.flush()
    planning.follow(item, actor=actor)


def add_evidence(
    item: InstrumentItem, stored: StoredFile, *, actor: Principal, purpose: Purpose, shows: str,
    event_date: date | None,
) -> None:  # fmt: skip
    """佐证 for one item, seen by both sides."""
    FLOW.check(item.instrument, "answer", actor=actor)
    attach(
        stored, item, actor=actor, purpose=purpose, shows=shows, event_date=event_date,
        unit_id=item.instrument.unit_id,
    )  # fmt: skip
    session.flush()


def offer(paper: Instrument, *, actor: Principal) -> None:
    """Where the setting asks for it: hand the finished reply to the 单位负责人 for confirmation."""
    FLOW.check(paper, "offer_reply", actor=actor)
    holder = succession.holder(paper.unit)
    if holder is None or not has_head(holder.id):
        raise WrongState(NO_HEAD)
    confirming.signed_into(paper, actor)
    FLOW.fire(paper, "offer_reply", actor=actor)
    paper.reply_ready = True
    session.flush()


def check_sending(paper: Instrument, *, actor: Principal) -> None:
    """Whether `actor` may 报送 now; DomainError says why not."""
    FLOW.check(paper, _sending(), actor=actor)


def _sending() -> str:
    return "confirm_reply" if settings.get("head_confirms_reply") else "reply"


def send(paper: Instrument, *, actor: Principal, summary: str = "") -> ReplyRound:
    """报送反馈: what was answered is frozen in a round."""
    verb = _sending()
    FLOW.fire(paper, verb, actor=actor)
    round_ = _round(paper, ReplyChannel.ELECTRONIC, on=clock.today(), summary=summary, actor=actor)
    round_.confirmed_by_id = actor.user_id if verb == "confirm_reply" else None
    _finish(paper, on=clock.today(), actor=actor)
    return round_


def register(paper: Instrument, facts: RegisteredReply, *, actor: Principal) -> ReplyRound:
    """代录反馈: the sealed letter is the confirmation; equal in rank to a reply typed by the unit."""
    _check(paper, facts)
    left = unsent.against(paper, facts.answers, facts.summary)
    for item in paper.items:
        if is_open(item):
            item.measures = facts.answers.get(item.id, "").strip()
            item.answered = bool(item.measures)
    session.flush()
    FLOW.fire(
        paper,
        "register_reply",
        actor=actor,
        note=f"代录反馈（{facts.letter_number or '无文号来文'}）",
    )
    round_ = _round(
        paper, ReplyChannel.REGISTERED, on=facts.received_on, summary=facts.summary, actor=actor
    )
    round_.answers = [*round_.answers, *left]
    round_.letter_number, round_.letter_date = facts.letter_number, facts.letter_date
    round_.posted_on = facts.posted_on
    for scan in facts.scans:
        attach(
            scan, round_, actor=actor, purpose=Purpose.REPLY_SCAN, event_date=facts.letter_date,
            unit_id=paper.unit_id,
        )  # fmt: skip
    _finish(paper, on=facts.received_on, posted=facts.posted_on, actor=actor)
    return round_


def _check(paper: Instrument, facts: RegisteredReply) -> None:
    asked = _what, since = paper.asked_since
    check_days(facts.letter_date, facts.received_on, asked)
    if facts.posted_on is not None:
        check_posted(paper.kind, facts.posted_on, facts.letter_date, facts.received_on, since)
    missing = [
        str(item.seq)
        for item in paper.items
        if is_open(item) and not facts.answers.get(item.id, "").strip()
    ]
    if missing:
        message = f"请填写第{'、'.join(missing)}条的答复（来文未答复的，写明“来文未答复”）"
        raise DomainError(message, field="answers")


def check_days(written: date, received: date, asked: tuple[str, date | None]) -> None:
    """DomainError unless a letter written and received then can answer what it was asked for, and when."""
    what, since = asked
    if since and received < since:
        message = f"收文日期不得早于{what}的{clock.chinese_date(since)}"
        raise DomainError(message, field="received_on")
    if received > clock.today():
        message = "收文日期不得晚于今天"
        raise DomainError(message, field="received_on")
    if since and written < since:
        message = f"来文日期不得早于{what}的{clock.chinese_date(since)}"
        raise DomainError(message, field="letter_date")
    if written > received:
        message = "来文日期不得晚于收文日期"
        raise DomainError(message, field="letter_date")


def check_posted(
    kind: InstrumentKind, posted: date, written: date, received: date, asked: date | None
) -> None:
    """DomainError unless the kind counts by the day of posting, and the letter could be posted then."""
    if not kind.posted_counts:
        raise DomainError(NOT_BY_POST, field="posted_on")
    if asked is not None and posted < asked:
        raise DomainError(f"交邮日期不得早于送达或者退回的日期{asked}", field="posted_on")
    if not written <= posted <= received:
        message = "交邮日期须在来文日期之后、收文日期之前（含当日）"
        raise DomainError(message, field="posted_on")


def _round(
    paper: Instrument, channel: ReplyChannel, *, on: date, summary: str, actor: Principal
) -> ReplyRound:
    round_ = ReplyRound(
        body_id=paper.body_id,
        instrument=paper,
        number=len(paper.rounds) + 1,
        channel=channel,
        sent_on=on,
        received_on=on,
        summary=summary,
        answers=[
            {"seq": item.seq, "item_id": item.id, "measures": item.measures} for item in paper.items
        ],
        created_by_id=actor.user_id,
    )
    session.add(round_)
    session.flush()
    return round_


def _finish(paper: Instrument, *, on: date, actor: Principal, posted: date | None = None) -> None:
    paper.reply_ready, paper.reply_by_ids = False, []
    for item in paper.items:
        if is_open(item):
            judged.begin_anew(item)
    overall.sent(paper)
    extending.lapse(paper, actor=actor, because="单位已反馈")
    for row in duedates.of_owner(paper, DueKind.REPLY, DueKind.SUPPLEMENT):
        if not row.state.over:
            duedates.close(row, on=on, posted=posted)
    item_terms.settle(paper, on=on, posted=posted)
    planning.settle(paper, on=on, met=True)
    session.flush()
