"""What a 复查决定书 is given to begin with: the objection and what was decided on it, in the paper's own words.

These are words of the paper, read for slots and tone as a drafter's are, since people typed what they are made of. Until
somebody writes otherwise they follow the record: who issues the paper, the paper objected to, its last day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import sqlalchemy as sa

from supervision.core import clock
from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.states import Decision
from supervision.instruments.states import EDITABLE, KindPurpose
from supervision.instruments.wording.before import doing, named
from supervision.instruments.wording.names import jointly
from supervision.instruments.wording.parts import OwnWords, Part, lines_of
from supervision.instruments.wording.slots import is_joint, own_name, reader, slots

_DECIDED = {
    Decision.UPHELD: "维持{}。",
    Decision.CHANGED: "变更{}的有关内容。",
    Decision.REVOKED: "撤销{}。",
}


def words_of(objection: Objection, paper: Instrument) -> dict[Part, str]:
    """What the record says: the objection, why and what was decided, the term, what is still to be done.

    What was found (查明的事实) is written by whoever drafts: no record holds it apart.
    """
    return {part: lines_of(words) for part, words in _said(objection, paper)}


def _said(objection: Objection, paper: Instrument) -> Iterator[tuple[Part, str]]:
    assert objection.decision is not None  # noqa: S101  (only what was decided has its paper)
    objected, runs = named(objection.instrument), doing(objection.instrument)
    own, unit = own_name(paper), reader(paper)
    yield Part.HEARING, f"{unit}提出：{_ended(objection.grounds)}"
    yield Part.GROUNDS, f"{own}认为，{_ended(objection.decision_text).removeprefix('本机关认为，')}"
    yield Part.MATTERS, f"一、{_DECIDED[objection.decision].format(objected)}"
    yield Part.TERM, f"二、{_effect_on_term(objection)}"
    if objection.decision is not Decision.REVOKED:
        carry_on = f"请{unit}按照{objected}和本决定书继续{runs}，并按期向{own}书面报告。"
        yield (
            Part.CLOSING,
            jointly(carry_on, slots(paper)["发文机关"]) if is_joint(paper) else carry_on,
        )


def _ended(words: str) -> str:
    said = words.strip()
    return said if said.endswith(("。", "！", "？", "；")) else f"{said}。"


def _effect_on_term(objection: Objection) -> str:
    paper, runs = objection.instrument, doing(objection.instrument)
    if objection.decision is Decision.REVOKED:
        return f"{named(paper)}自本决定书送达之日起不再执行，撤销事项不再{runs}。"
    if objection.new_due is not None:
        return f"{runs}期限调整至{clock.chinese_date(objection.new_due)}（含当日）。"
    still = f"，仍为{clock.chinese_date(paper.due_on)}（含当日）" if paper.due_on else ""
    return f"{runs}期限不变{still}。"


def prefilled(paper: Instrument) -> dict[Part, str]:
    """What this paper would be given now; nothing where it decides on no objection."""
    if paper.kind.purpose is not KindPurpose.REVIEW or not paper.parent_id:
        return {}
    asked = sa.select(Objection).where(
        Objection.instrument_id == paper.parent_id, Objection.decision.is_not(None)
    )
    its_own = Objection.decision_paper_id == paper.id if paper.id is not None else sa.true()
    newest = asked.where(its_own).order_by(Objection.id.desc()).limit(1)
    objection = session.scalar(newest)
    return {} if objection is None else words_of(objection, paper)


def recognised(words: Iterable[OwnWords], given: dict[Part, str]) -> list[OwnWords]:
    """Those that still read as they were given are marked so; typed ones are not."""
    return [
        replace(one, made=one.text if lines_of(one.text) == given.get(one.part) else one.made)
        for one in words
    ]


def following(paper: Instrument, words: dict[Part, OwnWords]) -> dict[Part, OwnWords]:
    """A draft's own words as they read today: what nobody changed is what the record says now."""
    unchanged = [part for part, one in words.items() if one.made and one.text == one.made]
    if not unchanged or not (paper.status is None or paper.status in EDITABLE):
        return words
    now = prefilled(paper)
    given = {
        part: replace(words[part], text=now[part], made=now[part])
        for part in unchanged
        if part in now
    }
    return words | given
