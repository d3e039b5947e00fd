"""A kind's rules for what begins with 签收: printed, begun together, told alike everywhere; days in the post."""

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader

from supervision.core.db import session
from supervision.core.duedates import DueKind, DueState, Lamp, of_owner, why_of
from supervision.instruments.models import Instrument
from supervision.instruments.wording import blocks
from supervision.instruments.wording.parts import OwnWords, Part, kept
from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

WORDS = "//form[contains(@action, '/words')]"
PLAN = "整改方案请自收到本意见书之日起5个工作日内报送，逐条写明整改措施、责任人和完成时间。"
POST = "以邮寄方式报送的，以交邮日期为准，在途时间不计入期限。"
RULES = {"plan_number": "5", "plan_unit": "工作日", "posted_counts": "y"}
LETTER = {"letter_number": "示甲〔2026〕3号", "letter_date": "2026-03-30"}


@pytest.fixture
def ruled(inside: Inside, office: Office, sign_in: SignIn, clock: Clock) -> None:
    """The section head's rules for 意见书, confirmed by a leader: a plan in 5 working days, the post's day."""
    clock("2026-02-20 09:00")
    with inside():
        key = papers.kind(office, "opinion").id
    asked = sign_in("reviewer").submit(f"/instruments/kinds/{key}/words", RULES, form=WORDS)
    assert asked.status_code == 302, asked.get_data(as_text=True)
    yes = sign_in("signatory").submit(asked.location, {"confirm": "1"}, form="//main//form")
    assert yes.status_code == 302


def _registered(sign_in: SignIn, key: int, **typed: object) -> object:
    items = {f"answer_{number}": "已整改。" for number in typed.pop("items")}  # type: ignore[attr-defined]
    scan = {"scans": (io.BytesIO(b"%PDF-1.4 scan"), "来文.pdf")}
    return sign_in("handler").submit(
        f"/instruments/{key}/reply", {**LETTER, **items, **scan, **typed}, form=FORM
    )


