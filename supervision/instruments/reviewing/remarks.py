"""What a page shows of the review: each remark at its place, proposed words struck and inserted."""

from collections.abc import Iterable
from dataclasses import dataclass

from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.audit import Entry
from supervision.instruments.drafting import versions
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument
from supervision.instruments.reviewing.models import NoteKind, NoteState, ReviewNote, notes_of
from supervision.instruments.reviewing.service import FIELDS, SENT_BACK, said_back
from supervision.instruments.states import EDITABLE, InstrumentStatus
from supervision.instruments.wording import blocks


@dataclass(frozen=True)
class Remark:
    """A note with its proposed words compared, and what the reader may do about it."""

    note: ReviewNote
    where: str
    lines: list[versions.Line]
    answers: bool = False
    withdraws: bool = False


_BEFORE = (
    "blocks", "listed", "remarks", "waiting", "reviews", "instructs", "sent_back", "submissions",
)  # fmt: skip
UNSIGNED = (*EDITABLE, InstrumentStatus.REVIEWING, InstrumentStatus.AWAITING_SIGNATURE)


def of_page(paper: Instrument, actor: Principal, entries: Iterable[Entry]) -> dict[str, object]:
    """The text of an unsigned paper with its review, what changed, why it came back; later only the 批示."""
    if paper.status not in UNSIGNED:
        return {**dict.fromkeys(_BEFORE), "instructed": _instructed(paper)}
    shown = blocks.blocks(paper)
    back = next((one for one in entries if one.action in SENT_BACK), None)
    submitted = paper.status is not InstrumentStatus.DRAFT
    return {
        "blocks": shown,
        "listed": next((one.kind.part for one in shown if blocks.has_items(one)), None),
        "remarks": by_place(paper, actor),
        "waiting": sum(one.open for one in notes_of(paper)),
        "reviews": FLOW.may(paper, "comment", actor),
        "instructs": FLOW.may(paper, "instruct", actor),
        "sent_back": said_back(back) if back and paper.status is InstrumentStatus.RETURNED else "",
        "submissions": versions.submissions(paper) if submitted else None,
        "instructed": "",
    }


def _instructed(paper: Instrument) -> str:
    """What the leader wrote beside the signature, and when."""
    return "；".join(
        f"{note.text}（{note.author_name}，{clock.local(note.created_at):%m-%d}）"
        for note in notes_of(paper)
        if note.kind is NoteKind.INSTRUCTION
    )


def by_place(paper: Instrument, actor: Principal) -> dict[str, list[Remark]]:
    """By a part's code, `item-<key>`, or "" for the whole paper; what was taken back is not shown."""
    answers = FLOW.may(paper, "answer_note", actor)
    mine = actor.user_id if FLOW.may(paper, "withdraw_note", actor) else None
    found: dict[str, list[Remark]] = {}
    for note in notes_of(paper):
        if note.state is NoteState.WITHDRAWN:
            continue
        withdraws = note.open and note.created_by_id is not None and note.created_by_id == mine
        shown = _shown(note, answers=answers and note.open, withdraws=withdraws)
        found.setdefault(_key(paper, note), []).append(shown)
    return found


def open_by_place(paper: Instrument) -> dict[str, list[Remark]]:
    """What waits for the drafter, beside the boxes of the form."""
    found: dict[str, list[Remark]] = {}
    for note in notes_of(paper):
        if note.open:
            shown = _shown(note, answers=False, withdraws=False)
            found.setdefault(_key(paper, note), []).append(shown)
    return found


def _shown(note: ReviewNote, *, answers: bool, withdraws: bool) -> Remark:
    proposes = note.kind is NoteKind.PROPOSAL
    lines = versions.changes(note.before, note.after) if proposes else []
    return Remark(note, FIELDS.get(note.place, ""), lines, answers, withdraws)


def _key(paper: Instrument, note: ReviewNote) -> str:
    """The whole paper where the item is gone."""
    if note.item_id is None:
        return note.place
    stands = any(item.id == note.item_id for item in paper.items)
    return f"item-{note.item_id}" if stands else ""
