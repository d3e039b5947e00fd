"""The life of a clue: who may do what in which state, two dates at the end, due date, 改派, 转办函."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from supervision.agencies.models import Body
from supervision.clues import duplicates, history, service
from supervision.clues.history import Past
from supervision.clues.models import FLOW, Clue
from supervision.clues.service import Outcome
from supervision.clues.states import ClueStatus, Finding, Source
from supervision.core import duedates
from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.core.duedates import DueKind, DueState
from supervision.core.errors import DomainError, Forbidden
from supervision.instruments.delivering import service as delivery
from supervision.instruments.delivering.service import DeliveryFacts
from supervision.instruments.drafting import origins
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.service import ItemFacts, PaperFacts
from supervision.instruments.kinds import editing
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.kinds.facts import facts_of
from supervision.instruments.models import Instrument
from supervision.instruments.states import DeliveryMethod
from tests.make import clues as make
from tests.make import on_paper, people
from tests.make.offices import USUAL
from tests.make.referrals import account
from tests.support.clock import Clock
from tests.support.work import Inside

S = ClueStatus
pytestmark = pytest.mark.usefixtures("bureau")
MAY: dict[ClueStatus, dict[str, set[str]]] = {
    S.REGISTERED: {"reviewer": {"accept", "decline"}},
    S.ACCEPTED: {"handler": {"check", "pass_on"}},
    S.DECLINED: {},
    S.CHECKING: {"handler": {"pass_on", "close"}},
    S.PASSED_ON: {"handler": {"close"}},
    S.CLOSED: {"handler": {"report"}},
    S.REPORTED: {},
}
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    clock("2026-03-10 09:00")


@pytest.mark.parametrize("state", S)
def test_each_state_offers_each_person_exactly_their_steps(inside: Inside, state: S) -> None:
    with inside():
        clue = make.clue(state)
        for seat in USUAL:
            offered = {step.name for step in FLOW.available(clue, people.principal(seat))}
            assert offered == MAY[state].get(seat, set()), seat


def test_declining_wants_a_reason_and_nothing_remains_due(inside: Inside) -> None:
    with inside():
        clue = make.clue()
        with pytest.raises(DomainError, match="理由"):
            service.decline(clue, on=TODAY, reason=" ", actor=people.principal("reviewer"))
        service.decline(clue, on=TODAY, reason="重复来件", actor=people.principal("reviewer"))
        assert clue.decline_reason == "重复来件"
        assert duedates.of_owner(clue)[0].state is DueState.ENDED


def test_closing_and_reporting_back_are_two_dates(inside: Inside) -> None:
    with inside():
        clue = make.clue(S.CHECKING, on=date(2026, 3, 5), received_on=date(2026, 3, 1))
        handler = people.principal("handler")
        service.close(clue, Outcome(Finding.FALSE, "不属实"), on=date(2026, 3, 6), actor=handler)
        assert duedates.open_of(clue, DueKind.CLUE) is not None
        service.report(clue, on=date(2026, 3, 9), number="示司函〔2026〕3号", actor=handler)
        assert (clue.closed_on, clue.reported_on) == (date(2026, 3, 6), date(2026, 3, 9))
        assert duedates.of_owner(clue)[0].closed_on == date(2026, 3, 9)


def test_where_no_report_is_wanted_closing_ends_the_due_date(inside: Inside) -> None:
    with inside():
        clue = make.clue(S.CLOSED, report_wanted=False)
        assert duedates.of_owner(clue)[0].state is DueState.MET
        with pytest.raises(Forbidden, match="不要求回告"):
            service.report(clue, on=TODAY, actor=people.principal("handler"))


@pytest.mark.parametrize(
    ("finding", "dealt_with", "counts"),
    [
        (Finding.TRUE, True, True),
        (Finding.TRUE, False, False),
        (Finding.PARTLY, True, False),
        (Finding.FALSE, False, False),
    ],
)
def test_prosecuted_is_found_true_and_dealt_with(
    inside: Inside, finding: Finding, dealt_with: bool, counts: bool
) -> None:
    with inside():
        outcome = Outcome(finding, "经查", dealt_with, "已处理" if dealt_with else "")
        assert make.clue(S.CLOSED, outcome=outcome).prosecuted is counts


def test_dealing_with_it_must_be_told_in_words(inside: Inside) -> None:
    with inside():
        clue = make.clue(S.CHECKING)
        for outcome in (Outcome(Finding.TRUE, "", True), Outcome(Finding.FALSE, "", True, "处理")):
            with pytest.raises(DomainError):
                service.close(clue, outcome, on=TODAY, actor=people.principal("handler"))


def test_no_step_is_dated_before_the_one_before_it_or_in_the_future(inside: Inside) -> None:
    with inside():
        clue = make.clue(S.ACCEPTED)
        for day in (date(2026, 3, 9), date(2026, 3, 11)):
            with pytest.raises(DomainError, match="不得"):
                service.check(clue, on=day, actor=people.principal("handler"))


def test_another_date_of_the_superior_moves_the_due_date_and_keeps_the_old(inside: Inside) -> None:
    with inside():
        clue = make.clue()
        facts = make.facts(due_on=date(2026, 5, 6))
        service.amend(clue, facts, actor=people.principal("handler"))
        row = duedates.open_of(clue, DueKind.CLUE)
        assert row is not None
        assert row.due == date(2026, 5, 6)
        kept = session.scalars(sa.select(duedates.DueDateChange)).one()
        assert (kept.old_due, kept.new_due) == (date(2026, 4, 9), date(2026, 5, 6))


def test_a_finished_clue_cannot_be_amended(inside: Inside) -> None:
    with inside():
        clue = make.clue(S.CLOSED)
        with pytest.raises(DomainError, match="不能再修改"):
            service.amend(clue, make.facts(), actor=people.principal("handler"))


def test_reassigning_hands_over_clue_and_due_date(inside: Inside) -> None:
    with inside():
        clue, second = make.clue(S.ACCEPTED), account("second")
        service.reassign(clue, second, reason="休假", actor=people.principal("reviewer"))
        row = duedates.open_of(clue, DueKind.CLUE)
        assert row is not None
        assert (clue.handler_id, row.holder_id) == (second.id, second.id)
        with pytest.raises(Forbidden):
            service.check(clue, on=TODAY, actor=people.principal("handler"))


def test_only_the_reviewer_or_the_handler_reassigns_and_only_to_a_handler(inside: Inside) -> None:
    with inside():
        clue = make.clue(S.ACCEPTED)
        with pytest.raises(Forbidden):
            service.reassign(clue, account("second"), reason="", actor=people.principal("second"))
        with pytest.raises(DomainError, match="承办人"):
            service.reassign(
                clue, account("signatory"), reason="", actor=people.principal("handler")
            )


def test_a_clue_like_an_earlier_one_of_the_same_unit_within_90_days_is_hinted(
    inside: Inside, clock: Clock
) -> None:
    with inside():
        earlier = make.clue()
        text = "示例市甲局人员检查时没有出示执法证件"

        def found(day: date, words: str = text, unit_id: int | None = earlier.unit_id) -> list[int]:
            alike = duplicates.likely(unit_id=unit_id, text=words, received_on=day)
            return [one.clue.id for one in alike]

        assert found(TODAY) == [earlier.id]
        assert found(date(2026, 6, 8)) == [earlier.id]
        assert found(date(2026, 6, 9)) == []
        assert found(TODAY, "道路运输许可办理超期") == []
        assert found(TODAY, unit_id=None) == []


def test_back_entry_keeps_true_numbers_and_days_and_is_marked(inside: Inside) -> None:
    with inside():
        facts = make.facts(
            received_on=date(2023, 4, 3),
            due_on=date(2023, 5, 10),
            source_number="示例转〔2023〕8号",
        )
        past = Past(
            accepted_on=date(2023, 4, 4),
            closed_on=date(2023, 5, 8),
            outcome=Outcome(Finding.TRUE, "属实", True, "已纠正"),
            reported_on=date(2023, 5, 9),
        )
        clue = history.back_enter(facts, past, actor=people.principal("handler"))
        assert clue.status is S.REPORTED
        assert (clue.back_entered, clue.closed_on) == (True, date(2023, 5, 8))
        assert duedates.of_owner(clue)[0].closed_on == date(2023, 5, 9)
        key = clue.id
    with inside():
        assert "补录" in [entry.text for entry in timeline(session.get_one(Clue, key))]


def test_back_entered_days_must_follow_each_other(inside: Inside) -> None:
    with inside():
        facts = make.facts(received_on=date(2023, 4, 3), due_on=None)
        for past in (
            Past(accepted_on=date(2023, 4, 1)),
            Past(accepted_on=date(2023, 4, 4), closed_on=date(2023, 4, 5)),
            Past(accepted_on=date(2023, 4, 4), reported_on=date(2023, 4, 5)),
        ):
            with pytest.raises(DomainError):
                history.back_enter(facts, past, actor=people.principal("handler"))


def _letter(clue: Clue, *, days: int = 20, code: str = "transfer_letter") -> Instrument:
    kind = kinds.in_force(clue.body_id, code)
    assert kind is not None
    facts = PaperFacts(
        kind=kind, unit=clue.unit, items=[ItemFacts("请办理")], clue_id=clue.id, term_number=days
    )
    return drafting.draft(facts, actor=people.principal("handler"))


@pytest.mark.parametrize("code", ["transfer_letter", "own_transfer"])
def test_a_delivered_transfer_letter_moves_its_clue(inside: Inside, code: str) -> None:
    """Whatever it is called: a bureau's own kind with this purpose does the same."""
    with inside():
        clue = make.clue(S.CHECKING)
        given = kinds.in_force(clue.body_id, "transfer_letter")
        assert given is not None
        own = replace(facts_of(given), code="own_transfer", series="示司督转函")
        editing.add(session.get_one(Body, clue.body_id), own, actor=people.principal("sysadmin"))
        letter = _letter(clue, code=code)
        handler = people.principal("handler")
        on_paper.sign(letter, by=handler)
        assert clue.status is S.CHECKING
        received = DeliveryFacts(DeliveryMethod.EXCHANGE, TODAY, recipient="示例某乙")
        delivery.register_delivery(letter, received, actor=handler)
        assert (clue.status, clue.passed_on_on) == (S.PASSED_ON, TODAY)


def test_a_term_that_outruns_the_superiors_is_warned_of(inside: Inside) -> None:
    with inside():
        clue = make.clue(S.CHECKING, due_on=date(2026, 4, 9))
        assert origins.outruns(_letter(clue, days=30)) is None
        warning = origins.outruns(_letter(clue, days=40))
        assert warning is not None
        assert "2026年4月9日" in warning


def test_a_source_says_its_own_word(inside: Inside) -> None:
    assert Source.PROVINCE_SITE.label == "省司法厅实地督查"
    assert len({source.label for source in Source}) == len(Source)
