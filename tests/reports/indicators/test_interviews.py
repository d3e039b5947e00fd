"""Figures of interviews: who counts as one person."""

import pytest

from supervision.agencies.models import Officer
from supervision.agencies.service import OfficerFacts, enter_officers
from supervision.core.db import session
from supervision.interviews.counting import tally
from tests.make import people
from tests.make.offices import sign_in
from tests.make.reports import Ground
from tests.reports.conftest import lay
from tests.reports.indicators.taken import IN, listed
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside


def test_an_officer_on_file_is_one_person_whatever_name_was_written(ground: Ground) -> None:
    on_file = [Officer(body_id=ground.body.id, unit_id=ground.units[0].id, name="乙") for _ in "12"]
    session.add_all(on_file)
    session.flush()
    met = [ground.interview(IN, [(name, False, False)]) for name in ("乙", "乙某", "乙", "乙")]
    for interview, officer in zip(met, (on_file[0], on_file[0], on_file[1]), strict=False):
        interview.interviewees[0].officer_id = officer.id
    session.flush()
    assert len(listed(ground, "officers_interviewed")) == 3, "two on file, and one typed by hand"
    assert len(listed(ground, "officers_interviewed_times")) == 4


@pytest.mark.store
def test_who_is_put_on_file_after_the_first_interview_is_one_person(
    client: Visitor, inside: Inside
) -> None:
    """The first was typed (补录), the second is chosen from the officers on file: one person, twice there."""
    with inside():
        ground = lay()
        me = people.principal(ground.user.username)
        ground.interview(IN, [("丙某", False, False)])
        facts = OfficerFacts("丙某", post="科员")
        ((officer),) = enter_officers([(ground.units[0], facts, True)], actor=me)
        assert isinstance(officer, Officer)
        later = ground.interview(IN, [("丙某", False, False)])
        later.interviewees[0].officer_id = officer.id
        here = tally(IN, IN, body_ids=[ground.body.id])
        assert (here.officers, here.officer_times) == (1, 2)
    sign_in(client, me)
    text = check(client.get(f"/reports/?year={IN.year}")).text
    assert "约谈行政执法人员 1 人" in text, text[text.find("约谈") :][:300]
    assert "约谈执法人员人次 2 人次" in text
