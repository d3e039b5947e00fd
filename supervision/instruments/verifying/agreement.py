"""Who must agree before an item is written off (销号): two people in all, three where its problem is 严重.

The handler and another: a second supervisor who agrees, or the section head who confirms.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from supervision.core.access.principal import Principal
from supervision.instruments.models import Instrument, InstrumentItem, WriteOffOpinion
from supervision.instruments.states import Conclusion, Nature, Opinion
from supervision.instruments.states import InstrumentStatus as S
from supervision.problems.models import ENDED_OTHERWISE, Problem, Severity


def ended_otherwise(item: InstrumentItem) -> bool:
    """Whether its problem ended by a decision of its own: nothing is checked or written off any more."""
    return item.problem is not None and item.problem.status in ENDED_OTHERWISE


def is_over(item: InstrumentItem) -> bool:
    """Whether nothing is left to do about the item."""
    return item.written_off_on is not None or ended_otherwise(item)


def still_open() -> sa.ColumnElement[bool]:
    """The opposite, asked of the store."""
    ended = sa.exists().where(
        Problem.id == InstrumentItem.problem_id, Problem.status.in_(ENDED_OTHERWISE)
    )
    return sa.and_(InstrumentItem.written_off_on.is_(None), ~ended.correlate(InstrumentItem))


def people_wanted(item: InstrumentItem) -> int:
    """How many different people write the item off, whoever confirms included."""
    return 3 if item.problem is not None and item.problem.grave else 2


def agreeing(item: InstrumentItem) -> set[int]:
    """Who agrees to write the item off, by identity."""
    return {one.user_id for one in item.opinions if one.opinion is Opinion.AGREE}


def lacking(item: InstrumentItem) -> str | None:
    """What the item still wants before somebody else may confirm it; None when nothing."""
    if item.conclusion is None or not item.conclusion.settles:
        return f"第{item.seq}条尚无可以销号的核查结论"
    wanted, given = people_wanted(item) - 1, len(agreeing(item))
    if given < wanted:
        return f"第{item.seq}条须先有{wanted}名监督人员同意销号（现有{given}人）"
    return None


def refuses(item: InstrumentItem, actor: Principal) -> str | None:
    """Why `actor` may not confirm the 销号 of the item, or None."""
    if actor.user_id in {one.user_id for one in item.opinions}:
        return "提出销号意见的人不能确认销号"
    return lacking(item)


def completed_by(item: InstrumentItem, actor: Principal) -> bool:
    """Whether the agreement of `actor` is that of the second of two people: the item is written off."""
    others = agreeing(item) - {actor.user_id}
    return people_wanted(item) == 2 and bool(others)


def ready(paper: Instrument, _actor: Principal) -> str | None:
    """Guard: every item is written off, or waits for the section head alone."""
    return _first(lacking(item) for item in _open(paper))


def left_to_mend(paper: Instrument, _actor: Principal) -> str | None:
    """Guard: the unit can supplement something, so that a paper is not sent back for nothing."""
    if any(_unsettled(item) for item in _open(paper)):
        return None
    return "每一条都已整改到位，没有可以补充的；确要退回的，请先改核查结论"


def _unsettled(item: InstrumentItem) -> bool:
    """A 转办事项 is settled once somebody accepts how it was dealt with (认可)."""
    if item.nature is Nature.MATTER:
        return not agreeing(item)
    return item.conclusion is None or not item.conclusion.settles


def confirms(paper: Instrument, actor: Principal) -> str | None:
    """Guard: whoever confirms what is left gave no opinion on it."""
    return _first(refuses(item, actor) for item in _open(paper))


def _open(paper: Instrument) -> list[InstrumentItem]:
    return [item for item in paper.items if not is_over(item)]


def _first(said: Iterable[str | None]) -> str | None:
    return next((one for one in said if one), None)


def mended(paper: Instrument) -> set[int]:
    """The items to which nothing but 销号 is wanting, while the paper is checked or mended further."""
    if paper.status not in (S.REPLIED, S.SUPPLEMENT, S.VERIFIED):
        return set()
    settled = (item for item in _open(paper) if item.conclusion and item.conclusion.settles)
    return {item.id for item in settled if item.answered}


def unheard(actor: Principal) -> sa.ColumnElement[bool]:
    """Papers on nothing of which that is still open the actor gave an opinion: `confirms`, asked of the store."""
    item, opinion = InstrumentItem, WriteOffOpinion
    own = (opinion.item_id == item.id, opinion.user_id == actor.user_id)
    given = sa.exists().where(item.instrument_id == Instrument.id, still_open(), *own)
    return ~given.correlate(Instrument)


def waits_for(actor: Principal) -> sa.ColumnElement[bool]:
    """Papers with an item that `refuses` says nothing against: the same rules, asked of the store."""
    item, opinion = InstrumentItem, WriteOffOpinion
    own = sa.exists().where(opinion.item_id == item.id, opinion.user_id == actor.user_id)
    given = (
        sa.select(sa.func.count(opinion.id))
        .where(opinion.item_id == item.id, opinion.opinion == Opinion.AGREE)
        .correlate(item)
        .scalar_subquery()
    )
    grave = sa.exists().where(Problem.id == item.problem_id, Problem.severity == Severity.GRAVE)
    settled = [one for one in Conclusion if one.settles]
    ready = (
        item.instrument_id == Instrument.id,
        still_open(),
        item.conclusion.in_(settled),
        given >= sa.case((grave.correlate(item), 2), else_=1),
        ~own.correlate(item),
    )
    return sa.exists().where(*ready).correlate(Instrument)
