"""Where the drafting form asks for a part's words."""

import lxml.html
from flask.testing import FlaskClient

from supervision.instruments.wording.parts import Part
from tests.support.pages import Page

FORM = "//form[@id='drafting']"


def words_of(
    client: FlaskClient, here: str, part: Part = Part.CAUSE, *, field: str = "words"
) -> str:
    """The name of the box of `part` in the form of the draft at `here`."""
    form = lxml.html.fromstring(client.get(f"{here}/edit").data).xpath(FORM)[0]
    for name, value in form.form_values():
        if name.endswith("-part") and value == part.value:
            return str(name.removesuffix("part") + field)
    raise LookupError(part)


def fields_of(page: Page) -> dict[str, str]:
    """What a browser would send of the drafting form on this page: a box begins after its first line end."""
    [form] = page.tree.xpath(FORM)
    sent = ((name, value.removeprefix("\n")) for name, value in form.form_values())
    return {name: value for name, value in sent if "items-N-" not in name}
