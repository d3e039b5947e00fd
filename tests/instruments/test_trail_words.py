"""What stands on the timeline of a paper is for people: no JSON."""

from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.instruments.models import Instrument
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.work import Inside


def test_lists_are_told_in_words(inside: Inside, office: Office) -> None:
    with inside():
        key = papers.draft(office).id
    with inside(), on(papers.DELIVERED, "handler"):
        paper = session.get_one(Instrument, key)
        assert paper.countersigned == []
        paper.countersigned = [{"organ": "法制科", "name": "钱某", "on": "2026-03-02"}]
    with inside():
        changes = [
            change
            for entry in timeline(session.get_one(Instrument, key))
            for change in entry.changes
            if change[0] == "会签"
        ]
    assert changes == [("会签", "–", "钱某 2026-03-02 法制科")]
