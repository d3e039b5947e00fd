"""核查 and 销号: conclusions item by item or in bulk; two people write off, three what is 严重."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from supervision.core import clock, duedates
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.deadlines import Term
from supervision.core.duedates import DueKind
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.core.files import Attachment
from supervision.core.files.models import Purpose
from supervision.core.files.store import attachments_by_owner
from supervision.instruments import item_terms
from supervision.instruments.delivering.service import end_due_dates
from supervision.instruments.extending import service as extending
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument, InstrumentItem, WriteOffOpinion
from supervision.instruments.objecting import service as objecting
from supervision.instruments.states import CONCLUSIONS, Conclusion, Nature, Opinion
from supervision.instruments.verifying import agreement, judged
from supervision.problems.models import Problem
from supervision.problems.service import Outcome, in_bulk

NOT_ON_PAPER = "问题尚未列入文书，无从销号"


def conclude(
    items: Sequence[InstrumentItem], conclusion: Conclusion, *, actor: Principal, note: str = ""
) -> None:
    """Enter one conclusion for one or many items of a replied paper; opinions on them start anew."""
    _check_open(items, "conclude", actor)
    _check_proof(items, conclusion, note)
    for item in items:
        _check(item, conclusion, note)
    _fire(items, "conclude", f"核查结论“{conclusion.label}”", actor=actor)
    for item in items:
        item.conclusion = conclusion
        item.conclusion_note = note.strip()
        item.concluded_by_id = actor.user_id
        item.concluded_on = clock.today()
        for opinion in list(item.opinions):
            session.delete(opinion)
        item.opinions = []
    session.flush()


def _check(item: InstrumentItem, conclusion: Conclusion, note: str) -> None:
    if conclusion not in CONCLUSIONS[item.nature]:
        message = f"第{item.seq}条是{item.nature.label}条目，不能记为“{conclusion.label}”"
        raise DomainError(message, field="conclusion")
    if conclusion is Conclusion.NOT_ADOPTED and not note.strip():
        message = f"第{item.seq}条记为“不采纳”须写明理由"
        raise DomainError(message, field="note")


def _check_proof(items: Sequence[InstrumentItem], conclusion: Conclusion, note: str) -> None:
    """已整改 rests on 佐证 (of the item or of its problem), or says why there is none."""
    if conclusion is not Conclusion.MENDED or note.strip():
        return
    own = attachments_by_owner(items)
    problems = [item.problem for item in items if item.problem is not None]
    of_problem = attachments_by_owner(problems)
    bare = [
        str(item.seq)
        for item in items
        if not own[item.id] and not (item.problem_id and _mended(of_problem[item.problem_id]))
    ]
    if bare:
        message = f"第{'、'.join(bare)}条没有佐证，记为“已整改”须在核查意见中写明依据"
        raise DomainError(message, field="note")


def _mended(evidence: Sequence[Attachment]) -> bool:
    """Whether something shows the state afterwards."""
    return any(one.purpose is Purpose.AFTER for one in evidence)


def _check_open(items: Sequence[InstrumentItem], verb: str, actor: Principal) -> None:
    """The step is open on each item's paper, and no item is written off yet."""
    for paper in _papers(items):
        FLOW.check(paper, verb, actor=actor)
    gone = [str(item.seq) for item in items if item.written_off_on is not None]
    if gone:
        message = f"第{'、'.join(gone)}条已经销号"
        raise WrongState(message)
    ended = [item for item in items if agreement.ended_otherwise(item)]
    if ended and ended[0].problem is not None:
        which = "、".join(str(item.seq) for item in ended)
        raise WrongState(f"第{which}条的问题已“{ended[0].problem.status.label}”，不再核查、销号")


def _papers(items: Sequence[InstrumentItem]) -> list[Instrument]:
    return list(dict.fromkeys(item.instrument for item in items))


def _fire(items: Sequence[InstrumentItem], verb: str, what: str, *, actor: Principal) -> None:
    """The step on each paper, one line on its timeline however many items it concerns."""
    for paper in _papers(items):
        which = "、".join(str(item.seq) for item in items if item.instrument is paper)
        FLOW.fire(paper, verb, actor=actor, note=f"{what}（第{which}{paper.kind.item_noun}）")


def return_reply(paper: Instrument, *, reason: str, term: Term, actor: Principal) -> None:
    """退回补充整改 with its own sub-deadline; settled items stay settled."""
    FLOW.fire(paper, "return_reply", reason=reason, actor=actor)
    item_terms.follow_paper(paper, actor=actor)
    duedates.start(
        paper, DueKind.SUPPLEMENT, term, on=clock.today(), title=f"{paper.number} 补充整改",
        basis="退回补充整改时载明的期限", event="退回", actor=actor, unit_id=paper.unit_id,
        holder_id=paper.handler_id, at_half=paper.kind.amber_at_half,
    )  # fmt: skip
    round_ = paper.rounds[-1]
    round_.returned_on, round_.return_reason = clock.today(), reason.strip()
    judged.keep(round_, [item for item in paper.items if goes_back(item)])
    for item in paper.items:
        _reopen(item)
    session.flush()


def _reopen(item: InstrumentItem) -> None:
    """What is not settled is answered anew; of a 转办事项 also what nobody accepted (退回重办)."""
    if (
        item.written_off_on is None
        and item.nature is Nature.MATTER
        and not agreement.agreeing(item)
    ):
        item.conclusion = None
        for opinion in list(item.opinions):
            session.delete(opinion)
        item.opinions = []
    if goes_back(item):
        item.answered = False


