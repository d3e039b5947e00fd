"""The department's reply on one page: two clicks from the inbox, all or part of it, frozen once sent."""

import io
from datetime import date

import pytest
import sqlalchemy as sa

from supervision.core import settings
from supervision.core.audit.models import AuditEvent
from supervision.core.db import session
from supervision.core.deadlines import Term, Unit
from supervision.core.files.store import attachments_of
from supervision.instruments.models import Instrument
from supervision.instruments.states import Conclusion, InstrumentStatus
from supervision.instruments.verifying import service as verifying
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.client import _fields
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

S = InstrumentStatus


@pytest.fixture
def paper_id(inside: Inside, office: Office, clock: Clock) -> int:
    """A delivered paper of two items, on a day within its term."""
    clock("2026-03-20 10:00")
    with inside():
        return papers.delivered(office).id


def _items(inside: Inside, paper_id: int) -> list[int]:
    with inside() as db:
        return [item.id for item in db.get_one(Instrument, paper_id).items]


def _png() -> bytes:
    return bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63"
        "fcffff3f030005fe02fea7352ea50000000049454e44ae426082"
    )


def test_two_clicks_lead_from_the_inbox_to_the_reply(
    sign_in: SignIn, page: PageCheck, paper_id: int
) -> None:
    liaison = sign_in("liaison")
    [first] = page(liaison.get("/")).tree.xpath(f"//a[@href='/instruments/{paper_id}'][1]")[:1]
    paper = page(liaison.get(first.get("href")))
    [second] = paper.tree.xpath("//a[normalize-space()='逐条答复']")[:1]
    reply = page(liaison.get(second.get("href")))
    assert len(reply.tree.xpath("//textarea[starts-with(@name, 'measures_')]")) == 2


def test_all_items_are_answered_with_a_photo_and_sent_at_once(
    sign_in: SignIn, inside: Inside, page: PageCheck, paper_id: int
) -> None:
    one, two = _items(inside, paper_id)
    photo = (io.BytesIO(_png()), "现场.png")
    data = {f"measures_{one}": "甲已改。", f"measures_{two}": "乙已改。", f"evidence_{two}": photo}
    liaison = sign_in("liaison")
    answer = liaison.submit(
        f"/instruments/{paper_id}/answers", {**data} | {f"shows_{two}": "整改后"}
    )
    assert answer.status_code == 302
    sent = liaison.submit(
        f"/instruments/{paper_id}/answers", {"summary": "已全部整改。", "send": "1"}
    )
    assert sent.status_code == 302, sent.get_data(as_text=True)
    with inside() as db:
        paper = db.get_one(Instrument, paper_id)
        assert paper.status is S.REPLIED
        assert [one["measures"] for one in paper.rounds[0].answers] == ["甲已改。", "乙已改。"]
        assert paper.rounds[0].summary == "已全部整改。"
        assert [one.shows for one in attachments_of(paper.items[1])] == ["整改后"]
    frozen = page(liaison.get(f"/instruments/{paper_id}/answers"))
    assert "不能修改" in frozen.text
    assert not frozen.tree.xpath("//main//textarea")


def test_sending_half_a_reply_is_refused_and_nothing_typed_is_lost(
    sign_in: SignIn, inside: Inside, page: PageCheck, paper_id: int
) -> None:
    one, _two = _items(inside, paper_id)
    data = {f"measures_{one}": "甲已改。", "send": "1"}
    answer = sign_in("liaison").submit(f"/instruments/{paper_id}/answers", data)
    shown = page(answer, status=422)
    assert "第2条尚未答复" in shown.text
    assert shown.tree.xpath(f"string(//textarea[@name='measures_{one}'])").strip() == "甲已改。"
    with inside() as db:
        paper = db.get_one(Instrument, paper_id)
        assert paper.status is S.DELIVERED
        assert not paper.items[0].answered


def test_saving_again_leaves_alone_what_stands_as_it_stood(
    sign_in: SignIn, inside: Inside, paper_id: int
) -> None:
    one, two = _items(inside, paper_id)
    liaison, address = sign_in("liaison"), f"/instruments/{paper_id}/answers"
    liaison.submit(address, {f"measures_{one}": "甲已改。"})
    liaison.submit(address, {f"measures_{two}": "乙已改。"})
    liaison.submit(address, {f"measures_{two}": ""})
    with inside():
        labels = session.scalars(
            sa.select(AuditEvent.label)
            .where(AuditEvent.action == "answer")
            .order_by(AuditEvent.seq)
        )
        assert list(labels) == ["答复第1条", "答复第2条", "答复第2条"]
        assert [item.answered for item in session.get_one(Instrument, paper_id).items] == [
            True,
            False,
        ]


def test_a_returned_reply_asks_again_only_for_what_is_not_settled(
    sign_in: SignIn, inside: Inside, page: PageCheck, paper_id: int
) -> None:
    with inside() as db:
        paper = db.get_one(Instrument, paper_id)
        papers.answer(paper, day=date(2026, 3, 19), words="第一次答复。")
        with on(date(2026, 3, 20), "handler") as handler:
            verifying.conclude(paper.items[:1], Conclusion.MENDED, note="已核对。", actor=handler)
            term = Term(10, Unit.DAY)
            verifying.return_reply(paper, reason="缺佐证", term=term, actor=handler)
        settled, waiting = (item.id for item in paper.items)
    shown = page(sign_in("liaison").get(f"/instruments/{paper_id}/answers"))
    assert "缺佐证" in shown.text
    names = shown.tree.xpath("//textarea[starts-with(@name, 'measures_')]/@name")
    assert names == [f"measures_{waiting}"]
    assert f"measures_{settled}" not in shown.html


