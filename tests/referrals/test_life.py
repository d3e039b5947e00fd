"""The life of a referral: named people only, 移交 ≠ 移送, letter, term, return, archive, counting."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.actions.models import ProblemMeasure
from supervision.core import duedates
from supervision.core.access.scope import scope_of
from supervision.core.db import session
from supervision.core.duedates import DueDate, DueKind, DueState
from supervision.core.errors import DomainError, Forbidden
from supervision.core.files import Attachment, attach, save_bytes
from supervision.instruments.delivering import service as delivery
from supervision.instruments.delivering.service import DeliveryFacts
from supervision.instruments.models import Instrument
from supervision.instruments.states import DeliveryMethod
from supervision.problems.models import Problem
from supervision.referrals import counting, history, letters, service
from supervision.referrals.history import Past
from supervision.referrals.models import FLOW, Referral, ReferralProblem
from supervision.referrals.states import ReferralStatus, Way
from tests.make import clues, on_paper, people
from tests.make import referrals as make
from tests.make.offices import USUAL
from tests.make.referrals import account
from tests.support.clock import Clock
from tests.support.work import Inside

S = ReferralStatus
pytestmark = pytest.mark.usefixtures("bureau")
MAY: dict[ReferralStatus, dict[str, set[str]]] = {
    S.DRAFT: {
        "handler": {"submit", "register_approval"},
        **{one: {"confirm_approval"} for one in ("second", "reviewer", "signatory")},
    },
    S.REVIEWING: {
        "handler": {"register_approval", "register_refuse"},
        "signatory": {"approve", "refuse", "confirm_approval"},
        **{one: {"confirm_approval"} for one in ("second", "reviewer")},
    },
    S.SENT: {"handler": {"receive", "return"}},
    S.RECEIVED: {"handler": {"return", "process", "answer"}},
    S.RETURNED: {"handler": {"archive"}},
    S.PROCESSING: {"handler": {"answer"}},
    S.ANSWERED: {"handler": {"archive"}},
    S.ARCHIVED: {},
}
TODAY = date(2026, 3, 10)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    clock("2026-03-10 09:00")


def _problems(count: int, measure: ProblemMeasure = ProblemMeasure.XIANG) -> list[Problem]:
    """Established problems, as plain rows: their own life is not at issue here."""
    unit, handler = clues.the_unit(), people.principal("handler")
    head = people.principal("reviewer").user_id
    rows = [
        Problem(
            body_id=unit.body_id, unit_id=unit.id, title=f"示例问题{measure.value}{number}",
            category="程序不规范", measure=measure, found_on=TODAY, handler_id=handler.user_id,
            status="established", first_by_id=handler.user_id, confirmed_by_id=head,
            confirmed_on=TODAY,
        )
        for number in range(count)
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    return rows


@pytest.mark.parametrize("state", S)
def test_each_state_offers_each_person_exactly_their_steps(inside: Inside, state: S) -> None:
    with inside():
        made = make.referral(state)
        for seat in USUAL:
            offered = {one.name for one in FLOW.available(made, people.principal(seat))}
            assert offered == MAY[state].get(seat, set()), seat


def test_once_approved_the_handler_sends_it(inside: Inside) -> None:
    with inside():
        made = make.referral(S.REVIEWING)
        with pytest.raises(Forbidden, match="尚未批准"):
            service.send(made, on=TODAY, actor=people.principal("handler"))
        service.approve(made, on=TODAY, actor=people.principal("signatory"))
        service.send(
            made, on=TODAY, number="示司监移函〔2026〕1号", actor=people.principal("handler")
        )
        assert made.status is S.SENT


def test_nobody_approves_their_own(inside: Inside) -> None:
    with inside():
        made = make.referral(approver=account("handler"))
        with pytest.raises(DomainError, match="承办人本人"):
            service.submit(made, on=TODAY, actor=people.principal("handler"))


def test_without_answer_wanted_it_may_be_archived_when_received(inside: Inside) -> None:
    with inside():
        made = make.referral(S.RECEIVED, answer_wanted=False)
        assert duedates.of_owner(made) == []
        service.archive(made, on=TODAY, actor=people.principal("handler"))
        assert made.status is S.ARCHIVED
        waiting = make.referral(S.RECEIVED)
        with pytest.raises(Forbidden, match="回告后"):
            service.archive(waiting, on=TODAY, actor=people.principal("handler"))


def test_two_words_in_data_and_on_the_page(inside: Inside) -> None:
    with inside():
        by_law = make.referral(
            S.SENT, way=Way.STATUTORY, basis="有关规定", recipient="示例市公安局"
        )
        assert by_law.shown_status.label == "已移送"
        assert make.referral(S.SENT).shown_status.label == "已移交"
        with pytest.raises(DomainError, match="法律依据"):
            make.referral(way=Way.STATUTORY, basis="")


def test_the_term_for_the_answer_runs_from_sending_and_ends_with_it(inside: Inside) -> None:
    with inside():
        made = make.referral(S.RECEIVED)
        assert made.due_on == date(2026, 3, 24)
        service.answer(made, service.Answer("已处理"), on=TODAY, actor=people.principal("handler"))
        row = duedates.of_owner(made, DueKind.REFERRAL)[0]
        assert (row.state, row.closed_on) == (DueState.MET, TODAY)


def test_a_return_wants_a_reason_and_ends_the_term(inside: Inside) -> None:
    with inside():
        made, handler = make.referral(S.SENT), people.principal("handler")
        with pytest.raises(DomainError, match="理由"):
            service.send_back(made, on=TODAY, reason="", actor=handler)
        service.send_back(made, on=TODAY, reason="不属于职责", actor=handler)
        assert duedates.of_owner(made)[0].state is DueState.ENDED


def test_a_problem_not_established_is_not_referred(inside: Inside) -> None:
    with inside():
        (problem,) = _problems(1)
        session.flush()
        session.execute(sa.update(Problem).where(Problem.id == problem.id).values(status="pending"))
        session.expire(problem)
        with pytest.raises(DomainError, match="不能移交"):
            make.referral(problems=[problem])


def _seen_by(inside: Inside, seat: str, *models: type) -> list[int]:
    """How many rows of each model the person of `seat` sees."""
    with inside():
        scope = scope_of(people.principal(seat))
    with inside(scope):
        return [len(session.scalars(sa.select(model)).all()) for model in models]


def test_named_people_only_see_it_with_all_that_hangs_on_it(inside: Inside) -> None:
    with inside():
        handler = people.principal("handler")
        made = make.referral(S.SENT, problems=_problems(2), viewers=[account("reviewer")])
        attach(
            save_bytes("示例.pdf", "application/pdf", b"%PDF-", actor=handler), made, actor=handler
        )
        draft = make.referral(viewers=[account("reviewer")])
        letter = letters.draft(draft, actor=handler)
        attach(
            save_bytes("函.pdf", "application/pdf", b"%PDF-", actor=handler), letter, actor=handler
        )
    everything = (Referral, ReferralProblem, Attachment, DueDate, Instrument)
    for seat in ("handler", "signatory", "reviewer"):
        assert _seen_by(inside, seat, *everything) == [2, 2, 2, 1, 1], seat
    assert _seen_by(inside, "second", *everything) == [0, 0, 0, 0, 0]
    assert _seen_by(inside, "liaison", *everything) == [0, 0, 0, 0, 0]


def test_the_handler_narrows_the_circle_again(inside: Inside) -> None:
    with inside():
        made = make.referral(viewers=[account("second")])
        key = made.id
    assert _seen_by(inside, "second", Referral) == [1]
    with inside():
        made = session.get_one(Referral, key)
        service.change_viewers(made, [], reason="", actor=people.principal("handler"))
    assert _seen_by(inside, "second", Referral) == [0]


def test_the_delivered_letter_moves_its_referral(inside: Inside) -> None:
    with inside():
        handler = people.principal("handler")
        circle = [account("reviewer")]  # who confirms the signature on paper sees the referral
        made = make.referral(S.REVIEWING, problems=_problems(2), viewers=circle)
        letter = letters.draft(made, actor=handler)
        for word in ("移交", "示例问题项0", "10个工作日内函告我局"):
            assert word in letter.text
        on_paper.sign(letter, by=handler)
        received = DeliveryFacts(DeliveryMethod.DIRECT, TODAY, recipient="示例某乙")
        delivery.register_delivery(letter, received, actor=handler)
        assert (made.status, made.sent_on, made.approved_on) == (S.SENT, TODAY, TODAY)
        assert made.letter_number == letter.number
        assert duedates.open_of(made, DueKind.REFERRAL) is not None
        assert duedates.of_owner(letter, DueKind.REPLY) == []


def test_a_letter_without_answer_says_so(inside: Inside) -> None:
    with inside():
        made = make.referral(answer_wanted=False)
        assert "不需回复" in letters.draft(made, actor=people.principal("handler")).text


def test_sent_received_answered_never_sum_two_measures_or_two_ways(inside: Inside) -> None:
    with inside():
        three, two = _problems(3), _problems(2, ProblemMeasure.GE)
        make.referral(S.ANSWERED, problems=three)
        make.referral(S.RECEIVED, problems=[three[0], *two])
        make.referral(S.SENT, way=Way.STATUTORY, basis="有关规定", problems=two[:1])
        made = make.referral(S.REVIEWING, problems=three)
        lines = counting.lines(*YEAR, body_ids=[made.body_id])
        assert [
            (one.way.label, one.measure, one.sent, one.received, one.answered) for one in lines
        ] == [
            ("移交", "件", 2, 2, 1),
            ("移交", "个", 2, 2, 0),
            ("移交", "项", 3, 3, 3),
            ("移送", "件", 1, 0, 0),
            ("移送", "个", 1, 0, 0),
        ]


def test_back_entry_keeps_true_numbers_and_days_and_counts_in_its_year(inside: Inside) -> None:
    with inside():
        past = Past(
            sent_on=date(2023, 9, 1), letter_number="示司监移函〔2023〕1号",
            received_on=date(2023, 9, 4), answered_on=date(2023, 9, 12), result="已处理",
            archived_on=date(2023, 12, 1),
        )  # fmt: skip
        made = history.back_enter(
            make.facts(_problems(34)), past, actor=people.principal("handler")
        )
        assert (made.back_entered, made.status) == (True, S.ARCHIVED)
        assert duedates.of_owner(made)[0].closed_on == date(2023, 9, 12)
        assert counting.lines(*YEAR, body_ids=[made.body_id]) == []
        whole_2023 = (date(2023, 1, 1), date(2023, 12, 31))
        (letter, problems) = counting.lines(*whole_2023, body_ids=[made.body_id])
        assert (letter.sent, problems.sent, problems.measure) == (1, 34, "项")
