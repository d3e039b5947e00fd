"""What permissions are about, in words: each slice says it of its own (`clue:view`: clue is 线索)."""

from dataclasses import dataclass

from supervision.core.seams import Composed, keyed


@dataclass(frozen=True)
class Record:
    """The part of a permission before its colon, and its word."""

    name: str
    label: str


RECORDS = Composed("what permissions are about", keyed(Record, lambda record: record.name))
