"""Facts: what is recorded of something, between the form or sheet it is typed in and its record.

Each fact is named once, as a field of a frozen dataclass, and bears the name of its form field and of
its column. What is not taken over as it stands (a row for its key, initials of a name) is said beside it.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

import sqlalchemy as sa

R = TypeVar("R")


@dataclass(frozen=True)
class Facts(Generic[R]):
    """Facts of an `R`: `ProblemFacts(Facts[Problem])`."""

    @classmethod
    def of(cls, typed: Mapping[str, object], /, **said: object) -> Self:
        """From `form.data` or the values of a sheet; `said` is what these do not say by themselves.

        Words left out are empty, or what the facts name as usual.
        """
        found: dict[str, object] = dict(said)
        for one in dataclasses.fields(cls):
            if one.name in typed and one.name not in said:
                value = typed[one.name]
                found[one.name] = (value or _usual(one)) if one.type is str else value
        return cls(**found)

    @classmethod
    def held_by(cls, record: R, /, **said: object) -> Self:
        """As `record` holds them."""
        names = (one.name for one in dataclasses.fields(cls) if one.name not in said)
        return cls(**{name: getattr(record, name) for name in names}, **said)

    def into(self, record: R, /, **said: object) -> None:
        """Set the columns of `record` that bear the name of a fact, and what is `said` of others."""
        columns = sa.inspect(type(record)).column_attrs
        for one in dataclasses.fields(self):
            if one.name in columns and one.name not in said:
                setattr(record, one.name, getattr(self, one.name))
        for name, value in said.items():
            setattr(record, name, value)


def _usual(one: dataclasses.Field[object]) -> str:
    return one.default if isinstance(one.default, str) else ""
