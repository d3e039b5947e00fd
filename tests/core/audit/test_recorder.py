"""What a change by the unit of work leaves on the trail: what people can read of it, and no more."""

import pytest
import sqlalchemy as sa

from supervision.agencies.models import Unit
from supervision.core import clock
from supervision.core.audit import AuditEvent
from supervision.core.db import session
from supervision.reminders.models import FeedToken
from tests.make import people
from tests.support.work import Inside


@pytest.mark.usefixtures("bureau")
def test_an_event_names_what_was_changed_and_no_machinery(inside: Inside) -> None:
    with inside():
        reviewer = people.principal("reviewer")
        unit_id = people.unit("示例市乙局", by=reviewer).id
        session.add(FeedToken(user_id=reviewer.user_id, token_hash="0" * 64))
    with inside():
        unit = session.get_one(Unit, unit_id)
        unit.short_name, unit.telephone = "乙", ""  # the latter as it was
        session.scalars(sa.select(FeedToken)).one().used_at = clock.now()  # told nowhere
    with inside():
        newest = sa.select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)
        event = session.scalars(newest).one()
        assert (event.subject_type, event.action, event.fields) == (
            "unit", "change", ["short_name"],
        )  # fmt: skip