def goes_back(item: InstrumentItem) -> bool:
    """Whether the unit answers it anew where the reply is sent back now."""
    if agreement.is_over(item):
        return False
    if item.nature is Nature.MATTER and not agreement.agreeing(item):
        return True
    return item.conclusion is None or not item.conclusion.settles


def check_opining(items: Sequence[InstrumentItem], opinion: Opinion, *, actor: Principal) -> None:
    """DomainError where `actor` may not say so of each of the items."""
    _check_open(items, "opine", actor)
    for item in items:
        if item.conclusion is None or (opinion is Opinion.AGREE and not item.conclusion.settles):
            message = f"第{item.seq}条尚无可以销号的核查结论"
            raise DomainError(message)


def opine(
    items: Sequence[InstrumentItem], opinion: Opinion, *, actor: Principal, note: str = ""
) -> None:
    """同意销号 or 暂缓销号 by one supervisor; an item on which two agree is written off by that."""
    check_opining(items, opinion, actor=actor)
    _fire(items, "opine", opinion.label, actor=actor)
    for item in items:
        _put_opinion(item, opinion, note, actor)
    if opinion is Opinion.AGREE:
        _complete([item for item in items if agreement.completed_by(item, actor)], actor=actor)
    session.flush()


def _complete(items: Sequence[InstrumentItem], *, actor: Principal) -> None:
    """The second of two people agreed."""
    if not items:
        return
    _fire(items, "write_off_agreed", "两名监督人员同意，销号", actor=actor)
    for item in items:
        _write_off(item, on=clock.today(), actor=actor)
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


def check_writing_off(items: Sequence[InstrumentItem], *, actor: Principal) -> None:
    """DomainError where `actor` may not confirm each of the items."""
    _check_open(items, "write_off", actor)
    for item in items:
        refusal = agreement.refuses(item, actor)
        if refusal is not None:
            raise Forbidden(refusal)


def write_off(items: Sequence[InstrumentItem], *, actor: Principal) -> None:
    """The section head confirms 销号 of single items: a paper can be 5 of 7 done."""
    check_writing_off(items, actor=actor)
    _fire(items, "write_off", "确认销号", actor=actor)
    for item in items:
        _write_off(item, on=clock.today(), actor=actor)
    session.flush()


def check_agreeing(item: InstrumentItem, *, actor: Principal) -> None:
    """DomainError where 同意销号 of `actor` would come to nothing: theirs has been given, another's is wanted."""
    check_opining([item], Opinion.AGREE, actor=actor)
    if actor.user_id in agreement.agreeing(item):
        raise WrongState(f"你已经同意第{item.seq}条销号，须由其他人员同意或者确认")


def agree_over(problems: Sequence[Problem], *, actor: Principal) -> list[Outcome]:
    """同意销号 of problems of the ledger, each by its own item with its own result."""

    def agree(problem: Problem) -> None:
        item = _item_of(problem)
        check_agreeing(item, actor=actor)
        opine([item], Opinion.AGREE, actor=actor)

    return in_bulk(problems, agree)


def write_off_over(problems: Sequence[Problem], *, actor: Principal) -> list[Outcome]:
    """确认销号 of problems of the ledger, each by its own item with its own result."""
    return in_bulk(problems, lambda one: write_off([_item_of(one)], actor=actor))


def _item_of(problem: Problem) -> InstrumentItem:
    """The item that speaks for a problem."""
    own = sa.select(InstrumentItem).where(
        InstrumentItem.instrument_id == problem.paper_id, InstrumentItem.problem_id == problem.id
    )
    item = session.scalars(own.order_by(InstrumentItem.id).limit(1)).first()
    if item is None:
        raise WrongState(NOT_ON_PAPER)
    return item


def _write_off(item: InstrumentItem, *, on: date, actor: Principal) -> None:
    item.written_off_on = on
    item.written_off_by_id = actor.user_id


def pass_verification(paper: Instrument, *, actor: Principal) -> None:
    """Every item concluded and agreed: to the section head."""
    FLOW.fire(paper, "pass_verification", actor=actor)
    session.flush()


def reopen(paper: Instrument, *, reason: str, actor: Principal) -> None:
    """The section head wants it checked again."""
    FLOW.fire(paper, "reopen", reason=reason, actor=actor)
    session.flush()


def close(paper: Instrument, *, actor: Principal) -> None:
    """确认销号并办结: what is not written off yet is written off now; problems follow."""
    FLOW.check(paper, "close", actor=actor)
    for item in paper.items:
        if not agreement.is_over(item):
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
    session.flush()


def terminate(paper: Instrument, *, reason: str, actor: Principal) -> None:
    """A lawful end without a reply (单位撤销、监督终止): what is not written off is written off by nobody."""
    FLOW.check(paper, "terminate", actor=actor)
    FLOW.fire(paper, "terminate", reason=reason, actor=actor)
    paper.closed_on = clock.today()
    end_due_dates(paper, met=False)
    extending.lapse(paper, actor=actor, because="办理已终止")
    objecting.lapse(paper, actor=actor, because="办理已终止")
    session.flush()


def archive(paper: Instrument, *, actor: Principal) -> None:
    """归档 of a closed paper."""
    FLOW.fire(paper, "archive", actor=actor)
