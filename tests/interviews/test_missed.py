"""An interview to which nobody came waits for its handler until it has a new day or is called off."""

import pytest

from supervision.interviews.states import InterviewStatus
from tests.make import interviews
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


@pytest.fixture
def missed(inside: Inside, bureau: None) -> int:
    """Announced, and everybody stayed away."""
    with inside():
        return interviews.interview(InterviewStatus.ABSENT).id


def test_it_stands_before_its_handler_alone(sign_in: SignIn, page: PageCheck, missed: int) -> None:
    handler = sign_in("handler")
    shown = page(handler.get("/reminders/"))
    assert shown.find(f"//a[@class='task-label'][@href='/interviews/{missed}']")
    assert "缺席的约谈" in shown.text
    for other in ("second", "reviewer", "signatory"):
        assert "缺席的约谈" not in page(sign_in(other).get("/reminders/")).text
