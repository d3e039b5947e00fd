"""A field for somebody who may stand in a register: chosen by any name, or written out where none fits."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from wtforms import StringField
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import TextArea

from supervision.core.picking import Spelled, fold

NOBODY: Spelled = MappingProxyType({})
PARTED = ",，;；\n"


class NameField(StringField):
    """Names, parted by commas or semicolons. One that a single choice is called by becomes its full name,

    one that several are called by is refused; any other stays as it was typed. Unlike where a record
    must be chosen, a part of a name means nothing here: a free name may well be a part of another.
    """

    data: str | None
    offered: Spelled = NOBODY  # full name -> spellings, set by the view

    def pre_validate(self, form: object) -> None:
        names = split(self.data or "")
        self.data = "，".join(_meant(name, self.offered) for name in names)


def name_list(label: str, *, hint: str, most: int = 10_000) -> NameField:
    """A box for many names, which need not be filled in."""
    limit = Length(max=most, message=f"最多{most}个字")
    return NameField(label, [Optional(), limit], description=hint, widget=TextArea())


def split(said: str) -> list[str]:
    """The names of a text, in order."""
    for mark in PARTED:
        said = said.replace(mark, "\n")
    return [name.strip() for name in said.split("\n") if name.strip()]


def _meant(said: str, offered: Mapping[str, Sequence[str]]) -> str:
    wanted = fold(said)
    if any(fold(name) == wanted for name in offered):
        return said
    called = [name for name, spelled in offered.items() if wanted in spelled]
    if len(called) > 1:
        message = f"“{said}”有{len(called)}个相符（{'、'.join(called[:4])}），请写全称"
        raise ValidationError(message)
    return called[0] if called else said
