"""An office for every test of papers, and a way to take a seat in it."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.make import case_files as papers
from tests.make import people
from tests.support.client import Visitor
from tests.support.work import Inside

FORM = "//form[@class='form']"  # the form of the page, not one of its frame
SignIn = Callable[[str], Visitor]


@pytest.fixture
def office(inside: Inside) -> papers.Office:
    """示例市司法局 and two units, everybody with an account."""
    with inside():
        return papers.office()


@pytest.fixture
def sign_in(app: Flask, office: papers.Office) -> SignIn:
    """`sign_in("handler")`: a browser of its own in which that person is signed in."""

    def enter(username: str) -> Visitor:
        app.test_client_class = Visitor
        visitor = app.test_client()
        assert isinstance(visitor, Visitor)
        typed = {"username": username, "password": people.PASSWORD}
        answer = visitor.submit("/accounts/sign-in", typed)
        assert answer.status_code == 302, answer.get_data(as_text=True)
        return visitor

    return enter
