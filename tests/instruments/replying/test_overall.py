"""总体情况 and what is said of evidence: typed before the reply is sent, and still there afterwards."""

import pytest

from supervision.core import settings
from supervision.instruments.models import Instrument
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

SAID = "我局已专题部署，两项问题均在整改。"


@pytest.fixture
def paper_id(inside: Inside, office: Office, clock: Clock) -> int:
    """A delivered paper of two items, on a day within its term."""
    clock("2026-03-20 10:00")
    with inside():
        return papers.delivered(office).id


def _items(inside: Inside, paper_id: int) -> list[int]:
    with inside() as db:
        return [item.id for item in db.get_one(Instrument, paper_id).items]


def _said(page: PageCheck, answer: object) -> str:
    said: str = page(answer).tree.xpath("string(//textarea[@name='summary'])")
    return said.strip()


def test_what_was_saved_before_sending_is_still_there(
    sign_in: SignIn, inside: Inside, page: PageCheck, paper_id: int
) -> None:
    """保存 said 答复已保存, and 总体情况 was gone."""
    one, two = _items(inside, paper_id)
    liaison, address = sign_in("liaison"), f"/instruments/{paper_id}/answers"
    saved = liaison.submit(address, {f"measures_{one}": "甲已改。", "summary": SAID})
    assert saved.status_code == 302
    assert _said(page, liaison.get(address)) == SAID
    assert liaison.submit(address, {f"measures_{two}": "乙已改。", "send": "1"}).status_code == 302
    with inside() as db:
        assert db.get_one(Instrument, paper_id).rounds[0].summary == SAID


def test_what_was_taken_out_again_does_not_come_back(
    sign_in: SignIn, page: PageCheck, paper_id: int
) -> None:
    liaison, address = sign_in("liaison"), f"/instruments/{paper_id}/answers"
    assert liaison.submit(address, {"summary": SAID}).status_code == 302
    assert liaison.submit(address, {"summary": ""}).status_code == 302
    assert _said(page, liaison.get(address)) == ""


def test_the_head_reads_and_sends_what_the_clerk_wrote(
    sign_in: SignIn, inside: Inside, page: PageCheck, paper_id: int
) -> None:
    with inside():
        settings.put("head_confirms_reply", True)
    one, two = _items(inside, paper_id)
    address = f"/instruments/{paper_id}/answers"
    typed = {f"measures_{one}": "甲已改。", f"measures_{two}": "乙已改。", "summary": SAID}
    assert sign_in("liaison").submit(address, {**typed, "offer": "1"}).status_code == 302
    head = sign_in("head")
    assert _said(page, head.get(address)) == SAID
    assert head.submit(address, {}).status_code == 302
    with inside() as db:
        assert db.get_one(Instrument, paper_id).rounds[0].summary == SAID


def test_the_next_round_begins_without_the_words_of_the_last(
    sign_in: SignIn, inside: Inside, page: PageCheck, paper_id: int
) -> None:
    one, two = _items(inside, paper_id)
    liaison, address = sign_in("liaison"), f"/instruments/{paper_id}/answers"
    typed = {f"measures_{one}": "甲已改。", f"measures_{two}": "乙已改。", "summary": SAID}
    assert liaison.submit(address, typed).status_code == 302
    assert liaison.submit(address, {"send": "1"}).status_code == 302
    returned = {"reason": "缺佐证", "term_number": "10", "term_unit": "日"}
    answer = sign_in("handler").submit(f"/instruments/{paper_id}/return", returned)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert _said(page, liaison.get(address)) == ""


def test_words_about_evidence_that_was_not_chosen_are_not_dropped(
    sign_in: SignIn, inside: Inside, page: PageCheck, paper_id: int
) -> None:
    """They went without a word: 答复已保存."""
    one, _two = _items(inside, paper_id)
    typed = {f"measures_{one}": "甲已改。", f"shows_{one}": "整改后现场"}
    answer = sign_in("liaison").submit(f"/instruments/{paper_id}/answers", typed)
    shown = page(answer, status=422)
    assert "第1条：写了材料说明或者形成日期，没有选择材料" in shown.text
    assert shown.tree.xpath(f"string(//input[@name='shows_{one}']/@value)") == "整改后现场"
