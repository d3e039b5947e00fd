"""A form asked for too late says what state stands in its way, never that a permission is missing."""

from datetime import date

import pytest

from supervision.actions.models import ActionStatus
from supervision.clues.states import ClueStatus
from supervision.instruments.states import InstrumentStatus
from supervision.interviews.states import InterviewStatus
from supervision.referrals.states import ReferralStatus
from tests.make import actions, clues, interviews, papers, people, referrals
from tests.make.offices import the_office
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

DAY = date(2023, 6, 6)


@pytest.fixture
def records(bureau: None, inside: Inside) -> dict[str, str]:
    """Of each kind one that is handled here and no draft any more."""
    with inside():
        handler, leader = people.principal("handler"), people.principal("signatory")
        ended = actions.action(ActionStatus.CANCELLED, by=handler, leader=leader)
        found = {
            "clue": clues.clue(ClueStatus.REPORTED),
            "interview": interviews.interview(InterviewStatus.APPROVED, on=DAY),
            "referral": referrals.referral(ReferralStatus.SENT),
        }
        return {
            "action": f"/actions/{ended.id}",
            **{name: f"/{name}s/{one.id}" for name, one in found.items()},
        }


@pytest.mark.parametrize("kind", ["action", "clue", "interview", "referral"])
def test_what_is_no_draft_any_more_is_not_amended_and_says_its_state(
    records: dict[str, str], sign_in: SignIn, page: PageCheck, kind: str
) -> None:
    _says_why(sign_in, page, records[kind], f"{records[kind]}/amend", "不能再修改")


@pytest.mark.parametrize("kind", ["clue", "interview", "referral"])
def test_what_was_never_entered_late_is_not_corrected_as_such(
    records: dict[str, str], sign_in: SignIn, page: PageCheck, kind: str
) -> None:
    _says_why(sign_in, page, records[kind], f"{records[kind]}/correct", "不是补录的记录")


def test_neither_are_problems_and_papers(
    inside: Inside, sign_in: SignIn, page: PageCheck, office_papers: tuple[str, str]
) -> None:
    problem, paper = office_papers
    _says_why(sign_in, page, problem, f"{problem}/amend", "“整改中”，不能再修改")
    _says_why(sign_in, page, problem, f"{problem}/correct", "不是补录的记录")
    _says_why(sign_in, page, paper, f"{paper}/correct", "不是补录的记录")


@pytest.fixture
def office_papers(bureau: None, inside: Inside) -> tuple[str, str]:
    """A delivered paper and the problem it carries."""
    with inside():
        paper = papers.paper(the_office(), InstrumentStatus.DELIVERED)
        return f"/problems/{paper.items[0].problem_id}", f"/instruments/{paper.id}"


def _says_why(sign_in: SignIn, page: PageCheck, record: str, asked: str, why: str) -> None:
    answer = page(sign_in("handler").get(asked), status=409)
    assert why in answer.text
    assert "权限" not in answer.text
    assert answer.find("//a[contains(@class, 'btn-primary')]/@href") == [record]
