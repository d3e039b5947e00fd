"""A sheet of 补录 is looked at by the reviewer, once."""

import pytest

from supervision.core.errors import Forbidden
from supervision.core.importer import read_table
from supervision.imports import looking, service
from supervision.imports.models import BatchStatus
from supervision.instruments.models import Instrument
from tests.imports.test_import import checked, count
from tests.make import finding, second_person, sheets, years
from tests.support.work import Inside


def test_a_sheet_of_past_papers_waits_for_the_reviewers_look(inside: Inside) -> None:
    """Once for the whole sheet; the verb itself refuses, and a refusal leaves nothing behind."""
    content = sheets.xlsx(years.PAPERS)
    with inside():
        town = finding.town()
        batch = checked(town, content, "papers")
        assert batch.faults == 0, batch.report["marks"]
        with pytest.raises(Forbidden, match="须经另一人确认"):
            service.apply(batch, read_table("台账.xlsx", content), actor=town.handler)
        waiting = looking.ask(batch, actor=town.handler)
        assert batch.status is BatchStatus.CHECKED
        assert count(Instrument) == 0
        second_person.confirm(waiting, batch)
        assert batch.status is BatchStatus.APPLIED
        assert count(Instrument) == 2
