"""Escalation, 决定书 over an overdue notice, 转办函 returned and reassigned; 告知上一级主管部门 offered first."""

from datetime import date

import pytest

from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.core.deadlines import Term
from supervision.core.deadlines import Unit as TermUnit
from supervision.core.duedates import DueState, of_owner
from supervision.core.errors import DomainError, Forbidden
from supervision.instruments.chasing import service as chasing
from supervision.instruments.chasing.service import Channel, ChaseFacts, Rung
from supervision.instruments.delivering import service as delivery
from supervision.instruments.delivering.service import DeliveryFacts
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument
from supervision.instruments.onward import service as following
from supervision.instruments.signing import service as signing
from supervision.instruments.states import (
    Conclusion,
    DeliveryMethod,
    InstrumentStatus,
    KindPurpose,
    Opinion,
)
from supervision.instruments.verifying import service as verifying
from supervision.problems.models import ProblemStatus
from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make import worded
from tests.make.case_files import DELIVERED, DUE
from tests.make.offices import Office, on
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

OVERDUE = date(2026, 4, 2)


def _issue(paper: Instrument, *, day: date) -> None:
    steps = (
        ("handler", worded.by_hand), ("handler", drafting.submit), ("reviewer", drafting.pass_review),
    )  # fmt: skip
    for username, verb in (*steps, ("signatory", signing.sign)):
        with on(day, username) as person:
            verb(paper, actor=person)
    with on(day, "handler") as handler:
        facts = DeliveryFacts(DeliveryMethod.DIRECT, day, recipient="示例收件人")
        delivery.register_delivery(paper, facts, actor=handler)


