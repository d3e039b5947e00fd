"""A draft overtaken on its way: by 机构改革, by its own last day; nothing it holds is dropped, and nothing goes out wrong."""

from collections.abc import Callable
from datetime import date

import pytest

from supervision.actions.models import ActionStatus
from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument
from supervision.instruments.onward import service as onward
from supervision.instruments.revoking import service as revoking
from supervision.instruments.states import InstrumentStatus, KindPurpose
from supervision.problems.models import Problem
from tests.make import actions, on_paper, people, reforms
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

DAY = date(2026, 3, 10)
OLD, HEIR, NEW = "示例市甲局", "示例市乙局", "示例市戊局"
EDIT = "//form[@id='drafting']"
S = InstrumentStatus


def _merge(office: Office) -> None:
    with on(DAY, "reviewer") as clerk:
        gone, heir = (session.get_one(Unit, key) for key in (office.unit_id, office.other_unit_id))
        reforms.merge_unit(gone, heir, on=DAY, with_officers=False, actor=clerk)


def _rename(office: Office) -> None:
    with on(DAY, "reviewer") as clerk:
        reforms.rename_unit(session.get_one(Unit, office.unit_id), NEW, on=DAY, actor=clerk)


def _press(visitor: Visitor, key: int, verb: str) -> str:
    form = f"//form[contains(@action, '/do/{verb}')]"
    return visitor.submit(f"/instruments/{key}", {}, form=form).get_data(as_text=True)


def _addressed(inside: Inside, key: int) -> tuple[str, int | None, S]:
    with inside():
        paper = session.get_one(Instrument, key)
        return paper.addressee, paper.unit_id, paper.status


@pytest.fixture
def draft(inside: Inside, office: Office, clock: Clock) -> int:
    clock("2026-03-10 10:00")
    with inside():
        return papers.draft(office).id


