"""The fields of a filter bar, drawn. A filter stands alike on most pages, so each way it stands is drawn once a process."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form

from supervision.core.listing.filters import Filter, Option

APART = frozenset({"CSRFTokenField", "HiddenField", "SubmitField"})


@dataclass(frozen=True)
class Control:
    """A field as components/filters.html sets it: its label, and itself as markup."""

    id: str
    label: str
    is_day: bool
    html: Markup


def controls_of(form: Iterable[Field]) -> list[Control]:
    """The fields of a form that is a filter bar."""
    return [_control(one) for one in form if one.type not in APART]


def controls(
    one: Filter, options: Sequence[Option], values: Mapping[str, str], *, whole: bool
) -> Sequence[Control]:
    """The fields of a filter of a list, standing as `values` says."""
    if one.typed and whole:  # hundreds of choices, which few pages have
        return _drawn(one, options, values.items(), whole=whole)
    return _kept(one, tuple(options), tuple(values.items()), whole)


@lru_cache(maxsize=512)
def _kept(
    one: Filter,
    options: tuple[Option, ...],
    values: tuple[tuple[str, str], ...],
    whole: bool,  # noqa: FBT001
) -> Sequence[Control]:
    return _drawn(one, options, values, whole=whole)


def _drawn(
    one: Filter, options: Sequence[Option], values: Iterable[tuple[str, str]], *, whole: bool
) -> Sequence[Control]:
    fields = one.fields(options, whole=whole)
    form: Form = type("Filters", (Form,), fields)(formdata=MultiDict(list(values)))
    return controls_of(form)


def _control(field: Field) -> Control:
    is_day = hasattr(field.widget, "is_day")
    if hasattr(field, "choices"):
        html = field(class_="form-select").replace("</option>", "")  # as HTML lets it end
    else:
        hint = {} if is_day else {"placeholder": field.label.text}
        html = field(class_="form-control", **hint)
    return Control(field.id, field.label.text, is_day, html)
