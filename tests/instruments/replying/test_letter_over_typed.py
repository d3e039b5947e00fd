"""A letter is registered (代录反馈) where the unit has typed answers online and not sent them."""

import io
from datetime import date

import pytest

from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

PDF = b"%PDF-1.4\n%%EOF\n"
TYPED, WHOLE = "已修订裁量基准并组织培训。", "两项均已部署。"


@pytest.fixture
def paper_id(inside: Inside, office: Office, clock: Clock, sign_in: SignIn) -> int:
    """Delivered on 2 March; the liaison has answered the first item and the whole, and not sent it."""
    clock("2026-03-20 10:00")
    with inside():
        paper = papers.delivered(office)
        key, first = paper.id, paper.items[0].id
    typed = {f"measures_{first}": TYPED, "summary": WHOLE}
    assert sign_in("liaison").submit(f"/instruments/{key}/answers", typed).status_code == 302
    return key


def _letter(inside: Inside, key: int, **more: object) -> dict[str, object]:
    with inside() as db:
        items = [one.id for one in db.get_one(Instrument, key).items]
    answers = {f"answer_{item}": "来文：已整改。" for item in items}
    scan = (io.BytesIO(PDF), "来文.pdf")
    days = {"letter_date": "2026-03-18", "received_on": "2026-03-19"}
    return {**answers, **days, "scans": scan, **more}


def test_what_the_unit_has_typed_stands_beside_the_boxes(
    sign_in: SignIn, page: PageCheck, inside: Inside, paper_id: int
) -> None:
    handler, address = sign_in("handler"), f"/instruments/{paper_id}/reply"
    shown = page(handler.get(address))
    assert "单位已在网上填写1条答复，尚未报送" in shown.text
    assert TYPED in shown.text
    assert WHOLE in shown.text
    refused = page(handler.submit(address, _letter(inside, paper_id, scans="")), status=422)
    assert TYPED in refused.text
    assert "来文：已整改。" in refused.html


def test_it_is_taken_over_by_one_click(sign_in: SignIn, page: PageCheck, paper_id: int) -> None:
    shown = page(sign_in("handler").get(f"/instruments/{paper_id}/reply?online=1"))
    boxes = shown.tree.xpath("//textarea[starts-with(@name, 'answer_')]")
    assert [box.text_content().strip() for box in boxes] == [TYPED, ""]
    assert shown.tree.xpath("string(//textarea[@name='summary'])").strip() == WHOLE


def test_nothing_the_unit_typed_is_lost(
    sign_in: SignIn, page: PageCheck, inside: Inside, paper_id: int
) -> None:
    """Registering wrote over it without a word: neither side found it again."""
    letter = _letter(inside, paper_id)
    sent = sign_in("handler").submit(f"/instruments/{paper_id}/reply", letter)
    assert sent.status_code == 302, sent.get_data(as_text=True)
    with inside() as db:
        paper = db.get_one(Instrument, paper_id)
        assert paper.status is InstrumentStatus.REPLIED
        assert paper.items[0].measures == "来文：已整改。"
    for who in ("handler", "liaison"):
        shown = page(sign_in(who).get(f"/instruments/{paper_id}"))
        assert "单位在网上填写、未报送" in shown.text, who
        assert TYPED in shown.text, who
        assert WHOLE in shown.text, who


def test_of_a_letter_that_says_the_same_nothing_is_kept_twice(
    sign_in: SignIn, page: PageCheck, inside: Inside, paper_id: int
) -> None:
    with inside() as db:
        first = db.get_one(Instrument, paper_id).items[0].id
    same = {f"answer_{first}": TYPED, "summary": WHOLE}
    letter = _letter(inside, paper_id, **same)
    handler = sign_in("handler")
    assert handler.submit(f"/instruments/{paper_id}/reply", letter).status_code == 302
    shown = page(handler.get(f"/instruments/{paper_id}"))
    assert "未报送" not in shown.text


def test_words_of_the_round_before_are_not_typed_anew(
    sign_in: SignIn, page: PageCheck, inside: Inside, office: Office, clock: Clock
) -> None:
    clock("2026-03-20 10:00")
    with inside():
        key = papers.replied(office, day=date(2026, 3, 19)).id
    handler = sign_in("handler")
    back = {"reason": "缺佐证", "term_number": "10"}
    handler.submit(f"/instruments/{key}/return", back)
    with inside() as db:
        assert db.get_one(Instrument, key).status is InstrumentStatus.SUPPLEMENT
    assert "尚未报送" not in page(handler.get(f"/instruments/{key}/reply")).text