def _returned(inside: Inside, paper_id: int) -> list[int]:
    """Answered on both items and sent back."""
    with inside() as db:
        paper = db.get_one(Instrument, paper_id)
        papers.answer(paper, day=date(2026, 3, 19), words="第一次答复。")
        with on(date(2026, 3, 20), "handler") as handler:
            verifying.return_reply(paper, reason="缺佐证", term=Term(10), actor=handler)
        return [item.id for item in paper.items]


def _answered(inside: Inside, paper_id: int) -> list[bool]:
    with inside() as db:
        return [item.answered for item in db.get_one(Instrument, paper_id).items]


def test_last_rounds_words_are_no_answer_until_they_are_changed_or_taken_over(
    sign_in: SignIn, inside: Inside, page: PageCheck, paper_id: int
) -> None:
    """One box changed, the other holds what was said before: one is answered, and sending says which is not."""
    one, two = _returned(inside, paper_id)
    liaison, address = sign_in("liaison"), f"/instruments/{paper_id}/answers"
    shown = page(liaison.get(address))
    assert shown.text.count("下面是上次的答复") == 2
    assert liaison.submit(address, {f"measures_{one}": "已补充。"}).status_code == 302
    assert _answered(inside, paper_id) == [True, False]
    refused = page(liaison.submit(address, {"send": "1"}), status=422)
    assert "第2条尚未答复；与上次相同的，请勾选“沿用上次的答复”" in refused.text
    again = page(liaison.get(address))
    assert not again.find(f"//input[@name='again_{one}']"), "answered in this round"
    assert liaison.submit(address, {f"again_{two}": "y"}).status_code == 302
    assert _answered(inside, paper_id) == [True, True]
    assert liaison.submit(address, {"send": "1"}).status_code == 302
    with inside() as db:
        said = [line["measures"] for line in db.get_one(Instrument, paper_id).rounds[-1].answers]
    assert said == ["已补充。", "第一次答复。"]


def test_new_evidence_alone_answers_what_came_back_for_want_of_it(
    sign_in: SignIn, inside: Inside, paper_id: int
) -> None:
    one, _two = _returned(inside, paper_id)
    photo = (io.BytesIO(_png()), "现场.png")
    answer = sign_in("liaison").submit(
        f"/instruments/{paper_id}/answers", {f"evidence_{one}": photo}
    )
    assert answer.status_code == 302
    assert _answered(inside, paper_id) == [True, False]


def _offered(sign_in: SignIn, inside: Inside, paper_id: int) -> tuple[str, dict[str, str]]:
    """Both items answered and offered to the head, who has to confirm here: the page, and what was typed."""
    with inside():
        settings.put("head_confirms_reply", True)
    one, two = _items(inside, paper_id)
    data = {f"measures_{one}": "甲已改。", f"measures_{two}": "乙已改。", "offer": "1"}
    address = f"/instruments/{paper_id}/answers"
    assert sign_in("liaison").submit(address, data).status_code == 302
    return address, data


def test_where_the_head_confirms_the_clerk_offers_and_the_head_sends(
    sign_in: SignIn, inside: Inside, page: PageCheck, paper_id: int
) -> None:
    address, data = _offered(sign_in, inside, paper_id)
    head = sign_in("head")
    shown = page(head.get(address))
    assert "甲已改。" in shown.text
    assert not shown.tree.xpath("//textarea[starts-with(@name, 'measures_')]")
    assert head.post(address, data=data).status_code in (400, 405, 409)
    assert head.submit(address, {"summary": "属实。"}).status_code == 302
    with inside() as db:
        assert db.get_one(Instrument, paper_id).status is S.REPLIED


def test_the_head_confirms_what_was_read_and_nothing_else(
    sign_in: SignIn, inside: Inside, page: PageCheck, paper_id: int
) -> None:
    """The clerk went on writing after the head had opened the page: those words were sent as confirmed."""
    address, _ = _offered(sign_in, inside, paper_id)
    one, two = _items(inside, paper_id)
    liaison, head = sign_in("liaison"), sign_in("head")
    (opened,) = page(head.get(address)).tree.xpath("//form[contains(@action, '/send-reply')]")
    changes = (
        {f"measures_{one}": "甲未改。"},
        {f"measures_{one}": "甲已改。", f"evidence_{two}": (io.BytesIO(_png()), "现场.png")},
    )
    for changed in changes:
        assert liaison.submit(address, changed).status_code == 302
        answer = head.post(opened.get("action"), data={**_fields(opened), "summary": "属实。"})
        assert answer.status_code == 409
        assert "属实。" in answer.get_data(as_text=True)
        with inside() as db:
            assert db.get_one(Instrument, paper_id).status is S.DELIVERED
    assert head.submit(address, {"summary": "属实。"}).status_code == 302
    with inside() as db:
        assert db.get_one(Instrument, paper_id).status is S.REPLIED


def test_a_clerk_who_may_not_confirm_is_told_so_and_not_that_the_page_is_old(
    sign_in: SignIn, inside: Inside, page: PageCheck, paper_id: int
) -> None:
    """409 invites to look again and to send once more, which this person never may."""
    address, data = _offered(sign_in, inside, paper_id)
    (opened,) = page(sign_in("head").get(address)).tree.xpath(
        "//form[contains(@action, '/send-reply')]"
    )
    liaison = sign_in("liaison")
    changed = {**data, next(iter(data)): "甲改得更好。"}
    assert liaison.submit(address, changed).status_code == 302
    (own, *_) = page(liaison.get(address)).tree.xpath("//input[@name='csrf_token']/@value")
    sent = {**_fields(opened), "csrf_token": own, "summary": "属实。"}
    assert liaison.post(opened.get("action"), data=sent).status_code == 403
