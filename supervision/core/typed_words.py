"""What was typed into a form that nothing could be done with any more: its error page shows it once again.

The record went on to another state, or is gone, while somebody wrote; the form is shown no more, and what
was written must not go with it. Choices, keys and secrets are left out.
"""

from collections.abc import Iterator

from flask import g, request
from wtforms import Field, HiddenField, StringField

from supervision.core.once import FIELD

SECRET = ("password", "otp", "sealed", "token")
OURS = frozenset({FIELD, "csrf_token", "version", "seen", "ready", "next"})


def typed_words() -> list[tuple[str, str]]:
    """(label, words) of each field of the present request that somebody wrote in; a label may be unknown.

    Nothing of one whose content was never read: too large, or cut off on its way.
    """
    if request.method != "POST" or "form" not in request.__dict__:
        return []
    return list(dict.fromkeys(_typed()))


def _typed() -> Iterator[tuple[str, str]]:
    form = g.get("form")
    for name, values in request.form.lists():
        if name in OURS or any(one in name for one in SECRET):
            continue
        field: Field | None = form[name] if form is not None and name in form else None
        for value in values:
            if value.strip() and _is_words(field, value):
                yield (str(field.label.text) if field is not None else "", value.strip())


def _is_words(field: Field | None, value: str) -> bool:
    if isinstance(field, HiddenField):
        return False
    return isinstance(field, StringField) or not value.isascii()
