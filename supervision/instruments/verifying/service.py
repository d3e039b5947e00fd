"""核查 and 销号: conclusions item by item or in bulk, two supervisors agree, the head confirms."""

from collections.abc import Sequence
from datetime import date

from supervision.core import clock, duedates
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.deadlines import Term
from supervision.core.duedates import DueKind
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.instruments import standing
from supervision.instruments.delivering.service import end_due_dates
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument, InstrumentItem, WriteOffOpinion
from supervision.instruments.states import CONCLUSIONS, Conclusion, InstrumentStatus, Opinion

BY_HANDLERS = (InstrumentStatus.REPLIED,)
BY_HEAD = (InstrumentStatus.REPLIED, InstrumentStatus.VERIFIED)


def conclude(
    items: Sequence[InstrumentItem], conclusion: Conclusion, *, actor: Principal, note: str = ""
) -> None:
    """Enter one conclusion for one or many items of a replied paper; opinions on them start anew."""
    actor.require(Permission.INSTRUMENT_VERIFY)
    for item in items:
        _check(item, conclusion, note)
        item.conclusion = conclusion
        item.conclusion_note = note.strip()
        item.concluded_by_id = actor.user_id
        item.concluded_on = clock.today()
        for opinion in list(item.opinions):
            session.delete(opinion)
        item.opinions = []
    _note(items, f"核查结论“{conclusion.label}”", actor=actor)
    session.flush()
    for paper in {item.instrument for item in items}:
        standing.refresh(paper, actor=actor)


def _check(item: InstrumentItem, conclusion: Conclusion, note: str) -> None:
    _require(item, BY_HANDLERS, "填写核查结论")
    if conclusion not in CONCLUSIONS[item.nature]:
        message = f"第{item.seq}条是{item.nature.label}条目，不能记为“{conclusion.label}”"
        raise DomainError(message, field="conclusion")
    if conclusion is Conclusion.NOT_ADOPTED and not note.strip():
        message = f"第{item.seq}条记为“不采纳”须写明理由"
        raise DomainError(message, field="note")


def _require(item: InstrumentItem, states: Sequence[InstrumentStatus], verb: str) -> None:
    if item.written_off_on is not None:
        message = f"第{item.seq}条已经销号"
        raise WrongState(message)
    if item.instrument.status not in states:
        message = f"文书为“{item.instrument.status.label}”，不能{verb}"
        raise WrongState(message)


def _note(items: Sequence[InstrumentItem], what: str, *, actor: Principal) -> None:
    """One line on each paper's timeline, however many items it concerns."""
    for paper in {item.instrument for item in items}:
        which = "、".join(str(item.seq) for item in items if item.instrument is paper)
        record(
            paper, action="verify", label=f"{what}（第{which}{paper.kind.item_noun}）", actor=actor
        )


def return_reply(paper: Instrument, *, reason: str, term: Term, actor: Principal) -> None:
    """退回补充整改 with its own sub-deadline; settled items stay settled."""
    FLOW.fire(paper, "return_reply", reason=reason, actor=actor)
    row = duedates.start(
        paper, DueKind.SUPPLEMENT, term, on=clock.today(), title=f"{paper.number} 补充整改",
        basis="退回补充整改时载明的期限", event="退回", actor=actor, unit_id=paper.unit_id,
        holder_id=paper.handler_id, at_half=paper.kind.amber_at_half,
    )  # fmt: skip
    round_ = paper.rounds[-1]
    round_.returned_on, round_.return_reason, round_.supplement_due = (
        clock.today(),
        reason.strip(),
        row.due,
    )
    paper.due_on = row.due
    for item in paper.items:
        if item.conclusion is None or not item.conclusion.settles:
            item.answered = False
    standing.refresh(paper, actor=actor)


def opine(
    items: Sequence[InstrumentItem], opinion: Opinion, *, actor: Principal, note: str = ""
) -> None:
    """同意销号 or 暂缓销号 by one supervisor, for one or many items."""
    actor.require(Permission.INSTRUMENT_VERIFY)
    for item in items:
        _require(item, BY_HANDLERS, "提出销号意见")
        if item.conclusion is None or (opinion is Opinion.AGREE and not item.conclusion.settles):
            message = f"第{item.seq}条尚无可以销号的核查结论"
            raise DomainError(message)
        _put_opinion(item, opinion, note, actor)
    _note(items, opinion.label, actor=actor)
    session.flush()


def _put_opinion(item: InstrumentItem, opinion: Opinion, note: str, actor: Principal) -> None:
    own = next((one for one in item.opinions if one.user_id == actor.user_id), None)
    if own is None:
        own = WriteOffOpinion(
            body_id=item.body_id,
            instrument_id=item.instrument_id,
            item_id=item.id,
            user_id=actor.user_id,
            user_name=actor.name,
            created_by_id=actor.user_id,
        )
        item.opinions.append(own)
    own.opinion, own.note, own.given_on = opinion, note.strip(), clock.today()


def agreed(item: InstrumentItem) -> bool:
    """Whether two supervisors agree to write the item off."""
    return len({one.user_id for one in item.opinions if one.opinion is Opinion.AGREE}) >= 2


def write_off(items: Sequence[InstrumentItem], *, actor: Principal) -> None:
    """The section head confirms 销号 of single items: a paper can be 5 of 7 done."""
    actor.require(Permission.INSTRUMENT_CLOSE)
    for item in items:
        _require(item, BY_HEAD, "确认销号")
        if not agreed(item):
            message = f"第{item.seq}条须两名监督人员同意销号"
            raise DomainError(message)
        if actor.user_id in {one.user_id for one in item.opinions}:
            message = "提出销号意见的人不能确认销号"
            raise Forbidden(message)
        _write_off(item, on=clock.today(), actor=actor)
    _note(items, "确认销号", actor=actor)
    session.flush()
    for paper in {item.instrument for item in items}:
        standing.refresh(paper, actor=actor)


def _write_off(item: InstrumentItem, *, on: date, actor: Principal) -> None:
    item.written_off_on = on
    item.written_off_by_id = actor.user_id


def pass_verification(paper: Instrument, *, actor: Principal) -> None:
    """Every item concluded and agreed by two: to the section head."""
    FLOW.fire(paper, "pass_verification", actor=actor)
    standing.refresh(paper, actor=actor)


def reopen(paper: Instrument, *, reason: str, actor: Principal) -> None:
    """The section head wants it checked again."""
    FLOW.fire(paper, "reopen", reason=reason, actor=actor)
    standing.refresh(paper, actor=actor)


def close(paper: Instrument, *, actor: Principal) -> None:
    """确认销号并办结: what is not written off yet is written off now; problems follow."""
    FLOW.check(paper, "close", actor=actor)
    for item in paper.items:
        if item.written_off_on is None:
            _write_off(item, on=clock.today(), actor=actor)
    _end(paper, "close", actor=actor)


def finish(paper: Instrument, *, actor: Principal) -> None:
    """办结 of a paper that wants no reply."""
    FLOW.check(paper, "finish", actor=actor)
    _end(paper, "finish", actor=actor)


def _end(paper: Instrument, verb: str, *, actor: Principal) -> None:
    paper.closed_on = clock.today()
    FLOW.fire(paper, verb, actor=actor)
    end_due_dates(paper, met=True)
    standing.refresh(paper, actor=actor)


def archive(paper: Instrument, *, actor: Principal) -> None:
    """归档 of a closed paper."""
    FLOW.fire(paper, "archive", actor=actor)
