"""What is found of clues: neither content nor findings, which may name the informant."""

from collections.abc import Iterable

from supervision.clues.models import Clue
from supervision.core.access.policy import Permission
from supervision.core.search import Source


def _texts(row: Clue) -> Iterable[str]:
    return row.source.label, row.source_organ, row.source_number, row.report_number, row.place


SOURCES = (
    Source(
        kind="clue",
        label="线索与转办件",
        model=Clue,
        title=lambda row: row.subject,
        texts=_texts,
        permissions=(Permission.CLUE_VIEW,),
        rank=40,
    ),
)
