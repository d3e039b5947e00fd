"""更正补录 of a paper: taken back to before its signature and let go through its life again.

So a corrected paper can stand in no state which 补录 itself could not have given it. Its trail tells
the whole as one event, with every old and new value.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import sqlalchemy as sa

from supervision.core import duedates
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.corrections import correctable, correcting
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.errors import DomainError, WrongState
from supervision.core.files import Attachment
from supervision.instruments import item_terms
from supervision.instruments.back_entry import rounds
from supervision.instruments.back_entry import service as back_entry
from supervision.instruments.back_entry.service import UNTOLD, PastItem, PastPaper
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.service import ItemFacts, PaperFacts
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.receipts import service as receipts
from supervision.instruments.signing.service import GivenNumber
from supervision.instruments.states import DeliveryMethod
from supervision.instruments.states import InstrumentStatus as S
from supervision.instruments.wording.blocks import title_of
from supervision.instruments.wording.parts import own_words
from supervision.problems.models import ProblemStatus


def correct(paper: Instrument, past: PastPaper, *, reason: str, actor: Principal) -> None:
    """The whole entry again, checked as the first time; old and new stay on the trail."""
    actor.require(Permission.INSTRUMENT_REGISTER)
    if _has_side_work(paper):
        raise WrongState("补录之后已据以办理，不能再更正补录内容")
    number = GivenNumber.of(paper)
    with correcting(paper, reason=reason, actor=actor, parts=partial(_parts, paper)):
        facts, outcomes = _facts(paper, past.paper), _outcomes(paper, past)
        past = replace(past, paper=facts, outcomes=outcomes)
        back_entry.check(past)
        _rewind(paper, actor=actor)
        receipts.take_back(paper, stays=past.paper.kind.many_units)
        drafting.restate(paper, past.paper)
        back_entry.live(paper, past, actor=actor)
    if number is not None:
        number.fall_back()


def may_correct(paper: Instrument, actor: Principal) -> bool:
    """Whether `actor` may correct the entry now."""
    may = actor.can(Permission.INSTRUMENT_REGISTER) and correctable(paper, actor)
    return may and not _has_side_work(paper)


def past_of(paper: Instrument) -> PastPaper:
    """A back-entered paper as the entry that would give it."""
    delivered = paper.deliveries[-1] if paper.deliveries else None
    replied = paper.rounds[0] if paper.rounds else None
    return PastPaper(
        paper=PaperFacts(
            kind=paper.kind, unit=paper.unit, addressee=paper.addressee,
            recipients="，".join(one.name for one in receipts.of_paper(paper)),
            items=back_entry.items_of(back_entry.text_of(paper), paper.kind),
            action_id=paper.action_id, title=paper.title, term_number=paper.term_number,
            term_unit=paper.term_unit, fixed_due=paper.fixed_due,
        ),
        number=paper.number or "",
        signed_on=paper.signed_on or paper.created_at.date(),
        signatory_name=paper.signatory_name,
        delivered_on=paper.delivered_on,
        method=paper.sent_method or DeliveryMethod.EXCHANGE,
        recipient=delivered.recipient if delivered else "",
        reply_number=replied.letter_number if replied else "",
        reply_date=rounds.letter_date_of(replied) if replied else None,
        replied_on=replied.received_on if replied else None,
        posted_on=replied.posted_on if replied else None,
        reply_summary=replied.summary if replied else "",
        returns=rounds.returns_of(paper),
        closed_on=paper.closed_on,
    )  # fmt: skip


def own_title(paper: Instrument) -> str:
    """The title its kind gives it."""
    return title_of(paper)


def _has_side_work(paper: Instrument) -> bool:
    """What leaves no step on its own trail: a plan of the unit, evidence, a paper that follows it."""
    if any(item.plan for item in paper.items):
        return True
    evidence = sa.select(Attachment.id).where(
        Attachment.root_type == Instrument.__tablename__,
        Attachment.root_id == paper.id,
        Attachment.owner_type != Instrument.__tablename__,
    )
    following = sa.select(Instrument.id).where(
        Instrument.parent_id == paper.id, Instrument.status != S.VOID
    )
    return any(session.scalar(one.limit(1)) is not None for one in (evidence, following))


def _facts(paper: Instrument, facts: PaperFacts) -> PaperFacts:
    """The entry with what its form does not show; what followed from the old unit or kind follows anew."""
    kind = paper.kind if facts.kind.code == paper.kind.code else facts.kind
    moved = (facts.unit.id if facts.unit else None) != paper.unit_id
    same_addressee = moved and facts.addressee == paper.addressee
    same_title = (moved or kind is not paper.kind) and facts.title == own_title(paper)
    return replace(
        facts,
        kind=kind,
        addressee="" if same_addressee else facts.addressee,
        title="" if same_title else facts.title,
        items=_restated(paper, facts.items),
        wording=list(own_words(paper.wording).values()),
        clue_id=paper.clue_id,
        parent_id=paper.parent_id,
        subject_type=paper.subject_type,
        subject_id=paper.subject_id,
        copies_to=paper.copies_to,
        urgency=paper.urgency,
        back_entered=True,
    )


def _restated(paper: Instrument, items: Sequence[ItemFacts]) -> list[ItemFacts]:
    """The items with the problems they stand for, and what is established of them now. In form and sheet an
    item is one line: what reads so still has the lines it has."""
    had = {back_entry.as_line(one.demand): one.demand for one in paper.items}
    stated = [
        replace(one, demand=had.get(back_entry.as_line(one.demand), one.demand)) for one in items
    ]
    if not any(item.problem for item in paper.items):
        return stated
    if len(stated) != len(paper.items):
        raise DomainError("条目对应了问题，更正时不能增减条目", field="demands")
    return [
        replace(
            new,
            problem=old.problem,
            heading=old.problem.title if old.problem else old.heading,
            statement=old.problem.facts if old.problem else old.statement,
            provision=old.problem.rule_breached if old.problem else old.provision,
        )
        for new, old in zip(stated, paper.items, strict=True)
    ]


def _outcomes(paper: Instrument, past: PastPaper) -> list[PastItem]:
    """How its problems ended one by one; those that ended with the paper, or not yet, end with it anew.

    Where no problem hangs on it the items may change, and all of them go with the paper.
    """
    if not any(item.problem for item in paper.items):
        return []
    said = (UNTOLD, paper.rounds[-1].summary if paper.rounds else "")
    own = item_terms.of_paper(paper)
    terms = {key: item_terms.said_of(row) for key, row in own.items()}
    return [
        replace(_outcome(item, said, past.closed_on), term=terms.get(item.id))
        for item in paper.items
    ]


def _outcome(item: InstrumentItem, said: Sequence[str], closed_on: date | None) -> PastItem:
    own = item.written_off_on
    with_paper = own in (None, item.instrument.closed_on) and not _unfixable(item)
    ended = closed_on if with_paper else own
    return PastItem(
        answer="" if item.measures in said else item.measures,
        conclusion=None if own and not ended else item.conclusion,
        ended_on=ended,
    )


def _unfixable(item: InstrumentItem) -> bool:
    """That it could not be mended is no 销号."""
    return item.problem is not None and item.problem.status is ProblemStatus.UNFIXABLE


def _rewind(paper: Instrument, *, actor: Principal) -> None:
    duedates.drop(paper)
    item_terms.drop(paper)
    duedates.forget(paper, DueKind.SUPPLEMENT)  # each round's is the one of its place
    for item in paper.items:
        item.measures, item.answered = "", False
        item.conclusion, item.conclusion_note = None, ""
        item.concluded_by_id = item.concluded_on = None
        item.written_off_on = item.written_off_by_id = None
    with session.no_autoflush:  # days and state change together
        paper.closed_on = paper.sent_method = None
        paper.number = paper.number_year = paper.number_serial = paper.signed_on = None
        paper.shared = False
        FLOW.settle(paper, S.DRAFT, actor=actor, because="更正补录")
    session.flush()
    for row in [*paper.deliveries, *paper.rounds]:  # not before: a paper with the unit has its day
        session.delete(row)
    session.flush()
    session.expire(paper, ["deliveries", "rounds"])


def _parts(paper: Instrument) -> dict[str, str]:
    """Items, delivery and reply, as the trail tells them."""
    past = past_of(paper)
    posted = f"{past.posted_on}交邮" if past.posted_on else ""
    replied = (past.reply_number, str(past.replied_on or ""), posted, past.reply_summary)
    return {
        "条目": back_entry.text_of(paper),
        "签收人": past.recipient,
        "反馈": " ".join(part for part in replied if part),
        "退回补充整改": "；".join(rounds.told(past.returns)),
    }
