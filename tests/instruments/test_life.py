"""The life of a paper by the rules of product.md §1, §2 and §4."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from supervision.core import settings
from supervision.core.access import EVERYTHING, NOTHING, Role, seeing
from supervision.core.access.scope import scope_of
from supervision.core.db import session
from supervision.core.duedates import DueKind, DueState, of_owner
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.instruments import delivery, drafting, replying, signing, verifying
from supervision.instruments.delivery import DeliveryFacts
from supervision.instruments.models import Instrument
from supervision.instruments.replying import RegisteredReply
from supervision.instruments.signing import OfflineSignature
from supervision.instruments.states import (
    Conclusion,
    DeliveryMethod,
    InstrumentStatus,
    Nature,
    Opinion,
)
from supervision.problems.models import ProblemStatus
from tests.make import papers
from tests.support.work import Inside

S = InstrumentStatus


def test_a_draft_has_no_number(inside: Inside) -> None:
    with inside():
        paper = papers.paper(papers.bureau(), S.AWAITING_SIGNATURE)
        assert (paper.number, paper.signed_on) == (None, None)


def test_number_and_date_are_given_at_signing(inside: Inside, clock: Callable[..., object]) -> None:
    clock("2023-03-05 09:00")
    with inside():
        paper = papers.paper(papers.bureau(), S.SIGNED)
        assert paper.number == "示司监意〔2023〕1号"
        assert paper.signed_on == dt.date(2023, 3, 5)


def _sign_and_fail(inside: Inside, paper_id: int, desk: papers.Bureau) -> None:
    with inside():
        signing.sign(session.get_one(Instrument, paper_id), actor=desk.signatory)
        raise ZeroDivisionError


def test_a_rolled_back_signing_leaves_no_gap(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        paper_id = papers.paper(desk, S.AWAITING_SIGNATURE).id
    with pytest.raises(ZeroDivisionError):
        _sign_and_fail(inside, paper_id, desk)
    with inside():
        paper = session.get_one(Instrument, paper_id)
        signing.sign(paper, actor=desk.signatory)
        assert paper.number_serial == 1


def test_what_was_signed_is_archived_and_served_unchanged(inside: Inside) -> None:
    with inside():
        paper_id = papers.paper(papers.bureau(), S.SIGNED).id
    with inside():
        paper = session.get_one(Instrument, paper_id)
        assert paper.archive_id is not None
        assert len(paper.archive_sha256 or "") == 64


def test_a_signed_paper_cannot_be_changed(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.SIGNED)
        with pytest.raises(WrongState, match="不能再修改"):
            drafting.edit_text(paper, title="别的", text="别的", actor=desk.first)


@pytest.mark.parametrize("verb", ["pass_review", "sign"])
def test_nobody_reviews_or_signs_what_they_drafted(inside: Inside, verb: str) -> None:
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.REVIEWING if verb == "pass_review" else S.AWAITING_SIGNATURE)
        both = replace(desk.first, roles=frozenset({Role.HANDLER, Role.REVIEWER, Role.SIGNATORY}))
        act = drafting.pass_review if verb == "pass_review" else signing.sign
        with pytest.raises(Forbidden, match="自己拟制"):
            act(paper, actor=both)


def test_the_reviewer_does_not_sign(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.AWAITING_SIGNATURE)
        both = replace(desk.reviewer, roles=frozenset({Role.REVIEWER, Role.SIGNATORY}))
        with pytest.raises(Forbidden, match="自己审核"):
            signing.sign(paper, actor=both)


def test_signing_twice_says_so_and_gives_no_second_number(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
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
        desk = papers.bureau()
        paper = papers.paper(desk, S.AWAITING_SIGNATURE)
        facts = OfflineSignature(signatory_name="示例局长", on=dt.date(2023, 6, 2))
        signing.register_signature(paper, facts, actor=desk.first)
        assert (paper.status, paper.signed_offline, paper.signed_on) == (S.SIGNED, True, facts.on)
        assert paper.number == "示司监意〔2023〕1号"


def test_the_signatory_on_paper_is_not_the_drafter(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.AWAITING_SIGNATURE)
        facts = OfflineSignature(signatory_name=desk.first.name, on=dt.date(2023, 6, 2))
        with pytest.raises(DomainError, match="拟稿人本人"):
            signing.register_signature(paper, facts, actor=desk.first)


def test_an_office_number_is_checked_for_form_and_duplicates_not_for_gaps(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        first, second = (papers.paper(desk, S.AWAITING_SIGNATURE) for _ in range(2))
        on = dt.date(2023, 6, 2)
        given = OfflineSignature("示例局长", on, number="示司 [2023] 12号")
        signing.register_signature(first, given, actor=desk.first)
        assert first.number == "示司〔2023〕12号"
        with pytest.raises(DomainError, match="已被使用"):
            signing.register_signature(second, given, actor=desk.first)
        with pytest.raises(DomainError, match="格式不对"):
            signing.register_signature(
                second, OfflineSignature("示例局长", on, number="第12号"), actor=desk.first
            )


def test_the_clock_starts_at_delivery_the_day_itself_not_counted(
    inside: Inside, clock: Callable[..., object]
) -> None:
    clock("2023-03-01 09:00")
    with inside():
        paper = papers.paper(papers.bureau(), S.DELIVERED)
        assert paper.due_on == dt.date(2023, 3, 31)
        (due,) = of_owner(paper, DueKind.REPLY)
        assert due.working["steps"], "the day-by-day reason is stored"


def test_the_day_of_receipt_is_the_day_of_delivery(
    inside: Inside, clock: Callable[..., object]
) -> None:
    clock("2023-03-01 09:00")
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.SIGNED)
        delivery.send(paper, actor=desk.first)
        assert paper.status is S.SIGNED
        (receipt,) = of_owner(paper, DueKind.RECEIPT)
        assert receipt.due == dt.date(2023, 3, 3)
        paper_id = paper.id
    clock("2023-03-02 09:00")
    with inside():
        paper = session.get_one(Instrument, paper_id)
        delivery.receive(paper, actor=desk.clerk)
        assert paper.delivered_on == dt.date(2023, 3, 2)
        assert paper.deliveries[-1].recipient == desk.clerk.name
        assert [row.state for row in of_owner(paper, DueKind.RECEIPT)] == [DueState.MET]


def test_a_setting_may_make_sending_the_delivery(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        settings.put("delivered_on_sending", True)
        paper = papers.paper(desk, S.SIGNED)
        delivery.send(paper, actor=desk.first)
        assert paper.status is S.DELIVERED


def test_leaving_a_paper_needs_reason_and_witness(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.SIGNED)
        facts = DeliveryFacts(method=DeliveryMethod.LEFT, received_on=paper.signed_on)  # type: ignore[arg-type]
        with pytest.raises(DomainError, match="见证人"):
            delivery.register_delivery(paper, facts, actor=desk.first)


def test_delivery_is_not_before_the_signature(inside: Inside, clock: Callable[..., object]) -> None:
    clock("2023-03-05 09:00")
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.SIGNED)
        facts = DeliveryFacts(DeliveryMethod.DIRECT, dt.date(2023, 3, 4), recipient="示例收件人")
        with pytest.raises(DomainError, match="不得早于成文日期"):
            delivery.register_delivery(paper, facts, actor=desk.first)


def test_a_problem_enters_rectification_when_its_paper_is_delivered(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.SIGNED)
        problem = paper.items[0].problem
        assert problem is not None
        assert (problem.status, problem.paper_number) == (ProblemStatus.ESTABLISHED, paper.number)
        papers.walk(paper, desk, papers.delivered)
        assert problem.status is ProblemStatus.RECTIFYING


def test_every_item_is_answered_before_the_reply_is_sent(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.DELIVERED)
        replying.answer(paper.items[0], "已整改", actor=desk.clerk)
        with pytest.raises(DomainError, match="第2条尚未答复"):
            replying.send(paper, actor=desk.clerk)


def test_what_was_answered_is_frozen(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.REPLIED)
        assert [answer["measures"] for answer in paper.rounds[0].answers] == ["已整改。"] * 2
        with pytest.raises(WrongState, match="不能再修改答复"):
            replying.answer(paper.items[0], "改口", actor=desk.clerk)


def test_the_unit_head_confirms_where_the_setting_asks(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        settings.put("head_confirms_reply", True)
        paper = papers.paper(desk, S.DELIVERED)
        for item in paper.items:
            replying.answer(item, "已整改", actor=desk.clerk)
        with pytest.raises(Forbidden):
            replying.send(paper, actor=desk.clerk)
        with pytest.raises(Forbidden, match="尚未提交确认"):
            replying.send(paper, actor=desk.head)
        replying.offer(paper, actor=desk.clerk)
        round_ = replying.send(paper, actor=desk.head)
        assert (paper.status, round_.confirmed_by_id) == (S.REPLIED, desk.head.user_id)


def test_a_reply_on_paper_is_registered_with_its_letter(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.DELIVERED)
        day = paper.delivered_on
        assert day is not None
        facts = RegisteredReply(
            letter_number="示甲函〔2023〕3号",
            letter_date=day,
            received_on=day,
            answers={item.id: "来文：已整改" for item in paper.items},
        )
        round_ = replying.register(paper, facts, actor=desk.first)
        assert (paper.status, round_.letter_number) == (S.REPLIED, "示甲函〔2023〕3号")


def test_a_return_has_its_own_deadline_and_settled_items_stay(
    inside: Inside, clock: Callable[..., object]
) -> None:
    clock("2023-03-01 09:00")
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.REPLIED)
        verifying.conclude([paper.items[0]], Conclusion.MENDED, actor=desk.first)
        papers.walk(paper, desk, papers.sent_back_to_unit)
        (supplement,) = of_owner(paper, DueKind.SUPPLEMENT)
        assert (supplement.due, paper.due_on) == (dt.date(2023, 3, 13), dt.date(2023, 3, 13))
        assert [item.answered for item in paper.items] == [True, False]
        with pytest.raises(WrongState, match="已有核查结论"):
            replying.answer(paper.items[0], "再答", actor=desk.clerk)


def test_conclusions_fit_the_nature_of_the_item(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.REPLIED)
        with pytest.raises(DomainError, match="纠正类条目"):
            verifying.conclude([paper.items[0]], Conclusion.ADOPTED, actor=desk.first)
        with pytest.raises(DomainError, match="须写明理由"):
            verifying.conclude([paper.items[1]], Conclusion.NOT_ADOPTED, actor=desk.first)


def test_an_illegal_act_is_never_advisory(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        found = papers.problem(desk)
        kind = papers.opinion(desk).kind
        item = drafting.ItemFacts(demand="改", nature=Nature.ADVISORY, problem=found)
        facts = drafting.PaperFacts(kind=kind, unit=desk.unit, items=[item])
        with pytest.raises(DomainError, match="纠正类"):
            drafting.draft(facts, actor=desk.first)


def test_a_fix_is_verified_by_two(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.REPLIED)
        verifying.conclude([paper.items[0]], Conclusion.MENDED, actor=desk.first)
        verifying.conclude([paper.items[1]], Conclusion.ADOPTED, actor=desk.first)
        for _ in range(2):
            verifying.opine(paper.items, Opinion.AGREE, actor=desk.first)
        with pytest.raises(Forbidden, match="两名监督人员"):
            verifying.pass_verification(paper, actor=desk.first)


def test_whoever_gave_an_opinion_does_not_confirm(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.VERIFIED)
        both = replace(desk.second, roles=frozenset({Role.HANDLER, Role.REVIEWER}))
        with pytest.raises(Forbidden, match="不能确认销号"):
            verifying.close(paper, actor=both)


def test_single_items_may_be_written_off(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.REPLIED)
        item = paper.items[0]
        verifying.conclude([item], Conclusion.MENDED, actor=desk.first)
        verifying.opine([item], Opinion.AGREE, actor=desk.first)
        verifying.opine([item], Opinion.AGREE, actor=desk.second)
        verifying.write_off([item], actor=desk.reviewer)
        assert item.problem is not None
        assert item.problem.status is ProblemStatus.CLOSED
        assert paper.status is S.REPLIED


def test_closing_writes_off_the_problems(inside: Inside) -> None:
    with inside():
        paper = papers.paper(papers.bureau(), S.CLOSED)
        problem = paper.items[0].problem
        assert problem is not None
        assert (problem.status, problem.ended_on) == (ProblemStatus.CLOSED, paper.closed_on)


def test_a_voided_number_stays_used_and_its_problems_are_released(inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        paper = papers.paper(desk, S.VOID)
        assert paper.number_serial == 1
        problem = paper.items[0].problem
        assert problem is not None
        assert (problem.status, problem.paper_id) == (ProblemStatus.ESTABLISHED, None)
        assert papers.paper(desk, S.SIGNED).number_serial == 2


def test_a_unit_sees_its_delivered_papers_only(inside: Inside) -> None:
    with inside():
        desk, other = papers.bureau(), papers.bureau("样例市", "other-")
        draft, sent = papers.paper(desk, S.AWAITING_SIGNATURE), papers.paper(desk, S.DELIVERED)
        papers.paper(other, S.DELIVERED)
        keys = draft.id, sent.id
    with inside(scope_of(desk.clerk)):
        assert list(session.scalars(sa.select(Instrument.id))) == [keys[1]]
        assert session.get(Instrument, keys[0]) is None
    with inside(scope_of(desk.first)):
        assert set(session.scalars(sa.select(Instrument.id))) == set(keys)


def test_no_scope_means_no_rows(inside: Inside) -> None:
    with inside():
        papers.paper(papers.bureau(), S.DRAFT)
    with inside(NOTHING):
        count = sa.select(sa.func.count()).select_from(Instrument)
        assert session.scalar(count) == 0
        with seeing(EVERYTHING):
            assert session.scalar(count) == 1
