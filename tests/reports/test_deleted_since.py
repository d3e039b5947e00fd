"""A published figure of which a record was deleted since: the snapshot says which one it was."""

import sqlalchemy as sa

from supervision.clues.models import Clue
from supervision.core.db import session
from supervision.imports.models import ImportBatch
from supervision.reports import counting, service
from supervision.reports.periods import parse
from supervision.reports.reach import reach
from tests.make import imported, sheets, years
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside


def _published_and_taken_back(inside: Inside) -> Office:
    with inside():
        town = found_office()
        years.bench(town)
        batch = imported.applied(town, sheets.xlsx(years.CLUES), "clues")
        assert session.scalar(sa.select(sa.func.count(Clue.id))) == 2
        key = batch.id
    with inside():
        where = reach(town.body_id)
        service.publish(where, counting.count(parse("2023"), where.body_ids), actor=town.reviewer)
    with inside():
        imported.undone(session.get_one(ImportBatch, key), town)
        assert session.scalar(sa.select(sa.func.count(Clue.id))) == 0
    return town


def test_a_deleted_record_is_named_as_the_trail_names_it(client: Visitor, inside: Inside) -> None:
    """An import taken back: the page counted 1 条 and said of no record which."""
    town = _published_and_taken_back(inside)
    sign_in(client, town.reviewer)
    shown = check(client.get("/reports/snapshots/1"))
    assert "反映重复检查（已删除）" in shown.text
    assert not shown.find("//main//a[contains(., '已删除')]")
