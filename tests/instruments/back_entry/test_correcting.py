"""更正补录 of papers: one event with old and new, no state 补录 could not give, only while untouched."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from supervision.core import duedates
from supervision.core.audit import timeline
from supervision.core.corrections import CORRECTED
from supervision.core.db import session
from supervision.core.duedates import DueKind, DueState
from supervision.core.errors import DomainError, WrongState
from supervision.core.numbering import expected_number
from supervision.instruments.back_entry import correcting
from supervision.instruments.back_entry import service as back_entry
from supervision.instruments.back_entry.service import PastPaper
from supervision.instruments.drafting.service import ItemFacts
from supervision.instruments.models import Delivery, Instrument, ReplyRound
from supervision.instruments.replying import service as replying
from supervision.instruments.replying.service import PlanFacts
from supervision.instruments.states import Conclusion, InstrumentStatus
from supervision.instruments.verifying import service as verifying
from supervision.problems.models import Problem, ProblemStatus
from tests.instruments.back_entry.test_back_entry import TODAY, _past
from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support import second
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

WHOLE = {
    "delivered_on": date(2023, 5, 5), "replied_on": date(2023, 6, 1), "reply_number": "示甲〔2023〕9号",
    "closed_on": date(2023, 6, 9),
}  # fmt: skip


@pytest.fixture
def entered(inside: Inside, office: Office) -> int:
    """A 意见书 of 2023 with its whole life."""
    with inside(), on(TODAY, "handler") as handler:
        return back_entry.enter(_past(office, **WHOLE), actor=handler).id


def _correct(key: int, why: str = "文号录错", **changes: object) -> Instrument:
    paper = session.get_one(Instrument, key)
    past: PastPaper = replace(correcting.past_of(paper), **changes)  # type: ignore[arg-type]
    with on(TODAY, "handler") as handler:
        correcting.correct(paper, past, reason=why, actor=handler)
    return paper


def test_a_mistyped_number_is_put_right_and_the_rest_stays(inside: Inside, entered: int) -> None:
    with inside():
        paper = _correct(entered, number="示司监意[2023]8号")
        assert (paper.number, paper.status) == ("示司监意〔2023〕8号", InstrumentStatus.CLOSED)
        days = (paper.signed_on, paper.delivered_on, paper.closed_on)
        assert days == (date(2023, 5, 4), date(2023, 5, 5), date(2023, 6, 9))
        assert paper.items[0].written_off_on == date(2023, 6, 9)
        for part in (Delivery, ReplyRound):
            assert session.scalar(sa.select(sa.func.count(part.id))) == 1
        assert [row.state for row in duedates.of_owner(paper, DueKind.REPLY)] == [
            DueState.ENDED, DueState.MET,
        ]  # fmt: skip


def test_the_trail_tells_old_and_new_in_one_line(inside: Inside, entered: int) -> None:
    with inside():
        before = len(timeline(session.get_one(Instrument, entered)))
    with inside():
        items = [ItemFacts(demand="规范检查的程序。")]
        paper = session.get_one(Instrument, entered)
        facts = replace(correcting.past_of(paper).paper, items=items)
        _correct(entered, number="示司监意〔2023〕8号", paper=facts)
    with inside():
        told = timeline(session.get_one(Instrument, entered))
        assert len(told) == before + 1
        assert (told[0].action, told[0].reason) == (CORRECTED, "文号录错")
        changes = {label: (old, new) for label, old, new in told[0].changes}
        assert changes["文号"] == ("示司监意〔2023〕7号", "示司监意〔2023〕8号")
        assert changes["条目"] == ("规范检查程序。", "规范检查的程序。")
        assert "状态" not in changes  # it is what it was


def test_a_number_in_use_is_refused_and_a_freed_one_may_be_given(
    inside: Inside, office: Office, entered: int
) -> None:
    with inside(), on(TODAY, "handler") as handler:
        back_entry.enter(_past(office, number="示司监意〔2023〕9号"), actor=handler)
    with pytest.raises(DomainError, match="已被使用") as refusal, inside():
        _correct(entered, number="示司监意〔2023〕9号")
    assert refusal.value.field == "number"
    with inside(), on(TODAY, "handler") as handler:
        _correct(entered, number="示司监意〔2023〕10号")
        back_entry.enter(_past(office), actor=handler)


@pytest.mark.store
def test_a_number_of_this_year_typed_too_high_leaves_no_gap(inside: Inside, office: Office) -> None:
    with inside(), on(TODAY, "handler") as handler:
        papers.signed(office)
        past = _past(office, number="示司监意〔2026〕70号", signed_on=date(2026, 1, 8))
        key = back_entry.enter(past, actor=handler).id
        assert expected_number(f"{office.body_id}:示司监意", 2026) == 71
    with inside():
        _correct(key, number="示司监意〔2026〕7号")
        assert expected_number(f"{office.body_id}:示司监意", 2026) == 8


def test_a_later_step_entered_by_mistake_is_taken_away(inside: Inside, entered: int) -> None:
    with inside():
        paper = _correct(
            entered, "尚未反馈", replied_on=None, reply_number="", reply_date=None, closed_on=None
        )
        assert (paper.status, paper.closed_on) == (InstrumentStatus.DELIVERED, None)
        assert (paper.rounds, paper.items[0].conclusion) == ([], None)
        held = duedates.open_of(paper, DueKind.REPLY)
        assert held is not None
        assert paper.due_on == held.due == date(2023, 6, 5)


@pytest.mark.store
def test_its_problems_stay_with_their_items_and_follow_its_state(
    inside: Inside, office: Office
) -> None:
    with inside():
        problem = papers.problem(office)
        past = _past(office, "rectification_notice", number="示司监改〔2026〕1号",
                     signed_on=date(2026, 2, 9), delivered_on=date(2026, 2, 10),
                     replied_on=date(2026, 2, 20), closed_on=date(2026, 2, 24))  # fmt: skip
        facts = replace(past.paper, items=[ItemFacts(demand="请纠正。", problem=problem)])
        with on(TODAY, "handler") as handler:
            key = back_entry.enter(replace(past, paper=facts), actor=handler).id
        assert problem.status is ProblemStatus.CLOSED
    with inside():
        paper = _correct(key, signatory_name="示例副局长")
        held = session.scalars(sa.select(Problem)).one()
        assert (held.status, paper.items[0].problem) == (ProblemStatus.CLOSED, held)
        assert _correct(key, closed_on=None).items[0].problem.status is ProblemStatus.TO_VERIFY  # type: ignore[union-attr]
        more = replace(correcting.past_of(paper).paper, items=[ItemFacts("甲"), ItemFacts("乙")])
        with pytest.raises(DomainError, match="不能增减条目"):
            _correct(key, paper=more)


def test_another_unit_brings_its_own_name(inside: Inside, office: Office, entered: int) -> None:
    with inside():
        facts = correcting.past_of(session.get_one(Instrument, entered)).paper
        other = papers.session.get_one(type(facts.unit), office.other_unit_id)
        paper = _correct(entered, paper=replace(facts, unit=other))
        assert (paper.unit, paper.addressee) == (other, "示例市乙局")


@pytest.mark.parametrize("what", ["conclude", "plan", "reason", "electronic"])
def test_when_it_may_not_be_corrected(
    inside: Inside, office: Office, entered: int, what: str
) -> None:
    with inside():
        known = {
            "conclude": {**WHOLE, "closed_on": None},
            "plan": {"delivered_on": date(2023, 5, 5)},
        }
        key = entered
        if what in known:
            with on(TODAY, "handler") as handler:
                past = _past(office, number="示司监意〔2023〕20号", **known[what])
                key = back_entry.enter(past, actor=handler).id
        elif what == "electronic":
            key = papers.signed(office).id
    with inside():
        paper = session.get_one(Instrument, key)
        if what == "conclude":
            with on(TODAY, "second") as second:
                verifying.conclude(paper.items, Conclusion.MENDED, note="已核对。", actor=second)
        elif what == "plan":
            with on(TODAY, "liaison") as liaison:
                replying.save_plan(paper.items[0], PlanFacts("先培训"), actor=liaison)
    refused = DomainError if what == "reason" else WrongState
    with pytest.raises(refused), inside():
        _correct(key, " " if what == "reason" else "错字", signatory_name="示例副局长")
    with inside(), on(TODAY, "handler") as handler:
        paper = session.get_one(Instrument, key)
        assert correcting.may_correct(paper, handler) is (what == "reason")
        assert paper.signatory_name != "示例副局长"


def test_a_letter_of_a_referral_is_not_entered_among_all_papers(
    inside: Inside, office: Office
) -> None:
    with inside(), pytest.raises(DomainError, match="移交移送"), on(TODAY, "handler") as handler:
        back_entry.enter(_past(office, "referral_letter"), actor=handler)


def test_a_handler_corrects_it_on_its_page(
    inside: Inside, entered: int, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-02 09:00")
    handler, path = sign_in("handler"), f"/instruments/{entered}"
    assert "更正补录" in page(handler.get(path)).text
    form = page(handler.get(f"{path}/correct"))
    assert form.find("//input[@name='number']")[0].get("value") == "示司监意〔2023〕7号"
    assert "规范检查程序。" in form.text
    silent = handler.submit(f"{path}/correct", {"number": "示司监意〔2023〕8号"}, form=FORM)
    assert page(silent, status=422).find("//*[@name='why']")
    typed = {"number": "示司监意〔2023〕8号", "why": "文号录错"}
    answer = handler.submit(f"{path}/correct", typed, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert page(handler.get(answer.location)).heading == "示司监意〔2023〕7号"
    assert second.confirm(sign_in("reviewer")).status_code == 302
    shown = page(handler.get(answer.location))
    assert shown.heading == "示司监意〔2023〕8号"
    assert "文号录错" in shown.text
    assert "示司监意〔2023〕7号" in shown.text  # on the timeline
    assert sign_in("signatory").get(f"{path}/correct").status_code == 403
    with inside(), on(TODAY, "reviewer") as reviewer:
        assert not correcting.may_correct(session.get_one(Instrument, entered), reviewer)


def test_the_way_to_the_sheet_is_on_list_and_form(
    office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    handler = sign_in("handler")
    for path in ("/instruments/", "/instruments/back-entry"):
        assert page(handler.get(path)).find("//a[@href='/imports/?kind=papers']")
    shown = page(handler.get("/imports/?kind=papers"))
    assert shown.find("//option[@selected and @value='papers']")


def test_an_item_of_several_lines_keeps_them_where_something_else_is_corrected(
    inside: Inside, office: Office, sign_in: SignIn, clock: Clock
) -> None:
    """整改要求 of an old ledger: 1. … 2. …, each in its line; the signatory put right joined them into one."""
    several = "一、停止收费。\n二、退还已收的费用。\n三、报送整改情况。"
    with inside(), on(TODAY, "handler") as handler:
        past = _past(office)
        past = replace(past, paper=replace(past.paper, items=[ItemFacts(demand=several)]))
        key = back_entry.enter(past, actor=handler).id
    clock(f"{TODAY} 09:00")
    asked = {"signatory_name": "示例副局长", "why": "签发人录错"}
    answer = sign_in("handler").submit(f"/instruments/{key}/correct", asked, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert second.confirm(sign_in("reviewer")).status_code == 302
    with inside():
        paper = session.get_one(Instrument, key)
        assert paper.signatory_name == "示例副局长"
        assert [one.demand for one in paper.items] == [several]
