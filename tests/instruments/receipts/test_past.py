"""补录 of a paper to many units: by form and by sheet, its receipts, its correction, the filter by unit."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.core.duedates import DueDate, DueState
from supervision.instruments.receipts.models import Receipt
from supervision.reminders.models import Notice
from tests.instruments.conftest import FORM
from tests.make import case_files, people, sheets
from tests.make.imported import applied, checked
from tests.make.offices import Office, found_office
from tests.support import second
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

ONE, TWO = "示例市甲局", "示例市乙局"
TYPED = {
    "number": "示司监通报[2023]1号", "signed_on": "2023-05-04", "signatory_name": "示例局长",
    "title": "示例市司法局关于案卷评查情况的通报", "recipients": f"{ONE}\n乙局",
    "delivered_on": "2023-05-08", "closed_on": "2023-06-09",
}  # fmt: skip
EARLY = date(2023, 5, 8)
HEADINGS = ["文种", "文号", "成文日期", "签发人", "主送单位", "标题", "送达日期", "办结日期"]
ROW = [
    "行政执法监督情况通报", "示司监通报〔2023〕1号", "2023-5-4", "示例局长", f"{ONE}，{TWO}",
    "示例市司法局关于案卷评查情况的通报", "2023-5-8", "2023-6-9",
]  # fmt: skip


@pytest.fixture
def entered(inside: Inside, office: Office, sign_in: SignIn, clock: Clock) -> str:
    """Typed by the handler, looked at by the reviewer; its page."""
    clock("2026-03-02 09:00")
    with inside():
        kind_id = case_files.kind(office, "circular").id
    typed = {**TYPED, "kind_id": str(kind_id)}
    answer = sign_in("handler").submit("/instruments/back-entry", typed, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert second.confirm(sign_in("reviewer")).status_code == 302
    return str(answer.location)


def _rows(inside: Inside) -> list[tuple[str, date | None, date | None, bool]]:
    with inside():
        found = session.scalars(sa.select(Receipt).order_by(Receipt.place))
        return [(one.name, one.sent_on, one.received_on, one.registered) for one in found]


def _found(page: PageCheck, visitor: Visitor, unit_id: int) -> list[str]:
    shown = page(visitor.get(f"/instruments/?unit={unit_id}"))
    return [str(link.get("href")) for link in shown.find("//*[@data-rows]/tbody/tr/td[@id]/a")]


def test_each_unit_has_signed_nothing_is_due_and_the_filter_finds_it_by_each(
    entered: str, inside: Inside, sign_in: SignIn, office: Office, page: PageCheck
) -> None:
    assert _rows(inside) == [(ONE, EARLY, EARLY, True), (TWO, EARLY, EARLY, True)]
    with inside():
        due = sa.select(DueDate).where(DueDate.state == DueState.OPEN)
        assert session.scalars(due).all() == []
        second_id = session.scalars(sa.select(Receipt.unit_id).where(Receipt.name == TWO)).one()
    handler = sign_in("handler")
    shown = page(handler.get(entered))
    assert "示司监通报〔2023〕1号" in shown.text
    assert "2 / 2" in shown.text
    assert "办结" in shown.text
    for unit_id in (office.unit_id, second_id):
        assert _found(page, handler, unit_id) == [entered]


def test_a_unit_sees_its_own_receipt_of_a_past_paper_and_nothing_else(
    entered: str, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    clerk = sign_in("liaison")
    assert clerk.get(entered).status_code == 404
    shown = page(clerk.get("/instruments/received/"))
    assert "示司监通报〔2023〕1号" in shown.text
    assert TWO not in shown.text
    assert "待签收的通知、通报" not in page(clerk.get("/")).text
    with inside():
        assert session.scalars(sa.select(Notice).where(Notice.title.contains("签收"))).all() == []


def test_a_correction_goes_to_other_units_or_to_one_alone(
    entered: str, inside: Inside, sign_in: SignIn, office: Office, page: PageCheck
) -> None:
    handler, reviewer = sign_in("handler"), sign_in("reviewer")
    (box,) = page(handler.get(f"{entered}/correct")).find("//textarea[@name='recipients']")
    assert box.text_content().split() == [ONE, TWO]
    fewer = {"recipients": TWO, "delivered_on": "2023-05-09", "why": "甲局没有发"}
    assert handler.submit(f"{entered}/correct", fewer, form=FORM).status_code == 302
    assert second.confirm(reviewer).status_code == 302
    assert _rows(inside) == [(TWO, date(2023, 5, 9), date(2023, 5, 9), True)]
    with inside():
        kind = case_files.kind(office, "interview_notice").id
    alone = {
        "kind_id": str(kind), "recipients": "", "unit_id": str(office.unit_id), "addressee": "",
        "number": "示司监约[2023]1号", "why": "文种录错",
    }  # fmt: skip
    answer = handler.submit(f"{entered}/correct", alone, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert second.confirm(reviewer).status_code == 302
    assert _rows(inside) == []
    assert "示司监约〔2023〕1号" in page(handler.get(entered)).text


@pytest.mark.parametrize(
    ("code", "typed", "said"),
    [
        ("circular", {"recipients": ""}, "请至少选一个主送单位"),
        ("circular", {"recipients": "示例市没有的局"}, "不是名录中的被监督单位"),
        ("interview_notice", {}, "发给一个单位，请选被监督单位"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(
    code: str, typed: dict[str, str], said: str, inside: Inside, office: Office, sign_in: SignIn,
    page: PageCheck,
) -> None:  # fmt: skip
    with inside():
        kind_id = case_files.kind(office, code).id
    whole = {**TYPED, "kind_id": str(kind_id), "addressee": "各单位", **typed}
    answer = sign_in("handler").submit("/instruments/back-entry", whole, form=FORM)
    shown = page(answer, status=422)
    assert said in shown.text
    (number,) = shown.find("//input[@name='number']")
    assert number.get("value") == TYPED["number"]


def test_by_sheet_and_the_same_sheet_again_changes_nothing(inside: Inside) -> None:
    with inside():
        town = found_office()
        people.unit(TWO, by=town.handler)
        content = sheets.xlsx([HEADINGS, ROW])
        applied(town, content, "papers")
        held = session.scalars(sa.select(Receipt).order_by(Receipt.place))
        assert [(one.name, one.received_on) for one in held] == [(ONE, EARLY), (TWO, EARLY)]
        again = checked(town, content, "papers")
        assert (again.faults, again.unchanged) == (0, 1)
        wrong = checked(town, sheets.xlsx([HEADINGS, [*ROW[:4], "没有的局", *ROW[5:]]]), "papers")
        assert [place[:2] for place in wrong.report["marks"]] == [[2, 5]]
