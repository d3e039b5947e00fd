"""Who signed for a paper, how it was delivered, on which day the unit asked or objected: registered wrongly, put
right by two."""

import datetime as dt

import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.core.duedates import DueDate, DueKind
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.service import ExtensionFacts
from supervision.instruments.models import Delivery
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.service import DecisionFacts, ObjectionFacts
from supervision.instruments.objecting.states import Decision, Effect
from supervision.reminders.models import Notice
from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make import people
from tests.make.offices import Office, on
from tests.support import second
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

WHY = "与来文、送达回证核对，登记有误"


def _corrected(
    page: PageCheck, sign_in: SignIn, address: str, words: str, typed: dict[str, str]
) -> Visitor:
    """Asked for by the handler from the paper's page, confirmed by the reviewer, who is shown what changes."""
    handler, reviewer = sign_in("handler"), sign_in("reviewer")
    [link] = page(handler.get(address)).find(f"//a[normalize-space()='{words}']/@href")
    answer = handler.submit(link, {**typed, "why": WHY}, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    [asked] = second.waiting(reviewer)
    shown = page(reviewer.get(asked)).text
    assert WHY in shown
    assert second.confirm(reviewer).status_code == 302
    return handler


def _told(seat: str) -> list[str]:
    person = people.principal(seat).user_id
    return list(session.scalars(sa.select(Notice.title).where(Notice.user_id == person)))


def test_who_signed_and_how_it_was_delivered(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Registered as handed over to somebody; the receipt says that it was left, with a witness. No day moves."""
    with inside():
        paper = papers.delivered(office, day=dt.date(2026, 3, 3))
        key, due = paper.id, paper.due_on
        taken = paper.deliveries[0].recipient
        assert taken
    clock("2026-03-20 09:00")
    address = f"/instruments/{key}"
    left = {
        "method": "left", "recipient": "", "left_reason": "拒绝签收", "witness": "示例社区 示例某",
    }  # fmt: skip
    handler = _corrected(page, sign_in, address, "更正登记", left)
    with inside():
        held = session.scalars(sa.select(Delivery)).one()
        assert (held.method.value, held.recipient) == ("left", "")
        assert (held.left_reason, held.witness) == ("拒绝签收", "示例社区 示例某")
        assert held.received_on == dt.date(2026, 3, 3)
        assert held.instrument.due_on == due
        assert held.instrument.sent_method == held.method
        for seat in ("handler", "liaison"):
            assert any("送达方式由" in one and "更正为留置" in one for one in _told(seat)), seat
    shown = page(handler.get(address)).text
    assert "更正送达登记" in shown
    assert WHY in shown
    assert "见证人 示例社区 示例某" in shown
    back = {"method": "direct", "recipient": "示例收件人", "left_reason": "", "witness": ""}
    _corrected(page, sign_in, address, "更正登记", back)
    with inside():
        held = session.scalars(sa.select(Delivery)).one()
        assert (held.recipient, held.left_reason, held.witness) == ("示例收件人", "", "")


def test_what_says_too_little_is_refused_at_its_field(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    with inside():
        key = papers.delivered(office, day=dt.date(2026, 3, 3)).id
    clock("2026-03-20 09:00")
    handler, link = sign_in("handler"), f"/instruments/{key}/delivery/day"
    nobody = handler.submit(link, {"recipient": "", "why": WHY}, form=FORM)
    assert nobody.status_code == 422
    assert WHY in page(nobody, status=422).html
    same = handler.submit(link, {"why": WHY}, form=FORM)
    assert "与登记的相同" in page(same, status=422).text


def _extension(office: Office) -> Extension:
    """Asked for on 31 March by what was registered, the day before the last."""
    paper = papers.delivered(office, day=dt.date(2026, 3, 2))
    facts = ExtensionFacts("正在修订制度", dt.date(2026, 4, 15), asked_on=dt.date(2026, 3, 31))
    with on(dt.date(2026, 4, 1), "handler") as handler:
        return extending.register(paper, facts, actor=handler)


def test_the_day_of_a_request_that_came_on_paper(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    with inside():
        made = _extension(office)
        address = f"/instruments/{made.instrument_id}"
        link = f"{address}/extensions/{made.id}/day"
    clock("2026-04-07 09:00")
    for day, said in (
        ("2026-03-01", "不得早于期限起算"),
        ("2026-04-02", "不得晚于到期日"),
        ("2026-04-08", "不得晚于今天"),
    ):
        refused = sign_in("handler").submit(link, {"asked_on": day, "why": WHY}, form=FORM)
        assert said in page(refused, status=422).text, day
    _corrected(page, sign_in, address, "更正日期", {"asked_on": "2026-03-25"})
    with inside():
        assert session.scalars(sa.select(Extension.asked_on)).one() == dt.date(2026, 3, 25)
        for seat in ("handler", "liaison"):
            assert any("申请日期由2026年3月31日更正为2026年3月25日" in one for one in _told(seat))


def _objection(office: Office) -> Objection:
    """Raised on 9 March by what was registered: 15个工作日 end on the 30th."""
    paper = papers.delivered(office, "decision", over=[papers.problem(office)])
    facts = ObjectionFacts("事实有出入", raised_on=dt.date(2026, 3, 9))
    with on(dt.date(2026, 3, 10), "handler") as handler:
        return objecting.register(paper, facts, actor=handler)


def test_the_day_of_an_objection_that_came_on_paper(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """It had come on Friday, 6 March: its review ends on the 27th, and both sides are told so."""
    with inside():
        made = _objection(office)
        assert made.due_on == dt.date(2026, 3, 30)
        address = f"/instruments/{made.instrument_id}"
        link = f"{address}/objections/{made.id}/day"
    clock("2026-03-11 09:00")
    early = sign_in("handler").submit(link, {"raised_on": "2026-03-01", "why": WHY}, form=FORM)
    assert "不得早于送达" in page(early, status=422).text
    _corrected(page, sign_in, address, "更正日期", {"raised_on": "2026-03-06"})
    with inside():
        held = session.scalars(sa.select(Objection)).one()
        assert (held.raised_on, held.due_on) == (dt.date(2026, 3, 6), dt.date(2026, 3, 27))
        term = session.scalars(sa.select(DueDate).where(DueDate.kind == DueKind.OBJECTION)).one()
        assert (term.start, term.due) == (dt.date(2026, 3, 6), dt.date(2026, 3, 27))
        for seat in ("handler", "liaison"):
            moved = "到期日由2026年3月30日改为2026年3月27日"
            assert any(moved in one for one in _told(seat)), seat


def test_a_term_that_stood_still_from_the_objection_is_not_moved_behind_its_decision(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    with inside():
        made = _objection(office)
        facts = DecisionFacts(Decision.UPHELD, "事实清楚。", Effect.STOPPED)
        with on(dt.date(2026, 3, 19), "reviewer2") as reviewer:
            objecting.decide(made, facts, actor=reviewer)
        link = f"/instruments/{made.instrument_id}/objections/{made.id}/day"
    clock("2026-03-20 09:00")
    refused = sign_in("handler").submit(link, {"raised_on": "2026-03-06", "why": WHY}, form=FORM)
    assert "提出日期不能更正" in page(refused, status=422).text


@pytest.mark.parametrize("what", ["extension", "objection"])
def test_what_was_done_on_the_screen_has_its_own_day(
    inside: Inside, office: Office, sign_in: SignIn, what: str
) -> None:
    with inside():
        made = _extension(office) if what == "extension" else _objection(office)
        made.registered = False
        link = f"/instruments/{made.instrument_id}/{what}s/{made.id}/day"
    assert sign_in("handler").get(link).status_code == 409
