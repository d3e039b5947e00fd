"""监督行动 that only wait to be archived have a view of their own: exactly those whose page offers 总结归档."""

from datetime import timedelta

import pytest

from supervision.accounts.signing import scans
from supervision.actions.models import ActionStatus
from supervision.problems.models import ProblemStatus
from tests.make import actions as make
from tests.make import people
from tests.make import problems as found
from tests.make.clues import the_unit
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
S = ActionStatus
READY = {"问题都已了结", "没有发现问题", "只有不予认定的问题"}


def _world() -> dict[str, int]:
    by, leader, unit = people.principal("handler"), people.principal("signatory"), the_unit()
    team = make.pair(by=by)

    def action(title: str, status: S, *ends: ProblemStatus) -> int:
        made = make.action(S.ONGOING, by=by, leader=leader, units=[unit], team=team, title=title)
        for end in ends:
            found.problem(end, unit=unit, action=made)
        for step in make._way_to(status, by, leader)[2:]:
            step(made, made.starts_on + timedelta(days=9))
        return made.id

    mended, open_one = ProblemStatus.FIXED_ON_SPOT, ProblemStatus.ESTABLISHED
    return {
        title: action(title, status, *ends)
        for title, status, ends in (
            ("问题都已了结", S.TRACKING, (mended, mended)),
            ("没有发现问题", S.FEEDBACK, ()),
            ("只有不予认定的问题", S.TRACKING, (ProblemStatus.REJECTED,)),
            ("还有一个没有了结", S.TRACKING, (mended, open_one)),
            ("还有待核实的", S.FEEDBACK, (ProblemStatus.PENDING,)),
            ("实施中", S.ONGOING, (mended,)),
            ("已经归档", S.ARCHIVED, (mended,)),
        )
    }


def test_the_view_holds_what_its_page_offers_to_archive(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """They stood under 进行中 among the others, and nothing told anybody that only the summary is missing."""
    with inside():
        made = _world()
    handler = sign_in("handler")
    listed = page(handler.get("/actions/?tab=file"))
    assert {title for title in made if title in listed.text} == READY
    [tab] = listed.find("//a[contains(@href, 'tab=file')][contains(., '待归档')]")
    assert "3" in tab.text_content()
    for title, key in made.items():
        shown = page(handler.get(f"/actions/{key}"))
        offered = bool(shown.find("//main//*[self::a or self::button][contains(., '总结归档')]"))
        assert offered is (title in READY), title
    for title in READY:
        assert title in page(handler.get("/actions/?tab=open")).text, (
            "under way until it is archived"
        )


def test_a_scan_that_is_still_to_come_keeps_it_out(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Approved on paper without its scan it may not be archived, so it is not told to be ready."""
    with inside():
        by, leader = people.principal("handler"), people.principal("signatory")
        made = make.action(
            S.FEEDBACK, by=by, leader=leader, units=[the_unit()], title="线下批准的行动"
        )
        made.approver_name, made.approved_by_id = "示例局长", None
        scans.begin(made, on=made.starts_on, title=made.title, holder_id=by.user_id, actor=by)
    handler = sign_in("handler")
    assert "线下批准的行动" not in page(handler.get("/actions/?tab=file")).text
    assert "线下批准的行动" in page(handler.get("/actions/?tab=open")).text
