"""整改后又发生 and 移交终结 wait for somebody; the store itself keeps the signatures honest."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from supervision.agencies.models import Unit
from supervision.core import settings
from supervision.core.db import session
from supervision.core.errors import DomainError, Forbidden
from supervision.problems import service
from supervision.problems.models import Problem, ProblemStatus, Recurrence, Severity
from supervision.referrals.states import ReferralStatus
from tests.make import people, referrals
from tests.make import problems as make
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.seats import SignIn
from tests.support.work import Inside

S = ProblemStatus


@pytest.fixture
def unit(bureau: None, inside: Inside) -> Iterator[Unit]:
    """A supervised unit, inside one unit of work."""
    with inside():
        yield people.unit("示例市乙局", by=people.principal("handler"))


@pytest.mark.parametrize(
    "false",
    [
        {"second_by_id": "first"},
        {"confirmed_by_id": "first"},
        {"second_by_id": None, "confirmed_by_id": None},
        {"first_by_id": None},
        {"confirmed_on": None},
        {"severity": Severity.GRAVE},
        {"recurrence": Recurrence.SUSPECTED},
        {"recurrence": Recurrence.CONFIRMED, "earlier_id": "own"},
    ],
)
def test_the_store_itself_keeps_an_established_problem_honest(
    unit: Unit, false: dict[str, object]
) -> None:
    made = make.problem(S.ESTABLISHED, unit=unit)
    session.flush()
    known = {"first": made.first_by_id, "own": made.id}
    values = {name: known.get(str(value), value) for name, value in false.items()}
    row = Problem.__table__
    with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
        session.execute(sa.update(row).where(row.c.id == made.id).values(**values))


def test_the_same_unit_and_category_after_closing_is_a_hint(unit: Unit) -> None:
    earlier = make.problem(S.CLOSED, unit=unit)
    later = make.ENDED + timedelta(days=1)
    again = make.problem(unit=unit, found_on=later)
    assert (again.earlier, again.recurrence) == (earlier, Recurrence.SUSPECTED)
    assert service.recurred_as(earlier) == [again]
    other_kind = make.problem(unit=unit, found_on=later, category="乱罚款")
    before_the_end = make.problem(unit=unit, found_on=make.ENDED - timedelta(days=1))
    assert other_kind.earlier is None
    assert before_the_end.earlier is None


def test_after_twelve_months_nothing_is_suspected(unit: Unit) -> None:
    earlier = make.problem(S.CLOSED, unit=unit)  # ended on 2023-04-10
    assert make.problem(unit=unit, found_on=date(2024, 4, 10)).earlier is earlier
    assert make.problem(unit=unit, found_on=date(2024, 4, 11)).earlier is None
    settings.put("recurrence_months", 24)
    assert make.problem(unit=unit, found_on=date(2024, 4, 11)).earlier is earlier


def test_a_person_says_whether_it_happened_again(unit: Unit) -> None:
    make.problem(S.CLOSED, unit=unit)
    one, other = (make.problem(unit=unit, found_on=make.ENDED) for _ in range(2))
    handler = people.principal("handler")
    service.confirm_recurrence(one, actor=handler)
    with pytest.raises(DomainError, match="理由"):
        service.deny_recurrence(other, reason=" ", actor=handler)
    service.deny_recurrence(other, reason="另一性质的问题", actor=handler)
    assert (one.recurrence, other.recurrence) == (Recurrence.CONFIRMED, Recurrence.DENIED)
    for judged in (one, other):
        with pytest.raises(Forbidden, match="没有待确认"):
            service.confirm_recurrence(judged, actor=handler)
    service.amend(other, make.facts(unit, found_on=make.ENDED, facts="补充。"), actor=handler)
    assert other.recurrence is Recurrence.DENIED  # the same pair of problems is not asked again
    session.flush()


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (None, False), (ReferralStatus.SENT, False), (ReferralStatus.RETURNED, False),
        (ReferralStatus.RECEIVED, True), (ReferralStatus.ANSWERED, True),
    ],
)  # fmt: skip
def test_handed_over_for_good_only_once_the_recipient_took_it(
    unit: Unit, state: ReferralStatus | None, allowed: bool
) -> None:
    made, reviewer = make.problem(S.ESTABLISHED, unit=unit), people.principal("reviewer")
    if state is not None:
        referrals.referral(state, problems=[made], on=make.ENDED)
    if not allowed:
        with pytest.raises(Forbidden, match="接收或者回告后"):
            service.refer_away(made, on=make.ENDED, reason="移交", actor=reviewer)
    else:
        service.refer_away(made, on=make.ENDED, reason="移交", actor=reviewer)
        assert made.status is S.REFERRED_AWAY


def test_the_section_head_ends_it_on_the_page_once_the_handler_registered_the_receipt(
    bureau: None, inside: Inside, sign_in: SignIn, clock: Clock
) -> None:
    """Sent is not enough; 接收 is the handler's to register, 移交终结 the section head's to say."""
    clock(f"{make.ENDED} 10:00")
    with inside():
        unit = people.unit("示例市乙局", by=people.principal("handler"))
        made = make.problem(S.ESTABLISHED, unit=unit)
        sent = referrals.referral(ReferralStatus.SENT, problems=[made], on=make.ENDED).id
        key = made.id
    handler, reviewer = sign_in("handler"), sign_in("reviewer")
    address, typed = f"/problems/{key}/step/refer_away", {"reason": "已移交巡察办。"}
    assert reviewer.get(address).status_code == 403
    assert reviewer.post(address, data=typed | {"csrf_token": _token(reviewer)}).status_code == 403
    received = handler.submit(f"/referrals/{sent}/step/receive", {"by": "示例接收人"})
    assert received.status_code == 302
    assert handler.get(address).status_code == 403
    assert reviewer.submit(address, {"reason": ""}).status_code == 422
    assert reviewer.submit(address, typed).status_code == 302
    with inside():
        assert session.get_one(Problem, key).status is S.REFERRED_AWAY


def _token(visitor: Visitor) -> str:
    return (
        visitor.get("/")
        .get_data(as_text=True)
        .partition('name="csrf_token" value="')[2]
        .partition('"')[0]
    )


def test_a_problem_still_open_is_no_recurrence(unit: Unit) -> None:
    make.problem(S.RECTIFYING, unit=unit)
    assert make.problem(unit=unit, found_on=make.ENDED).earlier is None
