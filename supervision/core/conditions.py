"""A field that is needed under a condition: it says so, appears with the condition, and is asked for then."""

from collections.abc import Iterable

from wtforms import Field, Form
from wtforms.validators import Optional, StopValidation


def shown_with(field: Field, other: str, values: Iterable[object]) -> None:
    """Show a field only while `other` has one of `values`, which are known when the page is made (kinds of paper).

    "" among them: also while nothing is chosen yet. What was typed before it went is the server's to refuse.
    """
    field.flags.depends = other
    field.flags.depends_on = " ".join(sorted(map(str, values))) or "-"


class NeededIf(Optional):
    """Needed when the field `other` is (or holds) one of `values`; without values when it is left empty.

    `said`: the condition as the label says it, instead of 选填. `alone`: the field means nothing
    otherwise (a ticked box is `y`) and is shown only then (static/js/depends.js; without scripts it is always there).
    `asked` is False where the service asks for it with words of its own.
    """

    def __init__(
        self,
        other: str,
        values: Iterable[str] = (),
        *,
        said: str,
        alone: bool = True,
        asked: bool = True,
    ) -> None:
        super().__init__(strip_whitespace=True)
        self.other, self.values, self.said, self.asked = (
            other,
            frozenset(str(getattr(one, "value", one)) for one in values),
            said,
            asked,
        )
        self.field_flags = {"optional": True, "when": said}
        if alone and self.values:
            self.field_flags |= {"depends": other, "depends_on": " ".join(sorted(self.values))}

    def __call__(self, form: Form, field: Field) -> None:
        blank = not field.raw_data or not str(field.raw_data[0]).strip()
        other: Field | None = form[self.other] if self.other in form else None  # noqa: SIM401  (a form has no get)
        if (
            self.asked
            and blank
            and other is not None
            and not other.errors
            and self._holds(other.data)
        ):
            field.errors = []
            raise StopValidation(f"请填写{field.label.text}")
        super().__call__(form, field)

    def _holds(self, held: object) -> bool:
        if not self.values:
            return not held
        several = held if isinstance(held, (list, tuple, set, frozenset)) else [held]
        words = ("y" if one is True else str(getattr(one, "value", one)) for one in several)
        return any(word in self.values for word in words)
