"""What came on paper is registered by its own day, which lies in the round that it belongs to."""

import io
from datetime import date

import pytest

from supervision.core.deadlines import Term
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus
from supervision.instruments.verifying import service as verifying
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def returned(inside: Inside, office: Office, clock: Clock) -> int:
    """Answered on 3月19日, sent back on 3月20日 with ten days; today is 3月25日."""
    clock("2026-03-20 10:00")
    with inside() as db:
        key = papers.delivered(office).id
    with inside() as db:
        paper = db.get_one(Instrument, key)
        papers.answer(paper, day=date(2026, 3, 19), words="第一次答复。")
        with on(date(2026, 3, 20), "handler") as handler:
            verifying.return_reply(paper, reason="缺佐证", term=Term(10), actor=handler)
    clock("2026-03-25 10:00")
    return key


def _letter(inside: Inside, key: int, received: str, written: str = "") -> dict[str, object]:
    with inside() as db:
        answers = {f"answer_{one.id}": "已补充。" for one in db.get_one(Instrument, key).items}
    scan = (io.BytesIO(PDF), "来文.pdf")
    return {**answers, "letter_date": written or received, "received_on": received, "scans": scan}


def test_the_reply_to_a_return_did_not_come_before_it(
    sign_in: SignIn, inside: Inside, page: PageCheck, returned: int
) -> None:
    """A second reply of before the first was taken: the term was kept by a letter older than itself."""
    handler, address = sign_in("handler"), f"/instruments/{returned}/reply"
    early = handler.submit(address, _letter(inside, returned, "2026-03-19"))
    shown = page(early, status=422)
    assert "收文日期不得早于退回的2026年3月20日" in shown.text
    assert "已补充。" in shown.html
    with inside() as db:
        assert db.get_one(Instrument, returned).status is InstrumentStatus.SUPPLEMENT
    there = handler.submit(address, _letter(inside, returned, "2026-03-20"))
    assert there.status_code == 302, there.get_data(as_text=True)


def test_an_extension_of_the_returned_round_was_not_asked_for_before_it(
    sign_in: SignIn, page: PageCheck, returned: int
) -> None:
    handler, address = sign_in("handler"), f"/instruments/{returned}/extension"
    asked = {"reason": "材料待补", "new_due": "2026-04-07", "asked_by": "示例局"}
    shown = page(handler.submit(address, {**asked, "asked_on": "2026-03-19"}), status=422)
    assert "申请日期不得早于退回的2026年3月20日" in shown.text
    assert handler.submit(address, {**asked, "asked_on": "2026-03-20"}).status_code == 302


def test_a_reply_was_not_written_before_it_was_asked_for(
    sign_in: SignIn, inside: Inside, page: PageCheck, returned: int, office: Office
) -> None:
    """收文日期 was held to the round, 来文日期 was not: an answer dated before the paper came."""
    handler, address = sign_in("handler"), f"/instruments/{returned}/reply"
    early = handler.submit(address, _letter(inside, returned, "2026-03-24", "2026-03-19"))
    shown = page(early, status=422)
    assert "来文日期不得早于退回的2026年3月20日" in shown.text
    assert "已补充。" in shown.html
    with inside():
        first = papers.delivered(office).id  # on 2 March
    letter = _letter(inside, first, "2026-03-24", "2026-03-01")
    shown = page(handler.submit(f"/instruments/{first}/reply", letter), status=422)
    assert "来文日期不得早于送达的2026年3月2日" in shown.text
    there = handler.submit(
        f"/instruments/{first}/reply",
        {**letter, "letter_date": "2026-03-02", "scans": (io.BytesIO(PDF), "来文.pdf")},
    )
    assert there.status_code == 302, there.get_data(as_text=True)
