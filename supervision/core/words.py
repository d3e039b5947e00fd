"""Words: what is stored as a code and read in Chinese, both in one line."""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A fixed vocabulary; a member is written `NAME = "stored", "shown", "tone", "note"`.

    Only the first part is stored, and is what `str()` gives. What is left out: shown as stored,
    no tone (the colour of components/status.html), no note.
    """

    _value_: str
    label: str
    tone: str
    note: str

    def __new__(cls, stored: str, label: str | None = None, tone: str = "", note: str = "") -> Self:
        member = str.__new__(cls, stored)
        member._value_ = stored
        member.label = stored if label is None else label
        member.tone = tone
        member.note = note
        return member

    @classmethod
    def called(cls, label: str) -> Self:
        """The member that is shown so; a ValueError for what is not one of these words."""
        for member in cls:
            if member.label == label:
                return member
        message = f"no {cls.__name__} is called {label}"
        raise ValueError(message)
