"""The life of a paper by the rules of product.md §1, §2 and §4."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from supervision.accounts.models import User, UserRole
from supervision.core import settings
from supervision.core.access import Role
from supervision.core.db import session
from supervision.core.duedates import DueKind, DueState, of_owner
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.instruments.delivering import service as delivery
from supervision.instruments.delivering.service import DeliveryFacts
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument
from supervision.instruments.signing import registering
from supervision.instruments.signing import service as signing
from supervision.instruments.states import (
    DeliveryMethod,
    InstrumentStatus,
)
from supervision.instruments.wording.parts import OwnWords, Part
from supervision.problems.models import ProblemStatus
from tests.make import on_paper, papers
from tests.make.offices import SMALL, Office, found_office
from tests.support.work import Inside

S = InstrumentStatus


def test_a_draft_has_no_number(inside: Inside) -> None:
    with inside():
        paper = papers.paper(found_office(seats=SMALL), S.AWAITING_SIGNATURE)
        assert (paper.number, paper.signed_on) == (None, None)


def test_number_and_date_are_given_at_signing(inside: Inside, clock: Callable[..., object]) -> None:
    clock("2023-03-05 09:00")
    with inside():
        paper = papers.paper(found_office(seats=SMALL), S.SIGNED)
        assert paper.number == "示司监意〔2023〕1号"
        assert paper.signed_on == dt.date(2023, 3, 5)


def _sign_and_fail(inside: Inside, paper_id: int, desk: Office) -> None:
    with inside():
        signing.sign(session.get_one(Instrument, paper_id), actor=desk.signatory)
        raise ZeroDivisionError


def test_a_rolled_back_signing_leaves_no_gap(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper_id = papers.paper(desk, S.AWAITING_SIGNATURE).id
    with pytest.raises(ZeroDivisionError):
        _sign_and_fail(inside, paper_id, desk)
    with inside():
        paper = session.get_one(Instrument, paper_id)
        signing.sign(paper, actor=desk.signatory)
        assert paper.number_serial == 1


def test_what_was_signed_is_archived_and_served_unchanged(inside: Inside) -> None:
    with inside():
        paper_id = papers.paper(found_office(seats=SMALL), S.SIGNED).id
    with inside():
        paper = session.get_one(Instrument, paper_id)
        assert paper.archive_id is not None
        assert len(paper.archive_sha256 or "") == 64


def test_a_signed_paper_cannot_be_changed(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.SIGNED)
        with pytest.raises(WrongState, match="不能再修改"):
            drafting.reword(paper, OwnWords(Part.CAUSE, "别的"), actor=desk.handler)


@pytest.mark.parametrize("verb", ["pass_review", "sign"])
def test_nobody_reviews_or_signs_what_they_drafted(inside: Inside, verb: str) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.REVIEWING if verb == "pass_review" else S.AWAITING_SIGNATURE)
        both = replace(desk.handler, roles=frozenset({Role.HANDLER, Role.REVIEWER, Role.SIGNATORY}))
        act = drafting.pass_review if verb == "pass_review" else signing.sign
        with pytest.raises(Forbidden, match="自己拟制"):
            act(paper, actor=both)


def test_the_reviewer_does_not_sign(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.AWAITING_SIGNATURE)
        both = replace(desk.reviewer, roles=frozenset({Role.REVIEWER, Role.SIGNATORY}))
        with pytest.raises(Forbidden, match="自己审核"):
            signing.sign(paper, actor=both)


def test_signing_twice_says_so_and_gives_no_second_number(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.SIGNED)
        number = paper.number
        with pytest.raises(WrongState, match="已签发"):
            signing.sign(paper, actor=desk.signatory)
        assert paper.number == number


def test_a_signature_on_paper_is_equal_in_rank(
    inside: Inside, clock: Callable[..., object]
) -> None:
    clock("2023-06-05 09:00")
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.AWAITING_SIGNATURE)
        on_paper.sign(paper, by=desk.handler, on=dt.date(2023, 6, 2))
        assert (paper.status, paper.signed_offline) == (S.SIGNED, True)
        assert paper.signed_on == dt.date(2023, 6, 2)
        assert paper.number == "示司监意〔2023〕1号"


def test_the_signatory_on_paper_is_not_the_drafter(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.AWAITING_SIGNATURE)
        drafter = session.get_one(User, desk.handler.user_id)
        drafter.role_rows.append(UserRole(role=Role.SIGNATORY))
        facts = on_paper.signature(paper, dt.date(2023, 6, 2), signatory=drafter)
        with pytest.raises(DomainError, match="拟稿人本人"):
            registering.register_signature(paper, facts, actor=desk.handler)


def test_an_office_number_is_checked_for_form_and_duplicates_not_for_gaps(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        first, second = (papers.paper(desk, S.AWAITING_SIGNATURE) for _ in range(2))
        on = dt.date(2023, 6, 2)
        number = "示司 [2023] 12号"
        on_paper.sign(first, by=desk.handler, on=on, number=number)
        assert first.number == "示司〔2023〕12号"
        with pytest.raises(DomainError, match="已被使用"):
            on_paper.sign(second, by=desk.handler, on=on, number=number)
        with pytest.raises(DomainError, match="格式不对"):
            on_paper.sign(second, by=desk.handler, on=on, number="第12号")


def test_the_clock_starts_at_delivery_the_day_itself_not_counted(
    inside: Inside, clock: Callable[..., object]
) -> None:
    clock("2023-03-01 09:00")
    with inside():
        paper = papers.paper(found_office(seats=SMALL), S.DELIVERED)
        assert paper.due_on == dt.date(2023, 3, 31)
        (due,) = of_owner(paper, DueKind.REPLY)
        assert due.working["steps"], "the day-by-day reason is stored"


def test_the_day_of_receipt_is_the_day_of_delivery(
    inside: Inside, clock: Callable[..., object]
) -> None:
    clock("2023-03-01 09:00")
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.SIGNED)
        delivery.send(paper, actor=desk.handler)
        assert paper.status is S.SIGNED
        (receipt,) = of_owner(paper, DueKind.RECEIPT)
        assert receipt.due == dt.date(2023, 3, 3)
        paper_id = paper.id
    clock("2023-03-02 09:00")
    with inside():
        paper = session.get_one(Instrument, paper_id)
        delivery.receive(paper, actor=desk.liaison)
        assert paper.delivered_on == dt.date(2023, 3, 2)
        assert paper.deliveries[-1].recipient == desk.liaison.name
        assert [row.state for row in of_owner(paper, DueKind.RECEIPT)] == [DueState.MET]


def test_a_setting_may_make_sending_the_delivery(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        settings.put("delivered_on_sending", True)
        paper = papers.paper(desk, S.SIGNED)
        delivery.send(paper, actor=desk.handler)
        assert paper.status is S.DELIVERED


def test_leaving_a_paper_needs_reason_and_witness(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.SIGNED)
        facts = DeliveryFacts(method=DeliveryMethod.LEFT, received_on=paper.signed_on)  # type: ignore[arg-type]
        with pytest.raises(DomainError, match="见证人"):
            delivery.register_delivery(paper, facts, actor=desk.handler)


def test_delivery_is_not_before_the_signature(inside: Inside, clock: Callable[..., object]) -> None:
    clock("2023-03-05 09:00")
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.SIGNED)
        facts = DeliveryFacts(DeliveryMethod.DIRECT, dt.date(2023, 3, 4), recipient="示例收件人")
        with pytest.raises(DomainError, match="不得早于成文日期"):
            delivery.register_delivery(paper, facts, actor=desk.handler)


def test_a_problem_enters_rectification_when_its_paper_is_delivered(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.SIGNED)
        problem = paper.items[0].problem
        assert problem is not None
        assert (problem.status, problem.paper_number) == (ProblemStatus.ESTABLISHED, paper.number)
        papers.walk(paper, desk, papers.delivered)
        assert problem.status is ProblemStatus.RECTIFYING
