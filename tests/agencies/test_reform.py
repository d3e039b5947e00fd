"""机构改革: a renamed or merged unit keeps its past, and the past is found."""

from collections.abc import Callable
from datetime import date

import pytest

from supervision.agencies import reform, service
from supervision.agencies.lists import UNITS
from supervision.agencies.models import Management, Officer, Unit
from supervision.agencies.service import OfficerFacts, UnitFacts
from supervision.core.access import Principal, Role
from supervision.core.access.principal import acting
from supervision.core.errors import DomainError, Forbidden
from supervision.core.listing import Page
from tests.make import people as make
from tests.make import reforms
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
OLD, NEW = "示例市乙局", "示例市乙丙局"


def _named(words: str, tab: str = "") -> list[str]:
    args = {"q": words, "tab": tab}
    return [row.name for row in Page(UNITS, args, "/agencies/").rows]


def _actor() -> Principal:
    return make.principal("reviewer")


def test_a_renamed_unit_is_found_by_new_name_old_name_and_pinyin(inside: Inside) -> None:
    with inside():
        unit = make.unit(OLD, by=_actor())
        reforms.rename_unit(unit, NEW, on=date(2024, 3, 1), actor=_actor())
        assert [former.name for former in reform.former_names(unit)] == [OLD]
    with inside():
        for words in (NEW, OLD, "乙丙", "slsybj"):
            assert _named(words) == [NEW], words


def test_a_unit_renamed_twice_keeps_both_names_in_order(inside: Inside) -> None:
    with inside():
        unit = make.unit(OLD, by=_actor())
        reforms.rename_unit(unit, NEW, on=date(2024, 3, 1), actor=_actor())
        with pytest.raises(DomainError, match="不得早于上次更名日期"):
            reforms.rename_unit(unit, "示例市丁局", on=date(2024, 2, 1), actor=_actor())
        reforms.rename_unit(unit, "示例市丁局", on=date(2025, 3, 1), actor=_actor())
        assert [former.name for former in reform.former_names(unit)] == [NEW, OLD]
        assert reform.names_by_unit([unit.id]) == {unit.id: [NEW, OLD]}


def test_two_units_never_bear_one_name(inside: Inside) -> None:
    with inside():
        unit = make.unit(OLD, by=_actor())
        for attempt in (
            lambda: make.unit(OLD, by=_actor()),
            lambda: reforms.rename_unit(unit, "示例市甲局", on=date(2024, 3, 1), actor=_actor()),
        ):
            with pytest.raises(DomainError, match="已有名为"):
                attempt()


def test_a_merged_unit_leaves_the_choices_and_its_officers_follow(inside: Inside) -> None:
    with inside():
        unit, heir = make.unit(OLD, by=_actor()), make.unit(NEW, by=_actor())
        service.add_officers(unit, [OfficerFacts("甲示例"), OfficerFacts("乙示例")], actor=_actor())
        reforms.merge_unit(unit, heir, on=date(2025, 6, 1), with_officers=True, actor=_actor())
        assert unit not in service.active_units()
        assert len(service.officers_of(heir)) == 2
        assert reform.predecessors(heir) == [unit]
    with inside():
        assert _named(OLD) == []
        assert _named(OLD, "ended") == [OLD]


def test_a_unit_may_end_without_a_successor(inside: Inside) -> None:
    with inside():
        unit = make.unit(OLD, by=_actor())
        reforms.merge_unit(unit, None, on=date(2025, 6, 1), with_officers=True, actor=_actor())
        assert not unit.active
        with pytest.raises(DomainError, match="已登记撤并"):
            reforms.merge_unit(unit, None, on=date(2025, 7, 1), with_officers=True, actor=_actor())


def test_a_successor_is_another_unit_in_being(inside: Inside) -> None:
    with inside():
        unit, gone = make.unit(OLD, by=_actor()), make.unit(NEW, by=_actor())
        reforms.merge_unit(gone, None, on=date(2025, 1, 1), with_officers=False, actor=_actor())
        for heir, complaint in ((unit, "另一个"), (gone, "本身已撤并")):
            with pytest.raises(DomainError, match=complaint):
                reforms.merge_unit(
                    unit, heir, on=date(2025, 6, 1), with_officers=False, actor=_actor()
                )


