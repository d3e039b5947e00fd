"""Kinds of paper are settings: a further one without code, editions, checked placeholders, dated basis."""

from dataclasses import replace
from datetime import date

import pytest

from supervision.agencies.models import Body
from supervision.core.db import session
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.instruments.kinds import editing as kind_editing
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.kinds.facts import KindFacts, facts_of
from supervision.instruments.kinds.registry import FIGURES
from supervision.instruments.states import InstrumentStatus
from supervision.instruments.wording.parts import KindPart, Listing, Part
from supervision.reports import counting
from supervision.reports.indicators import BY_KEY
from supervision.reports.periods import parse
from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make import papers as made
from tests.make import people
from tests.make.offices import SMALL, Office, found_office, on
from tests.support import pages
from tests.support.client import Visitor
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

CONCERN = KindFacts(
    code="notice_of_concern", name="行政执法提示函", series="示司监提函", layout="letter",
    parts=(
        KindPart(Part.CAUSE, "现就{被监督单位}有关事项提示如下："),
        KindPart(Part.MATTERS, listing=Listing.TOGETHER),
        KindPart(Part.TERM, "请{期限语}函告。"),
    ),
)  # fmt: skip


def _body(office: Office) -> Body:
    return session.get_one(Body, office.body_id)


def test_a_further_kind_drafts_signs_and_numbers_papers(inside: Inside, office: Office) -> None:
    with inside():
        admin = people.principal("sysadmin")
        kind_editing.add(_body(office), CONCERN, actor=admin)
        paper = papers.signed(office, CONCERN.code)
        assert paper.number == "示司监提函〔2026〕1号"
        assert "现就示例市甲局有关事项提示如下：" in paper.text


