"""A test client that behaves like a person's browser: it reads a form before it sends it."""

from collections.abc import Mapping
from typing import Any

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support import pages


class Visitor(FlaskClient):
    """Checks every page it is sent (see pages.py) and fills forms as they stand on the page."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in range(300, 400):
            pages.check(response, status=response.status_code)
        return response

    def submit(
        self,
        url: str,
        /,
        data: Mapping[str, Any] | None = None,
        *,
        form: str = "//main//form[@method='post']",
        button: str = "",
    ) -> TestResponse:
        """Open `url`, change the fields in `data` of its first form matching `form`, and send it: as its `button`
        of these words would, whose form it is then, wherever it stands.

        Hidden fields (CSRF token, version) and what stands in the others go along; a field that
        the form does not have is an error, so a test cannot send what no person could.
        """
        page = pages.check(self.get(url))
        pressed = f"//form//button[normalize-space()='{button}']"
        found = page.find(f"{pressed}/ancestor::form" if button else form)
        assert found, f"{url} has no form {form}"
        fields = _fields(found[0])
        unknown = set(data or {}) - _names(found[0])
        assert not unknown, f"{url}: the form has no field {sorted(unknown)}"
        own = [str(one) for one in page.find(f"{pressed}/@formaction")] if button else []
        target = own[0] if own else found[0].get("action") or url
        return self.post(target, data={**fields, **(data or {})})


@pytest.fixture
def client(app: Flask) -> Visitor:
    """A visitor who is not signed in."""
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    return visitor


def unchecked(app: Flask, username: str, password: str) -> FlaskClient:
    """A client signed in as a person, that asks what no page offers: nothing it is sent is checked."""
    app.test_client_class = Visitor  # fills the form as it stands on the page
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.submit("/accounts/sign-in", {"username": username, "password": password})
    app.test_client_class = FlaskClient
    plain = app.test_client()
    cookie = visitor.get_cookie("mingdu")
    assert cookie is not None
    plain.set_cookie("mingdu", cookie.value)
    return plain


def _names(form: lxml.html.FormElement) -> set[str]:
    return {str(name) for name in form.xpath(".//*/@name")}


def _fields(form: lxml.html.FormElement) -> dict[str, list[str]]:
    """What a browser would send of an untouched form; several values under one name stay several."""
    fields: dict[str, list[str]] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return fields
