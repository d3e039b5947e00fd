"""What stands in a field, as people read it: on the page where two versions of one form stand side by side."""

from collections.abc import Iterable, Iterator, Mapping

from wtforms import BooleanField, Field, FieldList, FormField, SelectField

from supervision.core.upload_field import UploadField
from supervision.core.words import Word

HIDDEN = ("HiddenField", "CSRFTokenField")


def is_shown(field: Field) -> bool:
    """Whether it is a field that people fill in, and no file."""
    return field.type not in HIDDEN and not isinstance(field, UploadField)


def readable(field: Field) -> str:
    """Its content in words; of rows one line each, the empty ones left out."""
    if isinstance(field, FieldList):
        return "\n".join(line for entry in field if (line := readable(entry)))
    if isinstance(field, FormField):
        return "，".join(said for part in field.form if is_shown(part) and (said := _part(part)))
    if isinstance(field, BooleanField):
        return "是" if field.data else "否"
    if isinstance(field, SelectField):
        return "、".join(str(one.label) for one in field.iter_choices() if one.selected)
    if isinstance(field.data, Word):
        return field.data.label
    return "" if field.data is None else str(field.data)


def _part(field: Field) -> str:
    """A field of a row: a tick by what it says, a choice that was not made not at all."""
    if isinstance(field, BooleanField):
        return str(field.label.text) if field.data else ""
    if isinstance(field, SelectField) and field.data in ("", None):
        return ""
    return readable(field)


Offered = Mapping[tuple[str, str], object]  # by the list of rows and the field in each


def choices_in_rows(form: Iterable[Field]) -> Offered:
    """What the view offered in the rows of a form: rows made anew have nothing to choose from."""
    return {(rows, select.short_name): select.choices for rows, select in _selects(form)}


def offer_in_rows(form: Iterable[Field], offered: Offered) -> None:
    """The same to the rows as they are now."""
    for rows, select in _selects(form):
        if (rows, select.short_name) in offered:
            select.choices = offered[rows, select.short_name]


def _selects(form: Iterable[Field]) -> Iterator[tuple[str, SelectField]]:
    for rows in form:
        for entry in rows if isinstance(rows, FieldList) else ():
            for part in entry.form if isinstance(entry, FormField) else ():
                if isinstance(part, SelectField):
                    yield rows.name, part