def test_a_new_edition_leaves_old_papers_with_theirs(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.draft(office)
        old = paper.kind
        facts = replace(facts_of(old), term_number=15)
        fresh = kind_editing.revise(old, facts, actor=people.principal("sysadmin"))
        assert (fresh.edition, fresh.in_force, old.in_force) == (2, True, False)
        assert paper.kind is old
        assert papers.draft(office).term_number == 15


def test_only_the_newest_edition_is_revised(inside: Inside, office: Office) -> None:
    with inside():
        admin, old = people.principal("sysadmin"), papers.kind(office, "opinion")
        facts = facts_of(old)
        kind_editing.revise(old, facts, actor=admin)
        with pytest.raises(WrongState, match="最新版次"):
            kind_editing.revise(old, facts, actor=admin)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"parts": (KindPart(Part.CAUSE, "{不存在}"),)}, "parts"),
        ({"parts": (KindPart(Part.CAUSE, "{期限"),)}, "parts"),
        ({"parts": (KindPart(Part.CAUSE, "甲"), KindPart(Part.CAUSE, "乙"))}, "parts"),
        ({"series": "AB"}, "series"),
        ({"code": "2 x"}, "code"),
        ({"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)}, "valid_until"),
        ({"objection_number": 10}, "decision_number"),
        (
            {"objection_number": 200, "objection_unit": "月", "decision_number": 1},
            "objection_number",
        ),
        ({"decision_number": 200, "decision_unit": "月"}, "decision_number"),
        ({"term_number": None}, "term_number"),
        ({"counted_as": "opinions"}, "counted_as"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    inside: Inside, office: Office, change: dict[str, object], field: str
) -> None:
    with inside():
        facts = replace(CONCERN, **change)  # type: ignore[arg-type]
        with pytest.raises(DomainError) as refusal:
            kind_editing.add(_body(office), facts, actor=people.principal("sysadmin"))
        assert refusal.value.field == field


def test_a_code_is_used_once_even_after_retirement(inside: Inside, office: Office) -> None:
    with inside():
        admin = people.principal("sysadmin")
        kind = kind_editing.add(_body(office), CONCERN, actor=admin)
        kind_editing.retire(kind, actor=admin)
        assert kinds.in_force(office.body_id, CONCERN.code) is None
        with pytest.raises(DomainError, match="已有代码"):
            kind_editing.add(_body(office), CONCERN, actor=admin)


def test_business_people_do_not_edit_kinds(inside: Inside, office: Office) -> None:
    with inside(), on(date(2026, 3, 2), "handler") as handler, pytest.raises(Forbidden):
        kind_editing.add(_body(office), CONCERN, actor=handler)


def test_drafting_warns_when_the_basis_is_out_of_date(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        facts = replace(CONCERN, legal_basis="示例规定", valid_until=date(2025, 12, 31))
        kind_editing.add(_body(office), facts, actor=people.principal("sysadmin"))
    shown = page(sign_in("handler").get("/instruments/new?kind=notice_of_concern"))
    assert "有效期已于2025年12月31日届满" in shown.text


def test_the_administrator_adds_and_revises_in_the_browser(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    admin = sign_in("sysadmin")
    assert "行政执法监督意见书" in page(admin.get("/instruments/kinds")).text
    typed = {
        "code": CONCERN.code, "name": CONCERN.name, "series": CONCERN.series, "layout": "letter",
    }  # fmt: skip
    path = f"/instruments/kinds/new/{office.body_id}"
    added = admin.submit(path, typed, form=FORM)
    assert added.status_code == 302
    assert "行政执法提示函" in page(admin.get(added.location)).text
    assert admin.get(f"{added.location}/sample.pdf").data.startswith(b"%PDF")
    revised = admin.submit(f"{added.location}/revise", {"item_noun": "件"}, form=FORM)
    assert "第 2 版" in page(admin.get(revised.location)).text


def test_the_kinds_are_closed_to_others(sign_in: SignIn) -> None:
    assert sign_in("handler").get("/instruments/kinds").status_code == 403


def test_the_figure_is_chosen_from_those_there_are(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    admin, path = sign_in("sysadmin"), f"/instruments/kinds/new/{office.body_id}"
    offered = page(admin.get(path)).find("//select[@name='counted_as']/option")
    assert [str(one.get("value")) for one in offered] == ["", *FIGURES]
    assert set(FIGURES) <= set(BY_KEY)
    typed = {
        "code": CONCERN.code, "name": CONCERN.name, "series": CONCERN.series, "layout": "letter",
        "counted_as": "decisions",
    }  # fmt: skip
    foreign = admin.submit(path, {**typed, "counted_as": "problems_found"}, form=FORM)
    assert page(foreign, status=422).find("//*[@name='counted_as']")
    added = admin.submit(path, typed, form=FORM)
    assert "行政执法监督决定书" in page(admin.get(added.location)).text
    with inside():
        papers.signed(office, CONCERN.code)
        papers.signed(office, "decision", over=[papers.problem(office)])
        counts = counting.count(parse("2026"), [office.body_id])
        assert counts.total(BY_KEY["decisions"]).value == 2
        assert counts.total(BY_KEY["opinion_papers"]).value == 0


def test_papers_of_an_older_edition_stay_in_the_figure_of_theirs(
    inside: Inside, office: Office
) -> None:
    with inside():
        admin = people.principal("sysadmin")
        kind = kind_editing.add(
            _body(office), replace(CONCERN, counted_as="decisions"), actor=admin
        )
        papers.signed(office, CONCERN.code)
        facts = replace(facts_of(kind), counted_as="opinion_papers")
        kind_editing.revise(kind, facts, actor=admin)
        papers.signed(office, CONCERN.code)
        counts = counting.count(parse("2026"), [office.body_id])
        found = [counts.total(BY_KEY[key]).value for key in ("decisions", "opinion_papers")]
        assert found == [1, 1]


def test_a_unit_is_shown_only_the_kinds_it_holds(inside: Inside, client: Visitor) -> None:
    """The other body calls a kind by a name of its own: it stood in every unit's list filter."""
    with inside():
        desk, other = found_office(), found_office("另例市", seats=SMALL)
        kind_editing.add(other.body, CONCERN, actor=desk.seats["sysadmin"])
        held = made.paper(desk, InstrumentStatus.DELIVERED).kind.name
    client.submit("/accounts/sign-in", {"username": "liaison", "password": people.PASSWORD})
    shown = pages.check(client.get("/instruments/"))
    options = [one.text_content().strip() for one in shown.find("//select[@name='kind']/option")]
    assert [one for one in options if one.startswith("行政执法")] == [held]
    assert CONCERN.name not in shown.text