def test_the_ladder_climbs_one_rung_at_a_time_and_only_when_overdue(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = papers.delivered(office)
        with on(DUE, "handler"):
            assert chasing.next_rung(paper, []) is None, "the last day is not overdue"
        with on(OVERDUE, "handler") as handler:
            for rung in Rung:
                assert chasing.next_rung(paper, chasing.events_of(paper)) is rung
                chasing.chase(paper, ChaseFacts(rung=rung), actor=handler)
            assert chasing.next_rung(paper, chasing.events_of(paper)) is Rung.REPORT


def test_a_decision_is_offered_only_for_an_overdue_corrective_item(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = papers.delivered(office, "rectification_notice", over=[papers.problem(office)])
        assert KindPurpose.DECISION not in following.offered(paper, overdue=False)
        assert KindPurpose.DECISION in following.offered(paper, overdue=True)


def test_a_following_paper_takes_over_the_open_items(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.delivered(office)
        with on(OVERDUE, "handler") as handler:
            urging = following.follow(paper, KindPurpose.URGING, actor=handler)
        assert urging.parent_id == paper.id
        assert [item.demand for item in urging.items] == [item.demand for item in paper.items]
        assert paper.number
        assert paper.number in urging.text


def test_a_supervising_letter_says_how_often_it_was_urged_before(
    inside: Inside, office: Office
) -> None:
    """texts.md, 督办函: 其间，我局已催办2次（最近一次为2026年4月8日，上门）; of a unit never urged nothing is said."""
    with inside():
        paper = papers.delivered(office)
        with on(OVERDUE, "handler") as handler:
            never = following.follow(paper, KindPurpose.URGING, actor=handler).text
        for day, how in ((date(2026, 4, 8), Channel.VISIT), (date(2026, 4, 3), Channel.TELEPHONE)):
            with on(date(2026, 4, 9), "handler") as handler:
                chasing.chase(paper, ChaseFacts(on=day, how=how), actor=handler)
        with on(date(2026, 4, 9), "handler") as handler:
            urged = following.follow(paper, KindPurpose.URGING, actor=handler).text
        assert "催办" not in never
        assert "其间，我局已催办2次（最近一次为2026年4月8日，上门）。" in urged


def test_a_drafted_decision_changes_nothing_until_it_is_delivered(
    inside: Inside, office: Office
) -> None:
    with inside():
        found = papers.problem(office)
        notice = papers.delivered(office, "rectification_notice", over=[found])
        with on(OVERDUE, "handler") as handler:
            decision = following.follow(notice, KindPurpose.DECISION, actor=handler)
        held = (found.status, found.paper_id, found.due_on)
        assert held == (ProblemStatus.RECTIFYING, notice.id, DUE)
        _issue(decision, day=date(2026, 4, 8))
        assert (found.paper_id, found.due_on) == (decision.id, decision.due_on)


def test_the_notice_ends_once_a_delivered_decision_carries_its_problems(
    inside: Inside, office: Office
) -> None:
    with inside():
        found = papers.problem(office)
        notice = papers.delivered(office, "rectification_notice", over=[found])
        with on(OVERDUE, "handler") as handler:
            decision = following.follow(notice, KindPurpose.DECISION, actor=handler)
        with on(OVERDUE, "reviewer") as reviewer, pytest.raises(Forbidden, match="决定书"):
            following.carry_on(notice, actor=reviewer)
        _issue(decision, day=date(2026, 4, 8))
        with on(date(2026, 4, 9), "reviewer") as reviewer:
            following.carry_on(notice, actor=reviewer)
        assert notice.status is InstrumentStatus.CLOSED
        assert found.status is ProblemStatus.RECTIFYING, "only the decision settles it now"
        assert all(row.state is not DueState.OPEN for row in of_owner(notice))


def test_a_returned_transfer_goes_to_another_unit_as_a_new_paper(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = papers.delivered(office, "transfer_letter", items=1)
        with on(date(2026, 3, 4), "liaison") as liaison:
            following.hand_back(paper, reason="不属本单位职责", actor=liaison)
        assert paper.status is InstrumentStatus.HANDED_BACK
        other = session.get_one(Unit, office.other_unit_id)
        with on(date(2026, 3, 5), "handler") as handler:
            fresh = following.reassign(paper, unit=other, actor=handler)
        assert (fresh.parent_id, fresh.unit_id) == (paper.id, other.id)
        assert fresh.items[0].demand == paper.items[0].demand
        assert paper.status is InstrumentStatus.CLOSED
        assert of_owner(paper)[-1].state is DueState.ENDED


def test_a_return_may_be_declined_and_the_term_has_run_on(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.delivered(office, "transfer_letter", items=1)
        with on(date(2026, 3, 4), "handler") as handler:
            following.register_hand_back(paper, reason="来文退回", actor=handler)
            following.insist(paper, reason="属你单位职责", actor=handler)
        assert (paper.status, paper.due_on) == (InstrumentStatus.DELIVERED, DUE)


def test_only_kinds_that_say_so_may_be_returned(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.delivered(office)
        with on(DELIVERED, "liaison") as liaison, pytest.raises(Forbidden, match="不能退回"):
            following.hand_back(paper, reason="不属本单位", actor=liaison)


def test_reassigning_to_the_same_unit_is_refused(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.delivered(office, "transfer_letter", items=1)
        with on(date(2026, 3, 4), "handler") as handler:
            following.register_hand_back(paper, reason="来文退回", actor=handler)
            same = session.get_one(Unit, office.unit_id)
            with pytest.raises(DomainError, match="另一个单位"):
                following.reassign(paper, unit=same, actor=handler)


def test_informing_the_superior_is_offered_first_for_a_vertical_unit_and_blocks_nothing(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = papers.delivered(office, unit_id=office.other_unit_id)
        offered = list(following.offered(paper, overdue=True))
        assert offered[0] == KindPurpose.SUPERIOR
        assert KindPurpose.URGING in offered
        with on(OVERDUE, "handler") as handler:
            letter = following.follow(paper, KindPurpose.SUPERIOR, actor=handler)
        assert letter.addressee == "示例省乙局"


def test_urging_from_the_ledger_says_for_each_row_what_came_of_it(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-04-02 09:00")
    with inside():
        carried, free = papers.problem(office), papers.problem(office, title="程序不规范")
        papers.delivered(office, "rectification_notice", over=[carried])
        ids = f"ids={carried.id}&ids={free.id}"
    handler = sign_in("handler")
    answer = handler.submit(f"/instruments/chase?{ids}", {"note": "电话催办"}, form=FORM)
    shown = page(answer)
    assert "已办" in shown.text
    assert "尚未列入文书" in shown.text
    assert "电话" in page(handler.get("/problems/ledger?tab=all")).text


def test_the_page_of_an_overdue_paper_offers_and_drafts_what_follows(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-04-02 09:00")
    with inside():
        over = [papers.problem(office)]
        paper_id = papers.delivered(office, "rectification_notice", over=over).id
    handler = sign_in("handler")
    wanted = "//form[button[contains(., '决定书')]]"
    answer = handler.submit(f"/instruments/{paper_id}", form=wanted)
    assert answer.status_code == 302
    assert "以罚代管" in page(handler.get(answer.location)).text
    assert "后续" in page(handler.get(f"/instruments/{paper_id}")).text


def test_a_transfer_ends_in_true_or_untrue_and_is_accepted_or_sent_back(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = papers.delivered(office, "transfer_letter", items=2)
        papers.answer(paper, day=date(2026, 3, 20))
        one, other = paper.items
        with on(date(2026, 3, 23), "handler") as handler:
            with pytest.raises(DomainError, match="转办事项条目，不能记为“已整改”"):
                verifying.conclude([one], Conclusion.MENDED, note="已核对。", actor=handler)
            verifying.conclude([one], Conclusion.FOUND_TRUE, actor=handler)
            verifying.conclude([other], Conclusion.UNTRUE, actor=handler)
            verifying.opine([one], Opinion.AGREE, actor=handler)
            verifying.opine([other], Opinion.POSTPONE, actor=handler)
            assert other.opinions[0].opinion.label_of(other.nature) == "退回重办"
            term = Term(5, TermUnit.WORKDAY)
            verifying.return_reply(paper, reason="未附处理决定", term=term, actor=handler)
        assert (one.conclusion, one.answered) == (Conclusion.FOUND_TRUE, True)
        assert (other.conclusion, other.answered, other.opinions) == (None, False, [])


def test_the_pages_of_a_transfer_speak_of_accepting_not_of_mending(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        paper = papers.delivered(office, "transfer_letter", items=1)
        papers.answer(paper, day=date(2026, 3, 20))
        key = paper.id
    shown = page(sign_in("handler").get(f"/instruments/{key}"))
    offered = shown.find("//select[@name='conclude-conclusion']/option/text()")
    assert offered[1:] == ["属实", "部分属实", "不属实"]
    assert shown.find("//select[@name='opine-opinion']/option/text()")[1:] == ["认可", "退回重办"]
    assert "退回补充整改" not in shown.text
