"""Figures of interviews: who counts as one person."""

from supervision.agencies.models import Officer
from supervision.core.db import session
from tests.make.reports import Ground
from tests.reports.indicators.taken import IN, listed


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
