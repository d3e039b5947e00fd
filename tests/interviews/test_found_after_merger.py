"""After a merger what was done at the old unit is found by the unit that holds its matters now."""

import pytest

from supervision.agencies.models import Unit
from supervision.core import clock
from supervision.interviews.people import IntervieweeFacts
from tests.make import actions, clues, interviews, people, reforms
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

SUBJECT = "反映检查时不出示执法证件"


@pytest.fixture
def bureau(inside: Inside) -> Office:
    """Two units, everybody with an account."""
    with inside():
        return papers.office()


@pytest.fixture
def merged(inside: Inside, bureau: Office) -> Office:
    """An action, an interview and a clue of the first unit, which then went into the other one."""
    with inside() as db:
        unit = db.get_one(Unit, bureau.unit_id)
        heir = db.get_one(Unit, bureau.other_unit_id)
        handler, reviewer = people.principal("handler"), people.principal("reviewer")
        actions.action(by=handler, leader=people.principal("signatory"), units=[unit])
        interviews.interview(interviewees=[IntervieweeFacts("示例负责人", unit)], reason="逾期事由")
        clues.clue(subject=SUBJECT, unit=unit)
        reforms.merge_unit(unit, heir, on=clock.today(), with_officers=False, actor=reviewer)
    return bureau


@pytest.mark.parametrize(
    ("path", "what"),
    [("/actions/", "示例专项监督"), ("/interviews/", "逾期事由"), ("/clues/", SUBJECT)],
)
def test_the_filter_by_the_successor_finds_it(
    sign_in: SignIn, page: PageCheck, merged: Office, path: str, what: str
) -> None:
    """Problems and papers followed the succession, these lists said that there was nothing."""
    handler = sign_in("handler")
    for key in (merged.other_unit_id, merged.unit_id):
        assert what in page(handler.get(f"{path}?unit={key}")).text, key


def test_the_same_complaint_against_the_successor_is_hinted_at(
    sign_in: SignIn, page: PageCheck, inside: Inside, merged: Office
) -> None:
    with inside() as db:
        heir = db.get_one(Unit, merged.other_unit_id)
        again = clues.clue(subject=SUBJECT, unit=heir).id
    assert "可能重复" in page(sign_in("handler").get(f"/clues/{again}")).text
