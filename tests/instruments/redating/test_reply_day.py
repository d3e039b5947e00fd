"""A reply on paper, or the 签收 of one of many units, that was registered under a wrong day."""

import datetime as dt
import io

import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.core.duedates import DueDate, DueKind
from supervision.instruments.models import Instrument, ReplyRound
from supervision.instruments.receipts import service as receipts
from supervision.instruments.receipts.models import Receipt
from tests.instruments.conftest import FORM
from tests.instruments.receipts.test_many_units import Circular
from tests.instruments.receipts.test_many_units import sent as sent  # noqa: PLC0414  (a fixture)
from tests.make import case_files as papers
from tests.make import people
from tests.make.offices import Office
from tests.support import second
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

WHY = "收文登记簿记载为3月23日"


@pytest.fixture
def replied(inside: Inside, office: Office, sign_in: SignIn, clock: Clock) -> str:
    """Due on 2 April; the letter came on 23 March and was registered as of 3 April. Today is the 7th."""
    with inside():
        made = papers.delivered(office, day=dt.date(2026, 3, 3))
        key, answers = made.id, {f"answer_{one.id}": "已整改。" for one in made.items}
    clock("2026-04-07 09:00")
    scan = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "来文.pdf")
    letter = {**answers, "letter_date": "2026-03-20", "received_on": "2026-04-03", "scans": scan}
    answer = sign_in("handler").submit(f"/instruments/{key}/reply", letter, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return f"/instruments/{key}"


def _link(page: PageCheck, sign_in: SignIn, address: str, *, ends: str) -> str:
    links = page(sign_in("handler").get(address)).find(
        "//a[normalize-space()='更正日期' or normalize-space()='更正登记']/@href"
    )
    [link] = [str(one) for one in links if str(one).endswith(ends)]
    return link


def test_a_letter_of_the_right_day_met_the_term(
    replied: str, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """A day late by the day that was typed, ten days early by the letter itself."""
    with inside():
        late = session.scalars(sa.select(DueDate).where(DueDate.kind == DueKind.REPLY)).one()
        assert (str(late.due), str(late.closed_on)) == ("2026-04-02", "2026-04-03")
    link = _link(page, sign_in, replied, ends="/replies/1/day")
    answer = sign_in("handler").submit(link, {"received_on": "2026-03-23", "why": WHY}, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert second.confirm(sign_in("second")).status_code == 302
    with inside():
        [round_] = session.scalars(sa.select(ReplyRound)).all()
        days = (round_.received_on, round_.sent_on, round_.letter_date)
        assert [str(day) for day in days] == ["2026-03-23", "2026-03-23", "2026-03-20"]
        term = session.scalars(sa.select(DueDate).where(DueDate.kind == DueKind.REPLY)).one()
        assert (str(term.due), str(term.closed_on)) == ("2026-04-02", "2026-03-23")
    shown = page(sign_in("handler").get(replied)).text
    assert "更正收文日期" in shown
    assert WHY in shown


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"received_on": "2026-03-19"}, "来文日期不得晚于收文日期"),
        ({"received_on": "2026-04-08"}, "收文日期不得晚于今天"),
        ({"letter_date": "2026-03-02"}, "来文日期不得早于送达的2026年3月3日"),
        ({}, "与登记的相同"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(
    replied: str, sign_in: SignIn, page: PageCheck, days: dict[str, str], said: str
) -> None:
    link = _link(page, sign_in, replied, ends="/replies/1/day")
    answer = sign_in("handler").submit(link, {**days, "why": WHY}, form=FORM)
    assert said in page(answer, status=422).text


def test_what_was_judged_did_not_come_after_the_judgement(
    replied: str, inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    with inside():
        papers.close(session.scalars(sa.select(Instrument)).one(), day=dt.date(2026, 4, 7))
    clock("2026-04-20 09:00")
    link = _link(page, sign_in, replied, ends="/replies/1/day")
    late = {"received_on": "2026-04-15", "why": WHY}
    answer = sign_in("handler").submit(link, late, form=FORM)
    assert "收文日期不得晚于" in page(answer, status=422).text


def test_a_reply_sent_on_the_screen_has_its_own_day(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    with inside():
        key = papers.replied(office).id
    answer = sign_in("handler").get(f"/instruments/{key}/replies/1/day")
    assert answer.status_code == 409


def test_one_of_many_units_signed_on_another_day(
    sent: Circular, inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Two working days to sign: late by the day that was typed, in time by the signed slip."""
    with inside():
        rows = session.scalars(sa.select(Receipt).order_by(Receipt.place)).all()
        first, begun = rows[0], rows[0].sent_on
        assert begun is not None
        day, typed = begun + dt.timedelta(days=1), begun + dt.timedelta(days=7)
        key = first.id
    clock(f"{begun + dt.timedelta(days=9)} 09:00")
    with inside():
        receipts.register(
            session.get_one(Receipt, key), on=typed, recipient="示例收件人",
            actor=people.principal("handler"),
        )  # fmt: skip
    link = _link(page, sign_in, sent.path, ends=f"/received/{key}/day")
    asked = {"received_on": str(day), "why": "签收单上的日期"}
    assert sign_in("handler").submit(link, asked, form=FORM).status_code == 302
    assert second.confirm(sign_in("second")).status_code == 302
    with inside():
        found = session.get_one(Receipt, key)
        assert found.received_on == day
        terms = sa.select(DueDate).where(
            DueDate.owner_type == "paper_receipt", DueDate.owner_id == key
        )
        assert session.scalars(terms).one().closed_on == day
    assert "更正签收登记" in page(sign_in("handler").get(sent.path)).text
