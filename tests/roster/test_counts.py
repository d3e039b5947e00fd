"""New in a period and in office on a day: by the event's own date, each pool for itself."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.core.access import Principal, Role
from supervision.core.access.principal import acting
from supervision.core.errors import DomainError, Forbidden
from supervision.roster import service
from supervision.roster.documents import DocumentFacts, enter_document, joint_documents
from supervision.roster.models import Pool, RosterEntry
from supervision.roster.service import RosterFacts
from tests.make import people as make
from tests.support.clock import Clock
from tests.support.properties import examples
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
YEAR = date(2023, 1, 1), date(2023, 12, 31)
DAYS = st.dates(date(2022, 12, 25), date(2024, 1, 5))


def _enter(
    actor: Principal, appointed: date, *, pool: Pool = Pool.OBSERVER, left: date | None = None
) -> RosterEntry:
    entry = service.enter(pool, RosterFacts("示例员", appointed), actor=actor)
    if left is not None:
        service.leave(entry, on=left, reason="", actor=actor)
    return entry


def _counts(actor: Principal, pool: Pool = Pool.OBSERVER) -> tuple[int, int]:
    body_id = actor.body_id
    new = service.count(service.new_in(pool, *YEAR), body_id=body_id)
    return new, service.count(service.in_office(pool, YEAR[1]), body_id=body_id)


@pytest.mark.parametrize(
    ("appointed", "left", "new", "in_office"),
    [
        (date(2023, 1, 1), None, 1, 1),
        (date(2023, 12, 31), None, 1, 1),
        (date(2022, 12, 31), None, 0, 1),
        (date(2024, 1, 1), None, 0, 0),
        (date(2023, 3, 1), date(2023, 11, 1), 1, 0),
        (date(2023, 3, 1), date(2023, 12, 31), 1, 0),
        (date(2023, 3, 1), date(2024, 1, 1), 1, 1),
        (date(2020, 3, 1), date(2022, 5, 1), 0, 0),
    ],
)
def test_the_day_of_the_event_decides(
    inside: Inside, appointed: date, left: date | None, new: int, in_office: int
) -> None:
    with inside():
        actor = make.principal("handler")
        _enter(actor, appointed, left=left)
        assert _counts(actor) == (new, in_office)


def test_the_day_of_entry_decides_nothing(inside: Inside, clock: Clock) -> None:
    clock("2026-05-06 10:00")
    with inside():
        actor = make.principal("handler")
        _enter(actor, date(2023, 5, 6))
        assert _counts(actor) == (1, 1)


def test_sixty_and_sixty_are_two_pools(inside: Inside) -> None:
    with inside():
        actor = make.principal("handler")
        for _ in range(3):
            _enter(actor, date(2023, 5, 6))
            _enter(actor, date(2023, 5, 6), pool=Pool.INSPECTOR_TALENT)
        figures = {
            one.pool: one.in_office for one in service.counts(YEAR[1], body_id=actor.body_id)
        }
    assert figures[Pool.OBSERVER] == figures[Pool.INSPECTOR_TALENT] == 3
    assert set(figures) == set(Pool), "one figure a pool, and no total beside them"


def test_another_bodys_roster_changes_no_figure(inside: Inside) -> None:
    with inside():
        stranger = make.actor("stranger", Role.HANDLER, body=make.body("他市"))
        _enter(stranger, date(2023, 5, 6))
        assert _counts(make.principal("handler")) == (0, 0)


def test_an_expired_term_stays_in_office_until_its_end_is_recorded(inside: Inside) -> None:
    with inside():
        actor = make.principal("handler")
        facts = RosterFacts("示例员", date(2023, 1, 5), term_until=date(2023, 6, 30))
        service.enter(Pool.OBSERVER, facts, actor=actor)
        assert _counts(actor) == (1, 1)


@examples(40)
@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=6))
def test_the_selects_agree_with_a_count_by_hand(
    inside: Inside, spans: list[tuple[date, date | None]]
) -> None:
    spans = [(start, end) for start, end in spans if end is None or end >= start]
    with inside() as session:
        actor = make.principal("handler")
        session.query(RosterEntry).delete()
        for start, end in spans:
            _enter(actor, start, left=end)
        new = sum(YEAR[0] <= start <= YEAR[1] for start, _ in spans)
        stock = sum(start <= YEAR[1] and (end is None or end > YEAR[1]) for start, end in spans)
        assert _counts(actor) == (new, stock)
        entries = session.query(RosterEntry).all()
        assert sum(entry.in_office(YEAR[1]) for entry in entries) == stock


@pytest.mark.parametrize(
    ("until", "left"),
    [
        (date(2026, 5, 1), 60),
        (date(2026, 5, 2), None),
        (date(2026, 3, 2), 0),
        (date(2026, 3, 1), -1),
        (None, None),
    ],
)
def test_expiry_is_warned_of_from_sixty_days_before(until: date | None, left: int | None) -> None:
    assert service.days_left(until, date(2026, 3, 2)) == left


def test_who_left_is_not_warned_of(inside: Inside) -> None:
    with inside() as session:
        actor = make.principal("handler")
        facts = RosterFacts(
            "示例员", date(2023, 1, 5), certificate_no="监1", certificate_until=date(2026, 3, 20)
        )
        entry = service.enter(Pool.SUPERVISOR, facts, actor=actor)
        due = service.expiring(Pool.SUPERVISOR, date(2026, 3, 2))
        assert session.scalars(due).all() == [entry]
        service.leave(entry, on=date(2026, 3, 1), reason="调离", actor=actor)
        assert session.scalars(due).all() == []


def test_nobody_leaves_before_coming_or_twice(inside: Inside) -> None:
    with inside():
        actor = make.principal("handler")
        entry = _enter(actor, date(2023, 5, 6))
        with pytest.raises(DomainError, match="不得早于聘任日期2023年5月6日"):
            service.leave(entry, on=date(2023, 5, 5), reason="", actor=actor)
        service.leave(entry, on=date(2023, 6, 1), reason="", actor=actor)
        with pytest.raises(DomainError, match="已于2023年6月1日登记离任"):
            service.leave(entry, on=date(2023, 6, 2), reason="", actor=actor)
        with pytest.raises(DomainError, match="不得晚于离任"):
            service.amend(entry, RosterFacts("示例员", date(2023, 7, 1)), actor=actor)
        service.return_to_office(entry, reason="误登", actor=actor)
        assert entry.in_office(date(2023, 6, 2))


@pytest.mark.parametrize("field", ["certificate_until", "term_until"])
def test_nothing_expires_before_it_begins(inside: Inside, field: str) -> None:
    with inside():
        facts = RosterFacts("示例员", date(2023, 5, 6), **{field: date(2023, 5, 5)})
        with pytest.raises(DomainError, match="不得早于聘任") as refusal:
            service.enter(Pool.SUPERVISOR, facts, actor=make.principal("handler"))
        assert refusal.value.field == field


def test_one_certificate_is_one_persons_until_they_leave(inside: Inside) -> None:
    with inside():
        actor = make.principal("handler")
        facts = RosterFacts("甲示例", date(2023, 1, 5), certificate_no="监1")
        first = service.enter(Pool.SUPERVISOR, facts, actor=actor)
        with pytest.raises(DomainError, match="已登记在甲示例名下"):
            service.enter(
                Pool.SUPERVISOR,
                RosterFacts("乙示例", date(2022, 1, 5), certificate_no="监1"),
                actor=actor,
            )
        service.amend(first, facts, actor=actor)
        service.leave(first, on=date(2024, 1, 1), reason="", actor=actor)
        again = RosterFacts("甲示例", date(2024, 1, 1), certificate_no="监1")
        service.enter(Pool.SUPERVISOR, again, actor=actor)


def test_a_superior_body_does_not_write_a_roster(inside: Inside) -> None:
    with inside():
        entry = _enter(make.principal("handler"), date(2023, 5, 6))
        above = make.actor("above", Role.HANDLER, body=make.body("示例省"))
        with acting(above), pytest.raises(Forbidden, match="其他机关"):
            service.leave(entry, on=date(2024, 1, 1), reason="", actor=above)


def test_joint_documents_count_by_their_own_date(inside: Inside) -> None:
    with inside() as session:
        actor = make.principal("handler")
        for day in (date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 1)):
            facts = DocumentFacts("示例协作意见", "示例市工商业联合会", day)
            enter_document(facts, files=[], actor=actor)
        assert len(session.scalars(joint_documents(*YEAR)).all()) == 2
