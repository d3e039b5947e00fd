"""Problems ticked in a list for one paper: what cannot stand on it together is said before anything is typed."""

import pytest

from supervision.problems.models import ProblemStatus
from tests.make import actions, people
from tests.make import problems as make
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

S = ProblemStatus
NOTICE = "/instruments/new?kind=rectification_notice&problems="


@pytest.fixture
def found(bureau: None, inside: Inside, clock: Clock) -> dict[str, int]:
    """Problems of two units in several states, by what they are called here."""
    clock("2023-04-12 10:00")
    with inside():
        by = people.principal("handler")
        one, two = (people.unit(name, by=by) for name in ("示例市丁局", "示例市戊局"))
        plan = actions.action(by=by, leader=people.principal("signatory"), units=[one, two])
        made = {
            "first": make.problem(S.ESTABLISHED, unit=one, action=plan),
            "second": make.problem(S.ESTABLISHED, unit=one, action=plan, title="超期办理"),
            "other": make.problem(S.ESTABLISHED, unit=two, action=plan),
            "pending": make.problem(S.PENDING, unit=one, action=plan, title="待核实的"),
        }
        return {name: problem.id for name, problem in made.items()}


def _asked(found: dict[str, int], *names: str) -> str:
    return NOTICE + ",".join(str(found[name]) for name in names)


def test_problems_of_two_units_are_told_apart_at_once(
    sign_in: SignIn, page: PageCheck, found: dict[str, int]
) -> None:
    """The form opened for the first one's unit, and refused the second when all was typed."""
    shown = page(sign_in("handler").get(_asked(found, "first", "other")), status=422)
    assert "所选问题属于2个单位（示例市丁局、示例市戊局）" in shown.text
    assert "请按单位分别勾选" in shown.text


def test_what_is_not_established_is_named_at_once(
    sign_in: SignIn, page: PageCheck, found: dict[str, int]
) -> None:
    shown = page(sign_in("handler").get(_asked(found, "first", "pending")), status=422)
    assert "问题“待核实的”为“待核实”，不能列入文书" in shown.text


def test_established_problems_of_one_unit_come_in(
    sign_in: SignIn, page: PageCheck, found: dict[str, int]
) -> None:
    shown = page(sign_in("handler").get(_asked(found, "first", "second")))
    assert shown.tree.xpath("//*[@name='items-1-demand']")


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://localhost/problems/?q=丁&sort=found", "/problems/?q=丁&sort=found"),
        ("http://localhost//elsewhere.example/", "/instruments"),
        ("http://elsewhere.example/problems/", "/problems/"),  # a page of ours, whoever led here
        ("http://localhost/instruments/new?kind=opinion", "/instruments"),
        ("", "/instruments"),
    ],
)
def test_the_way_back_leads_to_the_list_where_it_was_ticked(
    sign_in: SignIn, page: PageCheck, found: dict[str, int], came_from: str, back: str
) -> None:
    """返回 led to the home page, and 请返回记录看一下最新情况 to no record."""
    asked = _asked(found, "first", "other")
    refused = sign_in("handler").get(asked, headers={"Referer": came_from} if came_from else {})
    shown = page(refused, status=422)
    assert "看一下最新情况" not in shown.text
    assert "这一步没有改动任何记录。请返回，按上面所说的调整后再办。" in shown.text
    assert shown.tree.xpath("//a[text()='返回']/@href") == [back]
