"""Papers about a record of a higher slice (an interview, a referral): what their placeholders stand for.

A paper points to its record by `subject_type` and `subject_id`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from supervision.core.seams import Seam
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.states import KindPurpose, Nature


@dataclass(frozen=True)
class Subject:
    """`slots` fills the placeholders of papers about records of `table`; `day` is that of the event.

    Over chosen problems such a paper begins with its record: the kinds of this `purpose` lead to `begun_at`,
    the form of a new `name`.
    """

    table: str
    slots: Callable[[Instrument], Mapping[str, str]]
    purpose: KindPurpose
    begun_at: str
    name: str
    day: Callable[[Instrument], date | None] = lambda _paper: None


SUBJECTS: Seam[Subject] = Seam("what papers are about")


def slots_of(paper: Instrument) -> Mapping[str, str]:
    """What the paper's record says for its placeholders; nothing for a paper about no record."""
    subject = _of(paper)
    return subject.slots(paper) if subject else {}


def day_of(paper: Instrument) -> date | None:
    """The day of the event that the paper is about, if any."""
    subject = _of(paper)
    return subject.day(paper) if subject else None


def _of(paper: Instrument) -> Subject | None:
    if not paper.subject_id:
        return None
    return next((one for one in SUBJECTS.parts() if one.table == paper.subject_type), None)


def subject_of(kind: InstrumentKind) -> Subject | None:
    """The record with which a paper of this kind over chosen problems begins; None where it begins itself."""
    return next((one for one in SUBJECTS.parts() if one.purpose is kind.purpose), None)


def takes_problems(kind: InstrumentKind) -> bool:
    """Whether problems can stand in such a paper, as items of its own or by way of its record."""
    return (
        any(Nature(one) is not Nature.ADVISORY for one in kind.natures)
        or subject_of(kind) is not None
    )
