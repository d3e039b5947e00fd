"""延期: before expiry only, first by 审核人, further ones by 签发人 too, a cap, both dates on file."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.core import settings
from supervision.core.duedates import DueDateChange, DueKind, open_of
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.service import ExtensionFacts
from supervision.instruments.extending.states import ExtensionStatus
from supervision.instruments.models import Instrument
from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make.case_files import DUE
from tests.make.offices import Office, on
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

ASKED = date(2026, 3, 25)
LATER = date(2026, 4, 15)


def _ask(paper: Instrument, *, day: date = ASKED, new_due: date = LATER) -> Extension:
    with on(day, "liaison") as liaison:
        return extending.ask(paper, ExtensionFacts("正在修订制度", new_due), actor=liaison)


def _grant(
    extension: Extension, by: str, *, new_due: date = LATER, day: date = date(2026, 3, 26)
) -> None:
    with on(day, by) as person:
        extending.grant(extension, new_due=new_due, actor=person)


def test_the_first_extension_is_granted_by_the_section_head_and_moves_the_due_date(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = papers.delivered(office)
        assert paper.due_on == DUE
        extension = _ask(paper)
        assert paper.due_on == DUE, "asking moves nothing"
        _grant(extension, "reviewer")
        assert paper.due_on == LATER
        row = open_of(paper, DueKind.REPLY)
        assert row is not None
        assert row.due == LATER


def test_old_and_new_due_date_both_stay_on_file(inside: Inside, office: Office) -> None:
    with inside() as session:
        extension = _ask(papers.delivered(office))
        _grant(extension, "reviewer", new_due=date(2026, 4, 10))
        change = session.scalars(sa.select(DueDateChange)).one()
        assert (change.old_due, change.new_due) == (DUE, date(2026, 4, 10))
        held = (extension.old_due, extension.asked_due, extension.granted_due)
        assert held == (DUE, LATER, date(2026, 4, 10))


def test_the_problems_of_the_paper_follow_the_new_due_date(inside: Inside, office: Office) -> None:
    with inside():
        found = papers.problem(office)
        paper = papers.delivered(office, "rectification_notice", over=[found])
        assert found.due_on == DUE
        _grant(_ask(paper), "reviewer")
        assert found.due_on == LATER


def test_the_last_day_is_still_before_expiry_and_the_next_is_not(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = papers.delivered(office)
        with pytest.raises(WrongState, match="届满"):
            _ask(paper, day=date(2026, 4, 2))
        assert _ask(paper, day=DUE).status is ExtensionStatus.ASKED


def test_a_request_made_in_time_may_be_granted_after_expiry(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.delivered(office)
        _grant(_ask(paper, day=DUE), "reviewer", day=date(2026, 4, 3))
        assert paper.due_on == LATER


def test_a_paper_request_counts_by_the_day_it_was_received(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.delivered(office)
        with on(date(2026, 4, 7), "handler") as handler:
            late = ExtensionFacts("来文", LATER, asked_on=date(2026, 4, 2))
            with pytest.raises(WrongState, match="届满"):
                extending.register(paper, late, actor=handler)
            in_time = ExtensionFacts("来文", LATER, asked_on=DUE, letter_number="示甲〔2026〕3号")
            extension = extending.register(paper, in_time, actor=handler)
        assert extension.registered
        assert extension.asked_on == DUE


def test_the_new_date_must_be_later_than_the_old(inside: Inside, office: Office) -> None:
    with inside(), pytest.raises(DomainError, match="须晚于"):
        _ask(papers.delivered(office), new_due=DUE)


def test_a_further_extension_also_needs_the_signatory(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.delivered(office)
        _grant(_ask(paper), "reviewer")
        second = _ask(paper, day=date(2026, 4, 10), new_due=date(2026, 4, 30))
        with pytest.raises(Forbidden):
            _grant(second, "reviewer", new_due=date(2026, 4, 30))
        with on(date(2026, 4, 10), "reviewer") as reviewer:
            extending.forward(second, note="情况属实", actor=reviewer)
        assert paper.due_on == LATER, "forwarding moves nothing"
        _grant(second, "signatory", new_due=date(2026, 4, 30), day=date(2026, 4, 13))
        assert paper.due_on == date(2026, 4, 30)


def test_a_refused_request_does_not_make_the_next_one_a_further_extension(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = papers.delivered(office)
        first = _ask(paper)
        with on(ASKED, "reviewer") as reviewer:
            extending.refuse(first, reason="理由不充分", actor=reviewer)
        assert (first.status, paper.due_on) == (ExtensionStatus.REFUSED, DUE)
        again = _ask(paper)
        assert not again.further
        _grant(again, "reviewer")
        assert paper.due_on == LATER


def test_refusing_needs_a_reason(inside: Inside, office: Office) -> None:
    with inside():
        extension = _ask(papers.delivered(office))
        with on(ASKED, "reviewer") as reviewer, pytest.raises(DomainError, match="理由"):
            extending.refuse(extension, reason=" ", actor=reviewer)


def test_no_more_extensions_than_the_setting_allows(inside: Inside, office: Office) -> None:
    with inside():
        settings.put("extension_cap", 1)
        paper = papers.delivered(office)
        _grant(_ask(paper), "reviewer")
        with pytest.raises(WrongState, match="上限"):
            _ask(paper, day=date(2026, 4, 2), new_due=date(2026, 5, 8))


def test_where_no_term_runs_there_is_none_to_extend(inside: Inside, office: Office) -> None:
    with inside(), pytest.raises(WrongState, match="没有正在计算"):
        _ask(papers.told_above(office))


def test_one_request_at_a_time(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.delivered(office)
        _ask(paper)
        with pytest.raises(WrongState, match="正在办理"):
            _ask(paper)


def test_a_pending_request_lapses_when_the_unit_replies(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.delivered(office)
        extension = _ask(paper)
        papers.answer(paper, day=date(2026, 3, 30))
        assert extension.status is ExtensionStatus.LAPSED


def test_the_unit_asks_and_the_section_head_grants_on_their_pages(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-25 10:00")
    with inside():
        paper_id = papers.delivered(office).id
    unit, head = sign_in("liaison"), sign_in("reviewer")
    asked = {"new_due": "2026-04-15", "reason": "正在修订制度"}
    assert unit.submit(f"/instruments/{paper_id}/extension", asked, form=FORM).status_code == 302
    shown = page(head.get(f"/instruments/{paper_id}"))
    [link] = shown.find("//a[normalize-space()='审批']")
    assert head.submit(link.get("href"), {"note": "同意"}, form=FORM).status_code == 302
    text = page(unit.get(f"/instruments/{paper_id}")).text
    assert "2026-04-01 → 2026-04-15" in text
    form = unit.get(f"/instruments/{paper_id}/extensions/1.pdf")
    assert form.data.startswith(b"%PDF")


def test_another_units_liaison_finds_no_request(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    with inside():
        extension = _ask(papers.delivered(office))
        path = f"/instruments/{extension.instrument_id}/extensions/{extension.id}.pdf"
    assert sign_in("liaison2").get(path).status_code == 404
