"""The scan of an approval on paper: due in three working days, stops the last step, for the bureau alone."""

import io
from datetime import date

import pytest
import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.core.db import session
from supervision.core.duedates import DueKind, DueState, of_owner
from supervision.core.files.models import Attachment, Purpose
from supervision.reminders.models import Notice
from supervision.reminders.sweep import sweep
from tests.accounts.test_approved_on_paper import AT, KINDS, STEP, Kind, each_kind, made, registered
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
LAST = {  # the step that ends a record, and what it says by then
    "/actions": ("archive", {"status": "feedback"}),
    "/interviews": ("close", {"status": "held", "held_on": date(2026, 3, 2)}),
    "/referrals": ("archive", {"status": "returned", "returned_on": date(2026, 3, 2),
                               "return_reason": "不属职责", "sent_on": date(2026, 3, 2)}),
}  # fmt: skip


@each_kind
def test_the_scan_is_due_in_three_days_and_stops_the_last_step(
    inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock, kind: Kind
) -> None:
    """Registered on a Monday without it: due on Thursday, lit and reminded of; nobody but the bureau gets it."""
    clock("2026-03-02 09:00")
    key, address = registered(inside, kind, sign_in)
    step = f"{kind.path}/{key}/step/hand_in_scan"
    handler, last = sign_in("handler"), LAST[kind.path]
    assert handler.get(step).status_code in (403, 409), "nothing is approved yet"
    assert sign_in("second").submit(address, {"confirm": "1"}).status_code == 302
    with inside():
        record = session.get_one(kind.model, key)
        [row] = of_owner(record, DueKind.SCAN)
        term = row.id
        assert (str(row.due), row.state, row.unit_id) == ("2026-03-05", DueState.OPEN, None)
        session.execute(sa.update(kind.model).where(kind.model.id == key).values(**last[1]))
    clock("2026-03-06 09:00")
    with inside():
        sweep()
        told = session.scalars(sa.select(Notice.title).where(Notice.due_date_id == term)).all()
        assert told
    handler = sign_in("handler")
    queue = page(handler.get("/reminders/"))
    [waits] = queue.find(
        "//section[contains(., '待上传签批扫描件')]//li[contains(., '签批扫描件')]"
    )
    assert "逾期 · 1个工作日" in waits.text_content()
    blocked = handler.get(f"{kind.path}/{key}/step/{last[0]}")
    refused = 403 if kind.path == "/referrals" else 409
    assert "签批扫描件还没有上传" in page(blocked, status=refused).text
    scan = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "批件.pdf")
    assert handler.submit(step, {"scans": scan}, **AT).status_code == 302
    assert handler.get(f"{kind.path}/{key}/step/{last[0]}").status_code == 200
    assert handler.get(step).status_code in (403, 409)
    with inside():
        record = session.get_one(kind.model, key)
        assert [one.state for one in of_owner(record, DueKind.SCAN)] == [DueState.MET]
        found = session.scalars(sa.select(Attachment)).one()
        assert (found.purpose, found.unit_id, found.owner_id) == (Purpose.SIGNED_SCAN, None, key)


def test_the_scan_of_an_approval_is_for_the_bureau_alone(inside: Inside, sign_in: SignIn) -> None:
    """It carries 批示: no unit is named with it."""
    key, form = made(inside, KINDS["action"])
    scan = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "批件.pdf")
    sent = sign_in("handler").submit(f"/actions/{key}{STEP}", {**form, "scans": scan}, **AT)
    assert sent.status_code == 302, sent.get_data(as_text=True)
    with inside():
        found = session.scalars(sa.select(Attachment)).one()
        assert (found.purpose, found.unit_id, found.owner_id) == (Purpose.SIGNED_SCAN, None, key)
        assert session.scalar(sa.select(User.id).limit(1))