def test_saving_the_draft_of_a_merged_unit_does_not_drop_its_unit(
    draft: int, inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        _merge(office)
    handler = sign_in("handler")
    told = page(handler.get(f"/instruments/{draft}/edit"))
    assert told.find("//select[@name='unit_id']/option[@selected]")[0].text == OLD
    assert f"{OLD}已撤并，请改为承继的{HEIR}" in told.text
    assert handler.submit(f"/instruments/{draft}/edit", {}, form=EDIT).status_code == 302
    assert _addressed(inside, draft) == (OLD, office.unit_id, S.DRAFT)


def test_it_is_submitted_once_it_is_addressed_to_the_successor(
    draft: int, inside: Inside, office: Office, sign_in: SignIn
) -> None:
    with inside():
        _merge(office)
    handler = sign_in("handler")
    assert f"请改为承继的{HEIR}" in _press(handler, draft, "submit")
    chosen = {"unit_id": str(office.other_unit_id)}
    assert handler.submit(f"/instruments/{draft}/edit", chosen, form=EDIT).status_code == 302
    assert _addressed(inside, draft) == (HEIR, office.other_unit_id, S.DRAFT)
    _press(handler, draft, "submit")
    assert _addressed(inside, draft)[2] is S.REVIEWING


def test_another_unit_chosen_for_a_draft_is_the_one_it_prints(
    draft: int, inside: Inside, office: Office, sign_in: SignIn
) -> None:
    chosen = {"unit_id": str(office.other_unit_id)}
    answer = sign_in("handler").submit(f"/instruments/{draft}/edit", chosen, form=EDIT)
    assert answer.status_code == 302
    assert _addressed(inside, draft) == (HEIR, office.other_unit_id, S.DRAFT)


def test_a_renamed_unit_is_addressed_by_its_present_name(
    draft: int, inside: Inside, office: Office, sign_in: SignIn
) -> None:
    with inside():
        _rename(office)
    handler = sign_in("handler")
    assert f"{OLD}已更名，请改为{NEW}" in _press(handler, draft, "submit")
    assert handler.submit(f"/instruments/{draft}/edit", {}, form=EDIT).status_code == 302
    assert _addressed(inside, draft)[0] == NEW
    _press(handler, draft, "submit")
    assert _addressed(inside, draft)[2] is S.REVIEWING


@pytest.mark.parametrize("reform", [_merge, _rename])
def test_what_was_under_review_meanwhile_goes_back_and_is_not_signed(
    inside: Inside, office: Office, sign_in: SignIn, clock: Clock, reform: Callable[[Office], None]
) -> None:
    clock("2026-03-10 10:00")
    with inside():
        reviewing, waiting = papers.draft(office), papers.draft(office)
        for paper, steps in ((reviewing, 1), (waiting, 2)):
            verbs = (("handler", drafting.submit), ("reviewer", drafting.pass_review))
            for username, verb in verbs[:steps]:
                with on(date(2026, 2, 25), username) as person:
                    verb(paper, actor=person)
        keys = reviewing.id, waiting.id
        reform(office)
    assert "请先退回修改" in _press(sign_in("reviewer"), keys[0], "pass_review")
    assert "请先退回修改" in _press(sign_in("signatory"), keys[1], "sign")
    assert [_addressed(inside, one)[2] for one in keys] == [S.REVIEWING, S.AWAITING_SIGNATURE]


def test_a_reinstated_units_problem_does_not_go_out_to_the_unit_that_had_succeeded(
    inside: Inside, office: Office, sign_in: SignIn, clock: Clock
) -> None:
    clock("2026-03-10 10:00")
    with inside():
        found = papers.problem(office)
        _merge(office)
        key = found.id
    with inside():
        over, heir = [session.get_one(Problem, key)], office.other_unit_id
        kind = "rectification_notice"
        draft = papers.draft(office, kind, over=over, unit_id=heir, day=DAY).id
        unit, head = session.get_one(Unit, office.unit_id), people.principal("reviewer")
        reforms.reinstate_unit(unit, reason="录入有误", actor=head)
    handler = sign_in("handler")
    assert f"第1条的问题属于{OLD}，不属于{HEIR}" in _press(handler, draft, "submit")
    chosen = {"unit_id": str(office.unit_id)}
    assert handler.submit(f"/instruments/{draft}/edit", chosen, form=EDIT).status_code == 302
    _press(handler, draft, "submit")
    assert _addressed(inside, draft) == (OLD, office.unit_id, S.REVIEWING)


def test_what_was_signed_on_paper_before_the_reform_is_registered_as_it_was(
    draft: int, inside: Inside, office: Office
) -> None:
    with inside():
        _rename(office)
        paper = session.get_one(Instrument, draft)
        with on(DAY, "handler") as handler:
            on_paper.sign(paper, by=handler, on=date(2026, 3, 9))
        assert (paper.status, paper.addressee) == (S.SIGNED, OLD)


def test_papers_that_follow_after_the_merger_go_to_the_successor(
    inside: Inside, office: Office
) -> None:
    with inside():
        over = [papers.problem(office)]
        key = papers.delivered(office, "rectification_notice", over=over).id
        _merge(office)
    with inside():
        paper = session.get_one(Instrument, key)
        with on(DAY, "handler") as handler:
            made = [
                onward.follow(paper, KindPurpose.URGING, actor=handler),
                onward.follow(paper, KindPurpose.DECISION, actor=handler),
                revoking.draft_correction(paper, reason="笔误。", actor=handler),
                revoking.draft_revocation(paper, reason="认定有误。", actor=handler),
            ]
        assert {one.addressee for one in made} == {HEIR}
        assert {one.unit_id for one in made} == {office.other_unit_id}


def test_a_draft_keeps_an_action_that_was_archived_meanwhile(
    draft: int, inside: Inside, office: Office, sign_in: SignIn
) -> None:
    with inside():
        by = {"by": office.handler, "leader": office.signatory, "units": [office.unit]}
        key = actions.action(ActionStatus.ARCHIVED, **by).id
        session.get_one(Instrument, draft).action_id = key
    assert sign_in("handler").submit(f"/instruments/{draft}/edit", {}, form=EDIT).status_code == 302
    with inside():
        assert session.get_one(Instrument, draft).action_id == key


def test_a_fixed_last_day_that_passed_meanwhile_is_set_anew_before_the_paper_goes_on(
    draft: int, inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Else the unit would be late the moment it signs for it."""
    handler = sign_in("handler")
    typed = {"term_number": "", "fixed_due": "2026-03-12"}
    assert handler.submit(f"/instruments/{draft}/edit", typed, form=EDIT).status_code == 302
    clock("2026-03-12 10:00")
    handler = sign_in("handler")
    assert "固定到期日2026年3月12日已到" in page(handler.get(f"/instruments/{draft}/edit")).text
    assert "固定到期日2026年3月12日已到" in _press(handler, draft, "submit")
    typed = {"fixed_due": "2026-03-31"}
    assert handler.submit(f"/instruments/{draft}/edit", typed, form=EDIT).status_code == 302
    _press(handler, draft, "submit")
    assert _addressed(inside, draft)[2] is S.REVIEWING
    clock("2026-03-31 10:00")
    assert "请先退回修改" in _press(sign_in("reviewer"), draft, "pass_review")
