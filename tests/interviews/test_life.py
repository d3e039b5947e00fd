"""The life of an interview: who sits where, notices, attendance, promise, 改期, 缺席, 取消, counting."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.agencies.models import Officer
from supervision.agencies.service import OfficerFacts, add_officer
from supervision.core import duedates
from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.core.documents.pdf import render
from supervision.core.duedates import DueKind, DueState
from supervision.core.errors import DomainError, Forbidden
from supervision.core.stages import Reached
from supervision.instruments.delivering import service as delivery
from supervision.instruments.delivering.service import DeliveryFacts
from supervision.instruments.states import DeliveryMethod
from supervision.interviews import counting, documents, history, notices, service, views
from supervision.interviews.history import Past
from supervision.interviews.models import FLOW, Interview
from supervision.interviews.people import IntervieweeFacts
from supervision.interviews.service import Attendance, Record
from supervision.interviews.states import COUNTED, InterviewStatus, Signing, Standing
from tests.make import interviews as make
from tests.make import on_paper, people
from tests.make.offices import USUAL
from tests.support.clock import Clock
from tests.support.work import Inside

S = InterviewStatus
pytestmark = pytest.mark.usefixtures("bureau")
MAY: dict[InterviewStatus, dict[str, set[str]]] = {
    S.DRAFTED: {
        "reviewer": {"cancel", "confirm_approval"},
        "signatory": {"approve_heads", "confirm_approval"},  # a head is among them
        "handler": {"register_approval"},
        "second": {"register_approval", "confirm_approval"},
    },
    S.APPROVED: {"handler": {"notify"}, "second": {"notify"}, "reviewer": {"cancel"}},
    S.NOTIFIED: {
        "handler": {"hold", "reschedule", "miss"},
        "second": {"hold", "reschedule", "miss"},
        "reviewer": {"cancel"},
    },
    S.ABSENT: {"handler": {"reschedule"}, "second": {"reschedule"}, "reviewer": {"cancel"}},
    S.HELD: {"handler": {"close"}, "second": {"close"}},
    S.TRACKING: {"handler": {"close"}, "second": {"close"}},
    S.CLOSED: {},
    S.CANCELLED: {},
}
TODAY = date(2026, 3, 10)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    clock("2026-03-10 09:00")


@pytest.mark.parametrize("state", S)
def test_each_state_offers_each_person_exactly_their_steps(inside: Inside, state: S) -> None:
    with inside():
        made = make.interview(state)
        for seat in USUAL:
            offered = {one.name for one in FLOW.available(made, people.principal(seat))}
            assert offered == MAY[state].get(seat, set()), seat


@pytest.mark.parametrize(
    ("leaders", "approves", "refused"),
    [(0, "reviewer", "signatory"), (1, "signatory", "reviewer"), (2, "signatory", "reviewer")],
)
def test_the_leader_approves_where_a_head_is_interviewed_else_the_section_head(
    inside: Inside, leaders: int, approves: str, refused: str
) -> None:
    with inside():
        made = make.interview(interviewees=make.heads(leaders=leaders, officers=1))
        with pytest.raises(Forbidden):
            service.approve(made, on=TODAY, actor=people.principal(refused))
        service.approve(made, on=TODAY, actor=people.principal(approves))
        assert made.status is S.APPROVED


@pytest.mark.parametrize(("leaders", "approves"), [(0, "reviewer"), (1, "signatory")])
def test_nobody_approves_the_interview_they_planned(
    inside: Inside, leaders: int, approves: str
) -> None:
    with inside():
        made = make.interview(interviewees=make.heads(leaders=leaders, officers=1))
        made.handler_id = people.principal(approves).user_id or 0
        with pytest.raises(Forbidden, match="拟定人"):
            service.approve(made, on=TODAY, actor=people.principal(approves))


def test_two_interviewers_and_a_recorder_who_is_none_of_them(inside: Inside) -> None:
    with inside():
        full = make.facts()
        one, two = full.interviewers
        for bench, word in (
            ({"interviewers": [one]}, "不得少于两名"),
            ({"interviewers": [one, one]}, "两次"),
            ({"recorder": two}, "兼任"),
            ({"recorder": None}, "记录人"),
        ):
            with pytest.raises(DomainError, match=word):
                service.plan(make.facts(**bench), actor=people.principal("handler"))


def test_a_known_officer_brings_post_number_and_standing_along(inside: Inside) -> None:
    with inside():
        handler, unit = people.principal("handler"), make.the_unit()
        known = OfficerFacts("示例某甲", "局长", "示证001", in_leadership=True)
        officer = add_officer(unit, known, actor=handler)
        made = make.interview(interviewees=[IntervieweeFacts("示例某甲", officer=officer)])
        head = made.interviewees[0]
        assert (head.post, head.certificate_no) == ("局长", "示证001")
        assert head.standing is Standing.LEADER
        assert head.unit_id == unit.id


def test_a_typed_name_of_a_known_officer_is_that_officer(inside: Inside) -> None:
    with inside():
        unit = make.the_unit()
        add_officer(unit, OfficerFacts("示例某甲"), actor=people.principal("handler"))
        made = make.interview(interviewees=[IntervieweeFacts("示例某甲", unit)])
        assert made.interviewees[0].officer_id == session.scalars(sa.select(Officer.id)).one()


def test_a_head_stands_once_and_with_a_unit(inside: Inside) -> None:
    with inside():
        unit = make.the_unit()
        for heads, word in (
            ([], "至少"),
            ([IntervieweeFacts("示例某甲")], "单位"),
            ([IntervieweeFacts("示例某甲", unit)] * 2, "两次"),
        ):
            with pytest.raises(DomainError, match=word):
                make.interview(interviewees=heads)


def test_the_absent_are_not_counted_and_refusing_to_sign_wants_a_reason(inside: Inside) -> None:
    with inside():
        made = make.interview(S.NOTIFIED, interviewees=make.heads(2, 1))
        first, second, third = (head.id for head in made.interviewees)
        handler = people.principal("handler")
        refused = {first: Attendance(signing=Signing.REFUSED)}
        with pytest.raises(DomainError, match="拒绝签字"):
            service.hold(made, Record("要点", attendance=refused), on=TODAY, actor=handler)
        taken = {
            first: Attendance(signing=Signing.REFUSED, note="对事实有异议"),
            second: Attendance(absent=True, note="出差"),
            third: Attendance(signing=Signing.SIGNED),
        }
        service.hold(made, Record("要点", attendance=taken), on=TODAY, actor=handler)
        counted = counting.tally(*YEAR, body_ids=[made.body_id])
        assert (counted.held, counted.leaders, counted.officers) == (1, 1, 1)


def test_when_everybody_is_absent_it_was_not_held(inside: Inside) -> None:
    with inside():
        made = make.interview(S.NOTIFIED)
        away = {head.id: Attendance(absent=True, note="未到") for head in made.interviewees}
        with pytest.raises(DomainError, match="登记缺席"):
            service.hold(
                made, Record("", attendance=away), on=TODAY, actor=people.principal("handler")
            )


def test_a_promise_is_followed_until_its_result_is_told(inside: Inside) -> None:
    with inside():
        made = make.interview(S.TRACKING)
        handler = people.principal("handler")
        row = duedates.open_of(made, DueKind.PROMISE)
        assert row is not None
        assert row.due == TODAY
        with pytest.raises(DomainError, match="落实情况"):
            service.close(made, on=TODAY, actor=handler)
        service.close(made, on=TODAY, result="已整改", actor=handler)
        assert (made.status, row.state) == (S.CLOSED, DueState.MET)


@pytest.mark.parametrize(("words", "due"), [("限期整改", None), ("", TODAY)])
def test_a_promise_has_words_and_a_day(inside: Inside, words: str, due: date | None) -> None:
    with inside():
        made = make.interview(S.NOTIFIED)
        held = Record("要点", promise=words, promise_due=due)
        with pytest.raises(DomainError, match="同时填写"):
            service.hold(made, held, on=TODAY, actor=people.principal("handler"))


def test_rescheduling_keeps_the_day_planned_before_on_the_timeline(inside: Inside) -> None:
    with inside():
        made = make.interview(S.ABSENT)
        service.reschedule(
            made, to=date(2026, 3, 20), reason="全体缺席", actor=people.principal("handler")
        )
        assert (made.status, made.planned_on) == (S.NOTIFIED, date(2026, 3, 20))
        key = made.id
    with inside():
        told = [entry.text for entry in timeline(session.get_one(Interview, key))]
        assert "改期：2026年3月10日 → 2026年3月20日" in told


@pytest.mark.parametrize("state", S)
def test_only_what_took_place_is_counted(inside: Inside, state: S) -> None:
    with inside():
        made = make.interview(state, interviewees=make.heads(9, 31))
        counted = counting.tally(*YEAR, body_ids=[made.body_id])
        there = state in COUNTED
        expected = (1, 9, 31) if there else (0, 0, 0)
        assert (counted.held, counted.leaders, counted.officers) == expected
        assert made.counted is there


def test_persons_and_attendances_are_two_numbers(inside: Inside) -> None:
    with inside():
        for _ in range(2):
            made = make.interview(S.HELD, interviewees=make.heads(1, 2))
        counted = counting.tally(*YEAR, body_ids=[made.body_id])
        assert (counted.leaders, counted.leader_times) == (1, 2)
        assert (counted.officers, counted.officer_times) == (2, 4)


def test_the_day_it_was_held_counts_not_the_day_of_entry_or_another_body(inside: Inside) -> None:
    with inside():
        past = Past(held_on=date(2023, 12, 31), record=Record("要点"))
        facts = make.facts(planned_on=date(2023, 12, 31))
        made = history.back_enter(facts, past, actor=people.principal("handler"))
        own = [made.body_id]
        assert counting.tally(*YEAR, body_ids=own).held == 0
        whole_2023 = (date(2023, 1, 1), date(2023, 12, 31))
        assert counting.tally(*whole_2023, body_ids=own).held == 1
        assert counting.tally(*whole_2023, body_ids=[made.body_id + 1]).held == 0


def test_back_entry_keeps_true_days_and_is_marked(inside: Inside) -> None:
    with inside():
        past = Past(
            held_on=date(2023, 6, 6),
            record=Record("要点", promise="限期整改", promise_due=date(2023, 7, 6)),
            notified_on=date(2023, 6, 1),
            notice_number="示司监约〔2023〕2号",
        )
        made = history.back_enter(make.facts(), past, actor=people.principal("handler"))
        assert (made.back_entered, made.status) == (True, S.TRACKING)
        assert made.notice_number == "示司监约〔2023〕2号"
        wrong = Past(held_on=date(2023, 5, 1), record=Record(""), notified_on=past.notified_on)
        with pytest.raises(DomainError, match="上一步"):
            history.back_enter(make.facts(), wrong, actor=people.principal("handler"))


def test_the_notice_carries_the_interviews_own_words_and_its_delivery_moves_it(
    inside: Inside,
) -> None:
    with inside():
        made, handler = make.interview(S.APPROVED), people.principal("handler")
        (notice,) = notices.draft(made, actor=handler)
        for word in (
            "整改事项逾期未完成",
            "2026年3月10日9时30分",
            "会议室",
            "示例负责人0（副局长）",
            "五、约谈内容：整改事项逾期未完成",
        ):
            assert word in notice.text
        with pytest.raises(DomainError, match="都已拟制"):
            notices.draft(made, actor=handler)
        on_paper.sign(notice, by=handler)
        received = DeliveryFacts(DeliveryMethod.DIRECT, TODAY, recipient="示例某乙")
        delivery.register_delivery(notice, received, actor=handler)
        assert (made.status, made.notified_on) == (S.NOTIFIED, TODAY)
        assert made.notice_number == notice.number


def test_with_two_units_the_interview_is_notified_when_the_last_notice_is_delivered(
    inside: Inside,
) -> None:
    with inside():
        handler = people.principal("handler")
        other = people.unit("示例市乙局", by=people.principal("reviewer"))
        heads = [*make.heads(1, 0), IntervieweeFacts("示例某丙", other)]
        made = make.interview(S.APPROVED, interviewees=heads)
        states = []
        for notice in notices.draft(made, actor=handler):
            on_paper.sign(notice, by=handler)
            received = DeliveryFacts(DeliveryMethod.DIRECT, TODAY, recipient="示例某乙")
            delivery.register_delivery(notice, received, actor=handler)
            states.append(made.status)
        assert states == [S.APPROVED, S.NOTIFIED]


def test_the_record_names_everybody_and_leaves_room_for_signatures(inside: Inside) -> None:
    with inside():
        made = make.interview(S.NOTIFIED, interviewees=make.heads(9, 0))
        session.flush()
        printed = "".join(
            line for page in render(documents.record_form(made)).lines for line in page
        )
        assert "约谈记录" in printed
        assert all(f"示例负责人{number}" in printed for number in range(9))


def test_the_stages_agree_with_the_state(inside: Inside) -> None:
    """批准 once stayed 进行中 after the approval."""
    at = {
        S.DRAFTED: "批准", S.APPROVED: "通知", S.NOTIFIED: "实施", S.HELD: "办结", S.TRACKING: "承诺跟踪",
        S.CLOSED: None,
    }  # fmt: skip
    with inside():
        for state, stage in at.items():
            drawn = views.steps(make.interview(state))
            now = [one.label for one in drawn if one.state is Reached.CURRENT]
            assert now == ([stage] if stage else []), state
