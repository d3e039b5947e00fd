"""A service that a test calls runs as its actor (`tests/support/acting`), whatever the test itself may see."""

from dataclasses import replace

import pytest

from supervision.agencies.models import Body
from supervision.core.access import EVERYTHING
from supervision.core.access.scope import present_scope
from supervision.core.db import session
from supervision.core.errors import Forbidden
from supervision.instruments.kinds import editing
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.kinds.facts import facts_of
from tests.make import people
from tests.support.work import Inside


@pytest.mark.usefixtures("bureau")
def test_a_person_of_no_body_writes_in_none_but_where_the_product_lets_them(inside: Inside) -> None:
    with inside():
        body = session.get_one(Body, people.principal("handler").body_id)
        administrator = people.principal("sysadmin")
        given = kinds.in_force(body.id, "transfer_letter")
        assert given is not None
        facts = replace(facts_of(given), code="own_transfer", series="示司督转函")
        with pytest.raises(Forbidden):
            kinds.add(body.id, facts, actor=administrator)
        assert present_scope() is EVERYTHING
        session.rollback()
    with inside():
        body = session.get_one(Body, people.principal("handler").body_id)
        assert editing.add(body, facts, actor=people.principal("sysadmin")).code == "own_transfer"
