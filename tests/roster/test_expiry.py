"""A certificate or a term that ends is reminded of in time, until it is renewed or the person leaves."""

from collections.abc import Iterator
from datetime import date

import pytest

from supervision.core import duedates
from supervision.core.access import Principal
from supervision.core.duedates import DueKind, DueState
from supervision.core.duedates.service import with_changes
from supervision.roster import service
from supervision.roster.models import Pool, RosterEntry
from supervision.roster.service import RosterFacts
from tests.make import people
from tests.support.work import Inside

APPOINTED, UNTIL, RENEWED = date(2024, 1, 1), date(2026, 12, 31), date(2029, 12, 31)


@pytest.fixture
def handler(bureau: None, inside: Inside) -> Iterator[Principal]:
    with inside():
        yield people.principal("handler")


def _facts(**changed: object) -> RosterFacts:
    given = {"name": "周示例", "appointed_on": APPOINTED, "certificate_no": "监1"}
    return RosterFacts(**{**given, "certificate_until": UNTIL, **changed})  # type: ignore[arg-type]


def _states(entry: RosterEntry, kind: DueKind) -> list[tuple[date, DueState]]:
    return [(row.due, row.state) for row in duedates.of_owner(entry, kind)]


def test_a_renewed_certificate_moves_and_keeps_the_day_before(handler: Principal) -> None:
    entry = service.enter(Pool.SUPERVISOR, _facts(), actor=handler)
    assert _states(entry, DueKind.CERTIFICATE) == [(UNTIL, DueState.OPEN)]
    service.amend(entry, _facts(name="周某某", certificate_until=RENEWED), actor=handler)
    [row] = duedates.of_owner(entry, DueKind.CERTIFICATE)
    assert (row.due, row.title) == (RENEWED, "周某某的监督证件到期")
    assert [one.old_due for one in with_changes(entry, DueKind.CERTIFICATE)[row]] == [UNTIL]
    service.amend(entry, _facts(certificate_until=None), actor=handler)
    assert _states(entry, DueKind.CERTIFICATE) == [(RENEWED, DueState.ENDED)]


def test_whoever_leaves_is_not_reminded_of_and_whoever_returns_is(handler: Principal) -> None:
    facts = _facts(certificate_no="", certificate_until=None, term_until=UNTIL)
    entry = service.enter(Pool.OBSERVER, facts, actor=handler)
    service.leave(entry, on=date(2026, 6, 1), reason="不再担任", actor=handler)
    assert _states(entry, DueKind.APPOINTMENT) == [(UNTIL, DueState.ENDED)]
    service.return_to_office(entry, reason="登记有误", actor=handler)
    assert _states(entry, DueKind.APPOINTMENT) == [(UNTIL, DueState.ENDED), (UNTIL, DueState.OPEN)]
    assert duedates.of_owner(entry, DueKind.APPOINTMENT)[-1].title == "周示例的特邀监督员聘期届满"


def test_what_has_no_end_is_not_due(handler: Principal) -> None:
    entry = service.enter(Pool.CONTACT_POINT, RosterFacts("示例商会", APPOINTED), actor=handler)
    assert duedates.of_owner(entry) == []
