"""One bureau with somebody in each seat, and a way to take a seat: `sign_in("handler")`."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.support.client import Visitor
from tests.support.work import Inside

SignIn = Callable[..., Visitor]


@pytest.fixture
def bureau(inside: Inside) -> None:
    """示例市司法局 with one person a seat, 示例市甲局 and its liaison."""
    from tests.make.offices import found_office  # noqa: PLC0415  (who does without pays nothing)

    with inside():
        found_office()


@pytest.fixture
def sign_in(app: Flask, bureau: None) -> SignIn:
    """`sign_in("handler")`: a browser of its own in which that person is signed in."""

    from tests.make.people import PASSWORD  # noqa: PLC0415  (who does without pays nothing)

    def enter(username: str, *, password: str = PASSWORD) -> Visitor:
        app.test_client_class = Visitor
        visitor = app.test_client()
        assert isinstance(visitor, Visitor)
        answer = visitor.submit("/accounts/sign-in", {"username": username, "password": password})
        assert answer.status_code == 302, answer.get_data(as_text=True)
        return visitor

    return enter