def test_a_merger_entered_by_mistake_is_taken_back_with_a_reason(inside: Inside) -> None:
    with inside():
        unit = make.unit(OLD, by=_actor())
        reforms.merge_unit(unit, None, on=date(2025, 6, 1), with_officers=True, actor=_actor())
        with pytest.raises(DomainError, match="须填写理由"):
            reforms.reinstate_unit(unit, reason=" ", actor=_actor())
        reforms.reinstate_unit(unit, reason="录入有误", actor=_actor())
        assert unit in service.active_units()


@pytest.mark.parametrize("management", [Management.VERTICAL, Management.DUAL])
def test_a_unit_managed_from_above_names_its_superior(
    inside: Inside, management: Management
) -> None:
    with inside():
        with pytest.raises(DomainError, match="须写明上一级主管部门") as refusal:
            service.add_unit(UnitFacts(OLD, "", management), actor=_actor())
        assert refusal.value.field == "superior_name"
        facts = UnitFacts(OLD, "", management, superior_name="示例省乙厅")
        assert service.add_unit(facts, actor=_actor()).superior_name == "示例省乙厅"


def test_one_certificate_belongs_to_one_officer_on_duty(inside: Inside) -> None:
    with inside():
        unit = make.unit(OLD, by=_actor())
        first = service.add_officer(unit, OfficerFacts("甲示例", "", "示A-1"), actor=_actor())
        with pytest.raises(DomainError, match="已登记在甲示例名下"):
            service.add_officer(unit, OfficerFacts("乙示例", "", "示A-1"), actor=_actor())
        held = OfficerFacts("甲示例", "", "示A-1")
        service.amend_officer(first, held, unit=unit, active=False, actor=_actor())
        service.add_officer(unit, OfficerFacts("乙示例", "", "示A-1"), actor=_actor())


ATTEMPTS: dict[str, Callable[[Unit, Officer, Principal], object]] = {
    "amend the unit": lambda unit, _, who: service.amend_unit(unit, UnitFacts(NEW, ""), actor=who),
    "rename the unit": lambda unit, _, who: reforms.rename_unit(
        unit, NEW, on=date(2024, 3, 1), actor=who
    ),
    "end the unit": lambda unit, _, who: reforms.merge_unit(
        unit, None, on=date(2024, 3, 1), with_officers=False, actor=who
    ),
    "add an officer": lambda unit, _, who: service.add_officer(
        unit, OfficerFacts("乙示例"), actor=who
    ),
    "amend an officer": lambda unit, officer, who: service.amend_officer(
        officer, OfficerFacts("乙示例"), unit=unit, active=True, actor=who
    ),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_superior_body_reads_a_units_record_and_does_not_write_it(
    inside: Inside, attempt: str
) -> None:
    with inside():
        unit = make.unit(OLD, by=_actor())
        officer = service.add_officer(unit, OfficerFacts("甲示例"), actor=_actor())
        stranger = make.actor("above", Role.HANDLER, Role.REVIEWER, body=make.body("示例省"))
        keys = unit.id, officer.id

    def act() -> None:
        with inside() as session, acting(stranger):
            known = session.get_one(Unit, keys[0]), session.get_one(Officer, keys[1])
            ATTEMPTS[attempt](*known, stranger)

    with pytest.raises(Forbidden, match="其他机关"):
        act()


@pytest.mark.parametrize("username", ["signatory", "liaison", "sysadmin", "secadmin", "auditor"])
def test_only_handlers_and_reviewers_keep_the_register(inside: Inside, username: str) -> None:
    with inside() as session:
        with pytest.raises(Forbidden):
            service.add_unit(UnitFacts(OLD, ""), actor=make.principal(username))
        assert session.query(Unit).count() == 1
