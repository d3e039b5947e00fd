"""The scan of a paper signed on paper: due in three working days, blocks 归档, never the unit's."""

import io

import pytest
import sqlalchemy as sa

from supervision.core import clock as times
from supervision.core.access import seeing
from supervision.core.access.scope import scope_of
from supervision.core.db import session
from supervision.core.duedates import DueKind, DueState, of_owner
from supervision.core.errors import WrongState
from supervision.core.files.models import Attachment, Purpose
from supervision.core.pending import DUTIES
from supervision.instruments.delivering import service as delivery
from supervision.instruments.delivering.service import DeliveryFacts
from supervision.instruments.models import Instrument
from supervision.instruments.revoking import service as revoking
from supervision.instruments.signing import scans
from supervision.instruments.states import DeliveryMethod
from supervision.instruments.states import InstrumentStatus as S
from supervision.instruments.verifying import service as verifying
from supervision.reminders import counting
from supervision.reminders.models import Channel, Notice
from supervision.reminders.sweep import sweep
from tests.make import case_files as papers
from tests.make import on_paper, people
from tests.make.offices import Office
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

SCAN = b"%PDF-1.4\n%%EOF\n"
AT = {"form": "//form[@class='form']"}


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    clock("2026-03-02 09:00")  # a Monday


def _signed(office: Office) -> Instrument:
    """Signed on paper by two, delivered by hand; its handler is `handler`."""
    handler = people.principal("handler")
    paper = papers.draft(office)
    on_paper.sign(paper, by=handler)
    facts = DeliveryFacts(DeliveryMethod.DIRECT, received_on=times.today(), recipient="示例收件人")
    delivery.register_delivery(paper, facts, actor=handler)
    return paper


def _waits_for(username: str) -> bool:
    me = people.principal(username)
    duty = next(one for one in DUTIES.parts() if one.title == "待上传签批扫描件")
    return any(session.execute(rows).first() for rows in duty.rows(me))


def test_it_waits_in_the_handlers_queue_with_its_day(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        key = _signed(office).id
        assert _waits_for("handler")
        assert not _waits_for("second")
    handler = sign_in("handler")
    assert "待上传签批扫描件" in page(handler.get("/reminders/")).text
    shown = page(handler.get(f"/instruments/{key}/signed-scan"))
    assert "2026-03-05" in shown.text  # Monday and three working days
    sent = handler.submit(
        f"/instruments/{key}/signed-scan", {"scans": (io.BytesIO(SCAN), "批件.pdf")}, **AT
    )
    assert sent.status_code == 302, sent.get_data(as_text=True)
    with inside():
        assert not _waits_for("handler")
        scan = session.scalars(
            sa.select(Attachment).where(Attachment.purpose == Purpose.SIGNED_SCAN)
        ).one()
        assert (scan.owner_id, scan.unit_id) == (key, None)
    assert handler.get(f"/instruments/{key}/signed-scan").status_code == 409


def test_its_light_stands_in_the_queue_and_no_unit_hears_of_its_day(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Reminded on the second day, amber, late from the fourth; void, nobody waits for it."""
    with inside():
        paper = _signed(office)
        key = paper.id
        assert [row.state for row in of_owner(paper, DueKind.SCAN)] == [DueState.OPEN]
    clock("2026-03-06 09:00")  # the day after it was due
    with inside():
        sweep()
    handler = sign_in("handler")
    queue = page(handler.get("/reminders/"))
    [waiting] = queue.find(
        f"//section[contains(., '待上传签批扫描件')]//li[.//a[@href='/instruments/{key}']]"
    )
    assert "逾期 · 1个工作日" in waiting.text_content()
    assert "签批扫描件" in "".join(_told(inside, "handler"))
    assert "签批扫描件" not in "".join(_told(inside, "liaison"))
    assert "签批扫描件" not in page(sign_in("liaison").get(f"/instruments/{key}")).text
    with inside():
        me = people.principal("liaison")
        with seeing(scope_of(me)):
            assert counting.counts_of(me, Channel.MAIL).late == 0


def test_a_paper_registered_before_gets_its_term_from_the_sweep_and_a_void_one_loses_it(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = papers.draft(office)
        on_paper.sign(paper, by=people.principal("handler"))
        for row in of_owner(paper, DueKind.SCAN):
            session.delete(row)
        session.flush()
        assert "1件" in scans.begin_missing()
        [row] = of_owner(paper, DueKind.SCAN)
        assert (str(row.due), row.state) == ("2026-03-05", DueState.OPEN)
        assert scans.begin_missing() == ""
        revoking.void(paper, reason="重复", actor=people.principal("reviewer"))
        assert [one.state for one in of_owner(paper, DueKind.SCAN)] == [DueState.ENDED]


def _told(inside: Inside, username: str) -> list[str]:
    with inside():
        me = people.principal(username)
        of = Notice.user_id == me.user_id
        return [f"{one.title}{one.text}" for one in session.scalars(sa.select(Notice).where(of))]


def test_without_the_scan_it_is_not_archived_and_with_it_it_is(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        paper = _signed(office)
        key = paper.id
        verifying.terminate(paper, reason="单位已撤销", actor=people.principal("reviewer"))
        assert paper.status is S.CLOSED
        with pytest.raises(WrongState, match="签批扫描件还没有上传，不能归档"):
            verifying.archive(paper, actor=people.principal("handler"))
    handler = sign_in("handler")
    shown = page(handler.get(f"/instruments/{key}"))
    assert not shown.find(f"//*[contains(@action, '{key}/do/archive')]")
    sent = {"scans": (io.BytesIO(SCAN), "批件.pdf")}
    assert handler.submit(f"/instruments/{key}/signed-scan", sent, **AT).status_code == 302
    with inside():
        paper = session.get_one(Instrument, key)
        verifying.archive(paper, actor=people.principal("handler"))
        assert paper.status is S.ARCHIVED


def test_the_unit_neither_sees_nor_downloads_it(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        key = _signed(office).id
    handler, liaison = sign_in("handler"), sign_in("liaison")
    sent = {"scans": (io.BytesIO(SCAN), "批件.pdf")}
    assert handler.submit(f"/instruments/{key}/signed-scan", sent, **AT).status_code == 302
    with inside():
        scan = session.scalars(
            sa.select(Attachment).where(Attachment.purpose == Purpose.SIGNED_SCAN)
        ).one()
        addresses = (f"/files/{scan.id}", f"/files/{scan.file_id}")
    seen = [address for address in addresses if handler.get(address).status_code == 200]
    assert seen, "the handler opens it"
    paper = liaison.get(f"/instruments/{key}")
    assert paper.status_code == 200
    assert "批件" not in page(paper).text
    for address in (*addresses, f"/instruments/{key}/signed-scan"):
        assert liaison.get(address).status_code in (403, 404), address
