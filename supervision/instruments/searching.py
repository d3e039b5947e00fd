"""What is found of papers: drafts of replies and notes of the checkers are not."""

from collections.abc import Iterable

from sqlalchemy.orm import selectinload

from supervision.core.access.policy import Permission
from supervision.core.search import Source
from supervision.instruments.models import Instrument, InstrumentItem, ReplyRound


def _title(row: Instrument) -> str:
    return f"{row.number} · {row.title}" if row.number else row.title


def _texts(row: Instrument) -> Iterable[str]:
    yield row.addressee
    for item in row.items:
        yield from (item.heading, item.statement, item.demand)
    yield from (one.letter_number for one in row.rounds)
    yield row.text


SOURCES = (
    Source(
        kind="instrument",
        label="文书",
        model=Instrument,
        title=_title,
        texts=_texts,
        permissions=(Permission.INSTRUMENT_VIEW,),
        rank=10,
        parts={
            InstrumentItem: lambda row: row.instrument_id,
            ReplyRound: lambda row: row.instrument_id,
        },
        options=(selectinload(Instrument.items), selectinload(Instrument.rounds)),
    ),
)
