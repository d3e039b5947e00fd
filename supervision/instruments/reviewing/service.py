"""What a review says in the text, and what becomes of it: whoever wrote never reviews, whoever reviews never writes."""

from collections.abc import Iterable
from dataclasses import dataclass

from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.audit import Entry, timeline
from supervision.core.db import session
from supervision.core.errors import DomainError, WrongState
from supervision.instruments.drafting import service as drafting
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.reviewing.models import (
    NoteKind,
    NoteState,
    ReviewNote,
    item_of,
    notes_of,
)
from supervision.instruments.wording import blocks
from supervision.instruments.wording.parts import OwnWords, Part

FIELDS = {
    "heading": "小标题",
    "statement": "问题",
    "provision": "违反的规定",
    "demand": "意见与要求",
}
ON_PAPER = "register_refuse"
SENT_BACK = ("send_back", "refuse", ON_PAPER)


@dataclass(frozen=True)
class Place:
    """Where in the paper: a part, one item, or the whole; `words`: what stands there now, by field."""

    label: str
    words: dict[str, str]
    item: InstrumentItem | None = None


WHOLE = "all"


def place_of(paper: Instrument, at: str) -> Place | None:
    """A part by its code, `item-<key>`, or all of it; None where the paper has it not (any more)."""
    if at == WHOLE:
        return Place("全文", {})
    kind, _, key = at.partition("-")
    if kind == "item":
        item = next((one for one in paper.items if str(one.id) == key), None)
        if item is None:
            return None
        words = {name: getattr(item, name) for name in FIELDS}
        return Place(f"第{item.seq}{paper.kind.item_noun}", words, item)
    found = next((one for one in blocks.blocks(paper) if one.kind.part.value == at), None)
    return Place(found.kind.part.label, {at: found.words}) if found else None


def remark(
    paper: Instrument, place: Place, *, text: str, after: dict[str, str], actor: Principal
) -> list[ReviewNote]:
    """The reviewer's comment on a place, and other words for what stands there; each is answered by itself."""
    changed = {
        name: words.strip()
        for name, words in after.items()
        if name in place.words and _plain(words) != _plain(place.words[name])
    }
    if not changed and not text.strip():
        raise DomainError("请写意见，或者直接改上面的文字", field="text")
    if "demand" in changed and not changed["demand"]:
        raise DomainError("意见与要求不能改成空的；要去掉这一条，请写意见", field="demand")
    made = [
        ReviewNote(kind=NoteKind.PROPOSAL, place=name, before=place.words[name], after=words, text=text.strip())
        for name, words in changed.items()
    ]  # fmt: skip
    if not made:
        where = next(iter(place.words), "") if place.item is None else ""
        made = [ReviewNote(kind=NoteKind.COMMENT, place=where, text=text.strip())]
    for note in made:
        proposes = note.kind is NoteKind.PROPOSAL
        _keep(paper, note, place, "propose_words" if proposes else "comment", actor)
    session.flush()
    return made


def instruct(paper: Instrument, *, text: str, actor: Principal) -> None:
    """A leader's 批示: kept with the paper, it stops nothing."""
    note = ReviewNote(kind=NoteKind.INSTRUCTION, state=NoteState.KEPT, text=text.strip())
    _keep(paper, note, Place("全文", {}), "instruct", actor)
    session.flush()


def _keep(paper: Instrument, note: ReviewNote, place: Place, step: str, actor: Principal) -> None:
    FLOW.fire(paper, step, actor=actor, note=f"{FLOW.transitions[step].label}（{place.label}）")
    note.body_id, note.author_name, note.created_by_id = paper.body_id, actor.name, actor.user_id
    note.item_id = place.item.id if place.item else None
    notes_of(paper).append(note)


def withdraw(note: ReviewNote, *, actor: Principal) -> None:
    """Whoever said it takes it back."""
    if note.created_by_id != actor.user_id:
        raise WrongState("只有提出人可以撤回")
    _settle(note, "withdraw_note", NoteState.WITHDRAWN, "", actor)


def take(note: ReviewNote, *, actor: Principal) -> None:
    """The drafter lets the proposed words stand; whoever does is an author of the text."""
    paper = note.instrument
    FLOW.check(paper, "take_words", actor=actor)
    if note.open and (note.kind is not NoteKind.PROPOSAL or _now(note) != _plain(note.before)):
        message = "这一处在提出之后又改过，请在“修改”中改写，再选“已处理”"
        raise WrongState(message)
    _settle(note, "take_words", NoteState.TAKEN, "", actor)
    item = item_of(note)
    if item is not None:
        setattr(item, note.place, note.after)
    drafting.reword(paper, *_own_words(note, item), actor=actor)


def _own_words(note: ReviewNote, item: InstrumentItem | None) -> Iterable[OwnWords]:
    return () if item is not None else (OwnWords(Part(note.place), note.after),)


def decline(note: ReviewNote, *, reason: str, actor: Principal) -> None:
    """The drafter keeps the own words, and says why."""
    _settle(note, "decline_words", NoteState.DECLINED, reason, actor)


def answer(note: ReviewNote, *, text: str, actor: Principal) -> None:
    """The drafter has done what was said, or done it otherwise."""
    _settle(note, "answer_note", NoteState.ANSWERED, text, actor)


def _settle(note: ReviewNote, step: str, state: NoteState, said: str, actor: Principal) -> None:
    if not note.open:
        raise WrongState(f"这处意见{note.state.label}，可能已由您或他人办理过")
    FLOW.fire(note.instrument, step, actor=actor, reason=said)
    note.state, note.answer = state, said.strip()
    note.answered_by_id, note.answered_on = actor.user_id, clock.today()
    session.flush()


def _now(note: ReviewNote) -> str:
    item = item_of(note)
    if note.item_id is not None:
        return _plain(getattr(item, note.place)) if item else ""
    place = place_of(note.instrument, note.place)
    return _plain(place.words[note.place]) if place else ""


def _plain(words: str) -> str:
    return "\n".join(line.strip() for line in words.splitlines() if line.strip())


def why_sent_back(paper: Instrument) -> str:
    """The reason of the last 退回修改, with who and when; empty where none was."""
    for entry in timeline(paper, with_changes=False, limit=60):
        if entry.action in SENT_BACK:
            return said_back(entry)
    return ""


def said_back(entry: Entry) -> str:
    """A 退回修改 in words; one on paper names who decided when."""
    if entry.action == ON_PAPER:
        return f"{entry.text}：{entry.reason}"
    return f"{entry.actor} {entry.at:%m-%d %H:%M} 退回修改：{entry.reason}"
