"""A sheet of referrals is seen by whoever is in the circle of all its rows, and no longer than that."""

import sqlalchemy as sa

from supervision.core.db import session
from supervision.referrals.models import Referral
from tests.make import finding, imported, people, sheets, years
from tests.make.offices import SEATS, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside


def test_whoever_was_taken_out_of_a_circle_reads_the_sheet_no_more(
    client: Visitor, inside: Inside
) -> None:
    """The referral was closed to them; the sheet it had come with, with subject and reasons, was not."""
    with inside():
        office = found_office(seats=SEATS)
        finding.problem(office, "未告知听证权利")
        content = sheets.xlsx(years.sheet("referrals", years.bench(office)))
        address = f"/imports/{imported.applied(office, content, 'referrals').id}"
        found = session.scalars(sa.select(Referral).order_by(Referral.id)).all()
        assert all(
            [row.user_id for row in one.viewers] == [office.id_of("reviewer")] for one in found
        )
        key = found[0].id
        handler, head = people.principal("handler"), people.principal("reviewer")
    sign_in(client, head)
    check(client.get(address))
    sign_in(client, handler)
    typed = {"viewers": [], "reason": "无须再知悉"}
    answer = client.submit(f"/referrals/{key}/viewers", typed)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    check(client.get(address))
    sign_in(client, head)
    assert client.get(address).status_code == 404
    assert f'href="{address}"' not in client.get("/imports/").get_data(as_text=True)
