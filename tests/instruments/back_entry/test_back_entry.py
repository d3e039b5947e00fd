"""补录: true numbers and days, the counter moves on, nothing stays due, marked wherever it shows."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.core.duedates import DueDate, DueState, of_owner
from supervision.core.errors import DomainError
from supervision.core.files import save_bytes
from supervision.instruments.back_entry import looking
from supervision.instruments.back_entry import service as back_entry
from supervision.instruments.back_entry.service import PastPaper
from supervision.instruments.drafting.service import ItemFacts, PaperFacts
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus
from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make import people
from tests.make.offices import Office, on
from tests.support import second
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

TODAY = date(2026, 3, 2)


def _past(office: Office, code: str = "opinion", **known: object) -> PastPaper:
    kind = papers.kind(office, code)
    facts = PaperFacts(
        kind=kind,
        unit=session.get_one(Unit, office.unit_id),
        items=[ItemFacts(demand="规范检查程序。")] if kind.natures else [],
    )
    given = {"number": f"{kind.series}[2023]7号", "signed_on": date(2023, 5, 4)} | known
    return PastPaper(paper=facts, signatory_name="示例局长", **given)  # type: ignore[arg-type]


def _enter(past: PastPaper) -> Instrument:
    with on(TODAY, "handler") as handler:
        return back_entry.enter(past, actor=handler)


def test_a_whole_past_life_is_entered_in_one_step(inside: Inside, office: Office) -> None:
    with inside():
        past = _past(
            office, delivered_on=date(2023, 5, 5), replied_on=date(2023, 6, 1),
            reply_number="示甲〔2023〕9号", closed_on=date(2023, 6, 9),
        )  # fmt: skip
        paper = _enter(past)
        assert paper.number == "示司监意〔2023〕7号"
        days = (paper.signed_on, paper.delivered_on, paper.closed_on)
        assert days == (date(2023, 5, 4), date(2023, 5, 5), date(2023, 6, 9))
        assert (paper.status, paper.back_entered) == (InstrumentStatus.CLOSED, True)
        assert paper.rounds[0].received_on == date(2023, 6, 1)
        assert paper.items[0].written_off_on == date(2023, 6, 9)


def test_nothing_stays_due_for_an_ended_past_paper(inside: Inside, office: Office) -> None:
    with inside():
        past = _past(
            office, delivered_on=date(2023, 5, 5), replied_on=date(2023, 6, 1),
            closed_on=date(2023, 6, 9),
        )  # fmt: skip
        rows = of_owner(_enter(past))
        assert [(row.state, row.closed_on) for row in rows] == [(DueState.MET, date(2023, 6, 1))]
        still_open = sa.select(DueDate).where(DueDate.state == DueState.OPEN)
        assert session.scalars(still_open).all() == []


def test_the_number_is_never_given_again(inside: Inside, office: Office) -> None:
    with inside():
        kind = papers.kind(office, "opinion")
        _enter(_past(office, number=f"{kind.series}〔2026〕5号", signed_on=date(2026, 1, 8)))
        assert papers.signed(office).number == f"{kind.series}〔2026〕6号"


def test_the_same_number_is_refused(inside: Inside, office: Office) -> None:
    with inside():
        _enter(_past(office))
        with pytest.raises(DomainError, match="已被使用"):
            _enter(_past(office))


def test_a_paper_still_open_goes_on_here(inside: Inside, office: Office) -> None:
    with inside():
        paper = _enter(_past(office, signed_on=date(2026, 2, 9), delivered_on=date(2026, 2, 10),
                             number="示司监意〔2026〕3号"))  # fmt: skip
        assert paper.status is InstrumentStatus.DELIVERED
        assert paper.due_on == date(2026, 3, 12)


def test_a_notice_of_the_past_may_stand_without_recorded_problems(
    inside: Inside, office: Office
) -> None:
    with inside():
        assert _enter(_past(office, "rectification_notice")).items[0].problem is None


@pytest.mark.parametrize(
    ("known", "field"),
    [
        ({"replied_on": date(2023, 6, 1)}, "replied_on"),
        ({"delivered_on": date(2023, 5, 3)}, "delivered_on"),
        ({"delivered_on": date(2026, 3, 3)}, "delivered_on"),
        ({"delivered_on": date(2023, 5, 5), "closed_on": date(2023, 6, 1)}, "closed_on"),
    ],
)
def test_days_follow_one_another(
    inside: Inside, office: Office, known: dict[str, object], field: str
) -> None:
    with inside():
        with pytest.raises(DomainError) as refusal:
            _enter(_past(office, **known))
        assert refusal.value.field == field


def test_nothing_is_rendered_in_place_of_the_scan(inside: Inside, office: Office) -> None:
    with inside():
        paper = _enter(_past(office))
        assert (paper.frozen, paper.archive_id) == (None, None)


def test_the_first_pdf_among_the_scans_is_the_original(inside: Inside, office: Office) -> None:
    with inside():
        with on(TODAY, "handler") as handler:
            scans = [
                save_bytes(name, kind, name.encode(), actor=handler)
                for name, kind in (
                    ("封面.jpg", "image/jpeg"), ("正本.pdf", "application/pdf"),
                    ("附件.pdf", "application/pdf"), ("照片.jpg", "image/jpeg"),
                )
            ]  # fmt: skip
        paper = _enter(_past(office, scans=scans[:3]))
        assert (paper.archive_id, paper.archive_sha256) == (scans[1].id, scans[1].sha256)
        only_picture = _enter(_past(office, number="示司监意[2023]8号", scans=scans[3:]))
        assert only_picture.archive_id is None


def test_only_back_entered_papers_end_this_way(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.replied(office)
        with on(date(2026, 3, 23), "handler") as handler, pytest.raises(DomainError, match="补录"):
            back_entry._close(paper, on=date(2026, 3, 23), actor=handler)


def test_the_mark_shows_on_list_and_page(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-02 09:00")
    with inside():
        kind_id = papers.kind(office, "opinion").id
    handler = sign_in("handler")
    typed = {
        "kind_id": str(kind_id), "unit_id": str(office.unit_id), "number": "示司监意[2023]7号",
        "signed_on": "2023-05-04", "signatory_name": "示例局长", "demands": "规范检查程序。\n建议：完善制度。",
        "delivered_on": "2023-05-05", "replied_on": "2023-06-01", "closed_on": "2023-06-09",
    }  # fmt: skip
    answer = handler.submit("/instruments/back-entry", typed, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    waits = page(handler.get(answer.location))
    assert "拟稿" in waits.text
    assert "待确认：补录文书" in waits.text
    assert "登记线下签批" not in waits.text, "it is not signed as if it were of today"
    reviewer = sign_in("reviewer")
    assert "规范检查程序" in page(reviewer.get(second.waiting(reviewer)[0])).text
    assert second.confirm(reviewer).status_code == 302
    shown = page(handler.get(answer.location))
    assert "补录" in shown.text
    assert "示司监意〔2023〕7号" in shown.text
    assert "办结" in shown.text
    assert "补录" in page(handler.get("/instruments/")).find("//tbody")[0].text_content()
    corrected = {"number": "示司监意〔2023〕8号", "why": "文号录错"}
    answer = handler.submit(f"{answer.location}/correct", corrected, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert "示司监意〔2023〕7号" in page(handler.get(answer.location)).text
    assert second.confirm(reviewer).status_code == 302
    assert "示司监意〔2023〕8号" in page(handler.get(answer.location)).text


def test_a_refused_entry_is_void_and_may_be_entered_again(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """Also of today; nothing of it happened, its number is free."""
    with inside():
        past = _past(office, number="示司监意〔2023〕7号")
        handler = people.principal("handler")
        key = looking.ask(past, actor=handler).id
        again = looking.ask(past, actor=handler).id
        assert session.get_one(Instrument, key).number is None
    reviewer = sign_in("reviewer")
    assert second.refuse(reviewer, "与原件不符").status_code == 302
    assert second.confirm(reviewer).status_code == 302
    with inside():
        refused, entered = session.get_one(Instrument, key), session.get_one(Instrument, again)
        assert (refused.status, refused.void_reason) == (InstrumentStatus.VOID, "与原件不符")
        assert (entered.status, entered.number) == (InstrumentStatus.SIGNED, "示司监意〔2023〕7号")


PAST = {
    "number": "示司监意[2023]7号", "signed_on": "2023-05-04", "signatory_name": "示例局长",
    "demands": "规范检查程序。", "delivered_on": "2023-05-05", "replied_on": "2023-06-09",
    "closed_on": "2023-06-16", "term_number": "30", "term_unit": "日",
}  # fmt: skip


@pytest.mark.parametrize(
    ("posted", "closed"), [("2023-06-05", date(2023, 6, 5)), ("", date(2023, 6, 9))]
)
def test_a_past_reply_by_post_is_judged_by_the_day_it_was_posted(
    inside: Inside, office: Office, sign_in: SignIn, clock: Clock, posted: str, closed: date
) -> None:
    """Received on 5 May: thirty days end on Sunday, 4 June, so on Monday, the 5th; it came on the 9th."""
    clock("2026-03-02 09:00")
    with inside():
        kind = papers.kind(office, "opinion")
        kind.posted_counts = True
        own = {"kind_id": str(kind.id), "unit_id": str(office.unit_id), "posted_on": posted}
    handler = sign_in("handler")
    answer = handler.submit("/instruments/back-entry", {**PAST, **own}, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert second.confirm(sign_in("reviewer")).status_code == 302
    with inside():
        paper = session.scalars(sa.select(Instrument)).one()
        (row,) = of_owner(paper)
        assert (row.due, row.closed_on) == (date(2023, 6, 5), closed)
    corrected = {"posted_on": "2023-06-06", "why": "邮戳看错"}
    answer = handler.submit(f"{answer.location}/correct", corrected, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert second.confirm(sign_in("reviewer")).status_code == 302
    with inside():
        *_, row = of_owner(session.scalars(sa.select(Instrument)).one())
        assert row.closed_on == date(2023, 6, 6)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"posted_on": date(2023, 6, 10)}, "交邮日期须在来文日期之后、收文日期之前"),
        (
            {"posted_on": date(2023, 6, 1), "reply_date": date(2023, 6, 2)},
            "交邮日期须在来文日期之后",
        ),
        ({"posted_on": date(2023, 6, 1), "replied_on": None}, "须先填写收文日期"),
    ],
)
def test_a_day_of_posting_that_cannot_be_is_refused(
    inside: Inside, office: Office, known: dict[str, object], said: str
) -> None:
    with inside():
        papers.kind(office, "opinion").posted_counts = True
        days = {"delivered_on": date(2023, 5, 5), "replied_on": date(2023, 6, 9)}
        with pytest.raises(DomainError, match=said):
            _enter(_past(office, **(days | known)))


def test_no_day_of_posting_is_asked_for_where_no_kind_counts_by_it(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    assert 'name="posted_on"' not in sign_in("handler").get("/instruments/back-entry").get_data(
        as_text=True
    )
    days = {"delivered_on": date(2023, 5, 5), "replied_on": date(2023, 6, 9)}
    with inside():
        past = _past(office, **days, posted_on=date(2023, 6, 1))
        with pytest.raises(DomainError, match="没有设定以交邮日为准"):
            _enter(past)
