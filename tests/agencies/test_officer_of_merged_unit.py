"""An officer who stayed with a unit that was merged is saved where he is, not with whichever unit comes first."""

from datetime import date

import pytest

from supervision.agencies import service
from supervision.agencies.models import Officer
from supervision.agencies.service import OfficerFacts
from supervision.core.db import session
from tests.make import people, reforms
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")


def test_taking_him_off_duty_moves_him_to_no_other_unit(inside: Inside, sign_in: SignIn) -> None:
    with inside():
        head = people.principal("reviewer")
        gone, heir = (people.unit(name, by=head) for name in ("示例市丙局", "示例市丙丁局"))
        key = service.add_officer(gone, OfficerFacts("甲示例"), actor=head).id
        reforms.merge_unit(gone, heir, on=date(2025, 6, 1), with_officers=False, actor=head)
        home = gone.id
    handler, address = sign_in("handler"), f"/agencies/officers/{key}"
    shown = handler.get(address).get_data(as_text=True)
    assert "示例市丙局</option>" in shown
    assert handler.submit(address, {"post": "科员"}).status_code == 302
    with inside():
        officer = session.get_one(Officer, key)
        assert (officer.unit_id, officer.post) == (home, "科员")
