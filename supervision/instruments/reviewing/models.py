"""Table of what a review says of a paper, block by block."""

from datetime import date
from operator import attrgetter

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from supervision.core.db import Identified, LongText, Model, Stamped
from supervision.core.words import Word
from supervision.instruments.models import Instrument, InstrumentItem, OfInstrument


class NoteKind(Word):
    """What somebody says of a draft: a comment, other words for a block, a leader's 批示."""

    COMMENT = "comment", "意见"
    PROPOSAL = "proposal", "修改建议"
    INSTRUCTION = "instruction", "批示"


class NoteState(Word):
    """What became of it; a 批示 is kept and wants nothing."""

    OPEN = "open", "待处理", "near"
    TAKEN = "taken", "已采纳", "done"
    DECLINED = "declined", "未采纳", "draft"
    ANSWERED = "answered", "已处理", "done"
    WITHDRAWN = "withdrawn", "已撤回", "draft"
    KEPT = "kept", "留存", "active"


class ReviewNote(Identified, Stamped, OfInstrument, Model):
    """One remark of a review; `place`: a part's code, a field of the item `item_id`, or the whole ("")."""

    __tablename__ = "review_note"
    __title__ = "审核意见"
    __on_timeline__ = False

    item_id: Mapped[int | None] = mapped_column(doc="条目")
    place: Mapped[str] = mapped_column(sa.String(20), default="", doc="所指之处")
    kind: Mapped[NoteKind] = mapped_column(doc="种类")
    before: Mapped[LongText] = mapped_column(default="", doc="原文")
    after: Mapped[LongText] = mapped_column(default="", doc="建议改为")
    text: Mapped[LongText] = mapped_column(default="", doc="意见")
    state: Mapped[NoteState] = mapped_column(default=NoteState.OPEN, doc="处理情况")
    answer: Mapped[LongText] = mapped_column(default="", doc="处理说明")
    author_name: Mapped[str] = mapped_column(sa.String(40), doc="提出人")
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="处理人")
    answered_on: Mapped[date | None] = mapped_column(doc="处理日期")

    instrument: Mapped[Instrument] = relationship(
        backref=backref("notes", order_by="ReviewNote.id", cascade="all")
    )

    @classmethod
    def unit_criteria(cls, unit_ids: tuple[int, ...], user_id: int) -> sa.ColumnElement[bool]:
        return sa.false()  # a review is never the unit's

    @property
    def open(self) -> bool:
        """Whether it still waits for the drafter."""
        return self.state is NoteState.OPEN


_NOTES = attrgetter("notes")


def notes_of(paper: Instrument) -> list[ReviewNote]:
    """Everything said of the paper, the first said first."""
    found: list[ReviewNote] = _NOTES(paper)
    return found


def settled(paper: Instrument) -> str | None:
    """Why it goes no further while a comment or proposed words are open."""
    waiting = sum(one.open for one in notes_of(paper))
    return f"还有{waiting}处审核意见没有处理" if waiting else None


def item_of(note: ReviewNote) -> InstrumentItem | None:
    """The item it was said of, while that stands."""
    items = note.instrument.items
    return next((one for one in items if one.id == note.item_id), None)
