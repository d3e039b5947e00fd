"""Papers about a record of a higher slice (an interview, a referral): what their placeholders stand for.

A paper points to its record by `subject_type` and `subject_id`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from supervision.core.seams import Seam
from supervision.instruments.models import Instrument


@dataclass(frozen=True)
class Subject:
    """`slots` fills the placeholders of papers about records of `table`."""

    table: str
    slots: Callable[[Instrument], Mapping[str, str]]


SUBJECTS: Seam[Subject] = Seam("what papers are about")


def slots_of(paper: Instrument) -> Mapping[str, str]:
    """What the paper's record says for its placeholders; nothing for a paper about no record."""
    if not paper.subject_id:
        return {}
    own = (one for one in SUBJECTS.parts() if one.table == paper.subject_type)
    subject = next(own, None)
    return subject.slots(paper) if subject else {}
