"""From the reply of the unit to 销号, by the rules of product.md §1 and §2."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from supervision.core import clock, settings
from supervision.core.access import EVERYTHING, NOTHING, Role, seeing
from supervision.core.access.scope import scope_of
from supervision.core.db import session
from supervision.core.duedates import DueKind, of_owner
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.core.files import attach, save_bytes
from supervision.core.files.models import Purpose
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument
from supervision.instruments.replying import service as replying
from supervision.instruments.replying.service import RegisteredReply
from supervision.instruments.states import (
    Conclusion,
    InstrumentStatus,
    Nature,
    Opinion,
)
from supervision.instruments.verifying import service as verifying
from supervision.problems.models import ProblemStatus, Severity
from tests.make import papers
from tests.make.offices import SMALL, Office, found_office
from tests.support.work import Inside

S = InstrumentStatus


def test_every_item_is_answered_before_the_reply_is_sent(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.DELIVERED)
        replying.answer(paper.items[0], "已整改", actor=desk.liaison)
        with pytest.raises(DomainError, match="第2条尚未答复"):
            replying.send(paper, actor=desk.liaison)


def test_what_was_answered_is_frozen(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.REPLIED)
        assert [answer["measures"] for answer in paper.rounds[0].answers] == ["已整改。"] * 2
        with pytest.raises(WrongState, match="当前状态为“已反馈”"):
            replying.answer(paper.items[0], "改口", actor=desk.liaison)


def test_the_unit_head_confirms_where_the_setting_asks(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        settings.put("head_confirms_reply", True)
        paper = papers.paper(desk, S.DELIVERED)
        for item in paper.items:
            replying.answer(item, "已整改", actor=desk.liaison)
        with pytest.raises(Forbidden):
            replying.send(paper, actor=desk.liaison)
        with pytest.raises(Forbidden, match="尚未提交确认"):
            replying.send(paper, actor=desk.head)
        replying.offer(paper, actor=desk.liaison)
        round_ = replying.send(paper, actor=desk.head)
        assert (paper.status, round_.confirmed_by_id) == (S.REPLIED, desk.head.user_id)


def test_a_reply_on_paper_is_registered_with_its_letter(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.DELIVERED)
        day = paper.delivered_on
        assert day is not None
        facts = RegisteredReply(
            letter_number="示甲函〔2023〕3号",
            letter_date=day,
            received_on=day,
            answers={item.id: "来文：已整改" for item in paper.items},
        )
        round_ = replying.register(paper, facts, actor=desk.handler)
        assert (paper.status, round_.letter_number) == (S.REPLIED, "示甲函〔2023〕3号")


def test_a_return_has_its_own_deadline_and_settled_items_stay(
    inside: Inside, clock: Callable[..., object]
) -> None:
    clock("2023-03-01 09:00")
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.REPLIED)
        verifying.conclude([paper.items[0]], Conclusion.MENDED, note="已核对。", actor=desk.handler)
        papers.walk(paper, desk, papers.sent_back_to_unit)
        (supplement,) = of_owner(paper, DueKind.SUPPLEMENT)
        assert (supplement.due, paper.due_on) == (dt.date(2023, 3, 13), dt.date(2023, 3, 13))
        assert [item.answered for item in paper.items] == [True, False]
        with pytest.raises(WrongState, match="已有核查结论"):
            replying.answer(paper.items[0], "再答", actor=desk.liaison)


def test_conclusions_fit_the_nature_of_the_item(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.REPLIED)
        with pytest.raises(DomainError, match="纠正类条目"):
            verifying.conclude([paper.items[0]], Conclusion.ADOPTED, actor=desk.handler)
        with pytest.raises(DomainError, match="须写明理由"):
            verifying.conclude([paper.items[1]], Conclusion.NOT_ADOPTED, actor=desk.handler)


def test_an_illegal_act_is_never_advisory(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        found = papers.problem(desk)
        kind = papers.opinion(desk).kind
        item = drafting.ItemFacts(demand="改", nature=Nature.ADVISORY, problem=found)
        facts = drafting.PaperFacts(kind=kind, unit=desk.unit, items=[item])
        with pytest.raises(DomainError, match="纠正类"):
            drafting.draft(facts, actor=desk.handler)


def test_a_fix_is_verified_by_two(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.REPLIED)
        _conclude(paper, desk)
        with pytest.raises(Forbidden, match="1名监督人员"):
            verifying.pass_verification(paper, actor=desk.handler)
        for _ in range(2):
            verifying.opine(paper.items, Opinion.AGREE, actor=desk.handler)
        assert not any(item.written_off_on for item in paper.items)  # one person is not two
        both = replace(desk.handler, roles=frozenset({Role.HANDLER, Role.REVIEWER}))
        verifying.pass_verification(paper, actor=desk.handler)
        with pytest.raises(Forbidden, match="不能确认销号"):
            verifying.close(paper, actor=both)
        verifying.close(paper, actor=desk.reviewer)
        assert {item.written_off_by_id for item in paper.items} == {desk.reviewer.user_id}


def test_the_second_supervisor_who_agrees_writes_off(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.REPLIED)
        _conclude(paper, desk)
        verifying.opine(paper.items, Opinion.AGREE, actor=desk.handler)
        verifying.opine(paper.items, Opinion.AGREE, actor=desk.second)
        assert {item.written_off_by_id for item in paper.items} == {desk.second.user_id}
        problem = paper.items[0].problem
        assert problem is not None
        assert problem.status is ProblemStatus.CLOSED
        verifying.pass_verification(paper, actor=desk.handler)
        verifying.close(paper, actor=desk.reviewer)
        assert {item.written_off_by_id for item in paper.items} == {desk.second.user_id}


def test_what_is_grave_is_written_off_by_three(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.REPLIED)
        item = paper.items[0]
        assert item.problem is not None
        item.problem.severity, item.problem.second_by_id = Severity.GRAVE, desk.second.user_id
        _conclude(paper, desk)
        verifying.opine(paper.items, Opinion.AGREE, actor=desk.handler)
        with pytest.raises(Forbidden, match="2名监督人员"):
            verifying.write_off([item], actor=desk.reviewer)
        verifying.opine([item], Opinion.AGREE, actor=desk.second)
        assert item.written_off_on is None
        verifying.write_off([item], actor=desk.reviewer)
        assert item.problem.status is ProblemStatus.CLOSED


def test_mended_rests_on_proof_or_on_a_reason(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.REPLIED)
        item = paper.items[0]
        with pytest.raises(DomainError, match="没有佐证"):
            verifying.conclude([item], Conclusion.MENDED, note=" ", actor=desk.handler)
        assert item.conclusion is None
        picture = save_bytes("改后.jpg", "image/jpeg", b"after", actor=desk.handler)
        attach(picture, item, actor=desk.handler, purpose=Purpose.AFTER)
        session.flush()
        verifying.conclude([item], Conclusion.MENDED, actor=desk.handler)
        assert item.conclusion is Conclusion.MENDED


def test_single_items_may_be_written_off(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.REPLIED)
        item = paper.items[0]
        verifying.conclude([item], Conclusion.MENDED, note="已核对。", actor=desk.handler)
        verifying.opine([item], Opinion.AGREE, actor=desk.handler)
        verifying.write_off([item], actor=desk.reviewer)
        assert item.problem is not None
        assert item.problem.status is ProblemStatus.CLOSED
        assert paper.status is S.REPLIED


@pytest.mark.parametrize("status", [S.DELIVERED, S.REPLIED])
def test_a_paper_that_wants_a_reply_ends_without_one_only_by_the_head_with_a_reason(
    inside: Inside, status: InstrumentStatus
) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, status)
        with pytest.raises(DomainError):
            verifying.finish(paper, actor=desk.reviewer)
        with pytest.raises(Forbidden):
            verifying.terminate(paper, reason="单位撤销", actor=desk.handler)
        with pytest.raises(DomainError, match="理由"):
            verifying.terminate(paper, reason=" ", actor=desk.reviewer)
        verifying.terminate(paper, reason="单位撤销", actor=desk.reviewer)
        assert (paper.status, paper.closed_on) == (S.CLOSED, clock.today())
        problem = paper.items[0].problem
        assert problem is not None
        assert (problem.status, problem.ended_on) == (ProblemStatus.ESTABLISHED, None)


def _conclude(paper: Instrument, desk: Office) -> None:
    good = {Nature.CORRECTIVE: Conclusion.MENDED, Nature.ADVISORY: Conclusion.ADOPTED}
    for item in paper.items:
        verifying.conclude([item], good[item.nature], note="已核对。", actor=desk.handler)


def test_closing_writes_off_the_problems(inside: Inside) -> None:
    with inside():
        paper = papers.paper(found_office(seats=SMALL), S.CLOSED)
        problem = paper.items[0].problem
        assert problem is not None
        assert (problem.status, problem.ended_on) == (ProblemStatus.CLOSED, paper.closed_on)


def test_a_voided_number_stays_used_and_its_problems_are_released(inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.VOID)
        assert paper.number_serial == 1
        problem = paper.items[0].problem
        assert problem is not None
        assert (problem.status, problem.paper_id) == (ProblemStatus.ESTABLISHED, None)
        assert papers.paper(desk, S.SIGNED).number_serial == 2


def test_a_unit_sees_its_delivered_papers_only(inside: Inside) -> None:
    with inside():
        desk, other = (
            found_office(seats=SMALL),
            found_office("样例市", seats=SMALL, prefix="other-"),
        )
        draft, sent = papers.paper(desk, S.AWAITING_SIGNATURE), papers.paper(desk, S.DELIVERED)
        papers.paper(other, S.DELIVERED)
        keys = draft.id, sent.id
    with inside(scope_of(desk.liaison)):
        assert list(session.scalars(sa.select(Instrument.id))) == [keys[1]]
        assert session.get(Instrument, keys[0]) is None
    with inside(scope_of(desk.handler)):
        assert set(session.scalars(sa.select(Instrument.id))) == set(keys)


def test_no_scope_means_no_rows(inside: Inside) -> None:
    with inside():
        papers.paper(found_office(seats=SMALL), S.DRAFT)
    with inside(NOTHING):
        count = sa.select(sa.func.count()).select_from(Instrument)
        assert session.scalar(count) == 0
        with seeing(EVERYTHING):
            assert session.scalar(count) == 1
