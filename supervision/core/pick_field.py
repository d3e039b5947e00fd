"""A field in which one record is chosen by its key or by any of its names (core/picking.py)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from markupsafe import escape
from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.fields.choices import Choice
from wtforms.validators import ValidationError
from wtforms.widgets import Select

from supervision.core.picking import find, refusal, spellings

NAMES = "data-names"


def named(value: str, label: str, *names: str) -> SelectChoice:
    """A choice with all it is called."""
    return SelectChoice(value, label, render_kw={NAMES: " ".join(spellings((label, *names)))})


def choices_of(
    rows: Sequence[Any],
    *,
    label: Callable[[Any], str],
    names: Callable[[Any], Iterable[str]],
    blank: bool,
) -> list[SelectChoice]:
    """Records as what a select offers."""
    first = [SelectChoice("", "请选择")] if blank else []
    return [*first, *(named(str(row.id), label(row), *names(row)) for row in rows)]


def _is_key(said: str) -> bool:
    """Whether it is the key of something that is not offered (any more), not a name that was typed."""
    return said.isascii() and said.isdigit()


class Options(Select):
    """A select whose options are written plainly: a list's page has hundreds."""

    @classmethod
    def render_option(cls, choice: Choice) -> str:
        more = "".join(
            f' {name}="{escape(said)}"' for name, said in (choice.render_kw or {}).items()
        )
        chosen = " selected" if choice.selected else ""
        label = escape(choice.label or choice.value)
        return f'<option{chosen} value="{escape(str(choice.value))}"{more}>{label}</option>'


class PickField(SelectField):
    """One of the choices, by value or by name. What is none of them, or several, is refused beside the

    field and stays in it as typed: never the earlier value, never the first that fits.
    """

    picks = True
    explains: Callable[[str], str] | None = None  # of a name that is offered no more, why
    widget = Options()

    @property
    def offered(self) -> list[SelectChoice]:
        """The choices with something to choose, each with its spellings."""
        return [
            one if NAMES in (one.render_kw or {}) else named(str(one.value), str(one.label))
            for one in self._given
            if one.value not in ("", None)
        ]

    @property
    def _given(self) -> list[SelectChoice]:
        """The choices; a function that gives them is asked when the field is shown, or something stands in it."""
        return self._choices_from_input(self.choices) or []

    @property
    def said(self) -> str:
        """What was typed, where it is not the value of a choice."""
        raw = self.raw_data[0] if self.raw_data else ""
        text = raw.strip() if isinstance(raw, str) else ""
        return "" if not text or text in {str(one.value) for one in self.offered} else text

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None

    def pre_validate(self, form: object) -> None:
        said = self.said
        if not said:
            return
        offered = self.offered
        self.data = None
        if _is_key(said):
            raise ValidationError(self.gettext("Not a valid choice."))
        labels = {str(one.value): str(one.label) for one in offered}
        found = find(said, {str(one.value): one.render_kw[NAMES].split() for one in offered})
        if found.value is None:
            gone = self.explains(said) if self.explains and not found.values else ""
            raise ValidationError(gone or refusal(said, found, labels))
        self.data = self.coerce(found.value)

    def iter_choices(self) -> Iterator[Choice]:
        blank = [one for one in self._given if one.value in ("", None)]
        said = self.said if self.data is None and not _is_key(self.said) else ""
        for one in blank + self.offered:
            chosen = not said and self.coerce(one.value) == self.data
            yield Choice(one.value, one.label, chosen, one.render_kw)
        if said:
            yield Choice(said, said, selected=True, render_kw={"data-said": "true"})