@pytest.mark.usefixtures("ruled")
def test_what_begins_with_receipt_is_printed_and_begins_together(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Received on Monday, 2 March: five working days end on the 9th, thirty days on 1 April."""
    with inside():
        paper = papers.delivered(office)
        key, kind = paper.id, paper.kind_id
        items = [one.id for one in paper.items]
        assert f"{PLAN}{POST}" in paper.text
        begun = {row.kind: (row.title, row.due, row.start) for row in of_owner(paper)}
        number, received = paper.number, date(2026, 3, 2)
        assert begun == {
            DueKind.REPLY: (f"{number} 反馈", date(2026, 4, 1), received),
            DueKind.PLAN: (f"{number} 报送整改方案", date(2026, 3, 9), received),
        }
    setting = page(sign_in("reviewer").get(f"/instruments/kinds/{kind}"))
    assert "反馈30日内；报送整改方案5个工作日内" in setting.text
    clock("2026-03-10 09:00")
    for username in ("liaison", "handler"):
        shown = page(sign_in(username).get(f"/instruments/{key}"))
        assert "整改方案期限 2026-03-09" in shown.text
        assert "逾期 · 1个工作日" in shown.text
    unit = sign_in("liaison")
    for number, item in enumerate(items):
        with inside():
            (row,) = of_owner(session.get_one(Instrument, key), DueKind.PLAN)
            assert row.state is DueState.OPEN, f"{number} of two items planned"
        plan = {"plan": "修订制度"}
        assert unit.submit(f"/instruments/{key}/plan/{item}", plan, form=FORM).status_code == 302
    with inside():
        (row,) = of_owner(session.get_one(Instrument, key), DueKind.PLAN)
        assert (row.state, row.closed_on) == (DueState.MET, date(2026, 3, 10))


@pytest.mark.usefixtures("ruled")
def test_a_reply_without_plans_ends_the_term_for_them(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.replied(office)
        (row,) = of_owner(paper, DueKind.PLAN)
        assert row.state is DueState.ENDED


@pytest.mark.usefixtures("ruled")
@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ("2026-04-01", "办结"),
        ("2026-04-02", "办结（逾期1个工作日）"),
        ("", "办结（逾期2个工作日）"),
    ],
)
def test_a_posted_reply_is_judged_by_the_day_it_was_posted(
    inside: Inside,
    office: Office,
    sign_in: SignIn,
    page: PageCheck,
    clock: Clock,
    posted: str,
    said: str,
) -> None:
    """Due on Wednesday, 1 April; received on Friday, the 3rd."""
    with inside():
        paper = papers.delivered(office)
        key, items = paper.id, [one.id for one in paper.items]
    clock("2026-04-03 16:00")
    typed = {"received_on": "2026-04-03", "posted_on": posted, "items": items}
    assert _registered(sign_in, key, **typed).status_code == 302  # type: ignore[attr-defined]
    shown = page(sign_in("handler").get(f"/instruments/{key}"))
    with inside():
        (row,) = of_owner(session.get_one(Instrument, key), DueKind.REPLY)
        lit = Lamp().of_row(row)
        assert lit is not None
        assert f"{lit.label}{lit.detail}" == said
        assert row.closed_on == date.fromisoformat(posted or "2026-04-03")
        told = "".join(why_of(row).sentences)
    if not posted:
        assert "交付邮寄" not in told
        return
    day = date.fromisoformat(posted)
    way = f"2026年4月{day.day}日交付邮寄，2026年4月3日收到：在途{3 - day.day}日不计入期限，按交邮日认定。"
    assert told.endswith(way)
    assert way in shown.text
    assert way in page(sign_in("liaison").get(f"/instruments/{key}")).text
    sheet = re.search(r"/due-dates/\d+\.pdf", shown.html)
    assert sheet
    answer = sign_in("handler").get(sheet[0])
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.data)).pages)
    text = re.sub(r"\s", "", text)
    for part in (way, "交付邮寄", "第八十五条第四款", f"|寄{posted}/2026-04-03|止2026-04-01"):
        assert part in text, part


@pytest.mark.usefixtures("ruled")
@pytest.mark.parametrize("posted", ["2026-03-29", "2026-04-04"])
def test_a_letter_is_posted_after_it_was_written_and_before_it_came(
    inside: Inside, office: Office, sign_in: SignIn, clock: Clock, posted: str
) -> None:
    with inside():
        paper = papers.delivered(office)
        key, items = paper.id, [one.id for one in paper.items]
    clock("2026-04-05 10:00")
    typed = {"received_on": "2026-04-03", "posted_on": posted, "items": items}
    refused = _registered(sign_in, key, **typed)
    assert refused.status_code == 422  # type: ignore[attr-defined]
    text = refused.get_data(as_text=True)  # type: ignore[attr-defined]
    assert "交邮日期须在来文日期之后、收文日期之前（含当日）" in text
    assert text.count("已整改。") == 2, "nothing typed is lost"


def test_without_the_rule_no_day_of_posting_is_asked(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    with inside():
        key = papers.delivered(office).id
    assert "交邮" not in sign_in("handler").get(f"/instruments/{key}/reply").get_data(as_text=True)


@pytest.mark.usefixtures("ruled")
def test_own_words_for_the_term_do_not_drop_the_rules(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.draft(office)
        own = "请自收到本意见书之日起30日内整改。"
        paper.wording = kept([OwnWords(Part.TERM, own)])
        assert f"{own}{PLAN}{POST}" in blocks.compose(paper)
        paper.wording = kept([OwnWords(Part.TERM, f"{own}{PLAN}{POST}")])
        assert blocks.compose(paper).count(PLAN) == 1


def test_rules_that_cannot_hold_are_refused_at_their_field(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    with inside():
        opinion = papers.kind(office, "opinion").id
        reminder = papers.kind(office, "reminder").id
    head = sign_in("reviewer")
    form = head.get(f"/instruments/kinds/{reminder}/words").get_data(as_text=True)
    assert 'name="plan_number"' not in form, "it asks for no reply"
    assert 'name="lead_number"' not in head.get(f"/instruments/kinds/{opinion}/words").get_data(
        as_text=True
    )
    for wrong in ("0", "366"):
        refused = head.submit(
            f"/instruments/kinds/{opinion}/words", {"plan_number": wrong}, form=WORDS
        )
        assert refused.status_code == 422
        assert "须为1至365的整数" in refused.get_data(as_text=True)
