"""Somebody is away or leaves: deputies hold roles for some days, open matters pass on in one step."""

from datetime import date

import pytest

from supervision.accounts import deputies
from supervision.accounts.models import User
from supervision.core.access import Permission
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.core.duedates import of_owner
from supervision.core.errors import DomainError, Forbidden
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument
from supervision.instruments.signing import service as signing
from supervision.instruments.states import InstrumentStatus
from supervision.problems.models import Problem
from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make import handing
from tests.make.offices import Office, on
from tests.support import second as another
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

FIRST, LAST = date(2026, 2, 24), date(2026, 2, 27)


def _user(username: str) -> User:
    return session.query(User).filter_by(username=username).one()


def _appoint(person: str, deputy: str, *, first: date = FIRST, last: date = LAST) -> None:
    with on(date(2026, 2, 23), person) as actor:
        deputies.appoint(_user(person), _user(deputy), from_on=first, until_on=last, actor=actor)


@pytest.mark.parametrize(
    ("day", "may"),
    [(date(2026, 2, 23), False), (FIRST, True), (LAST, True), (date(2026, 2, 28), False)],
)
def test_a_deputy_holds_the_role_from_the_first_to_the_last_day(
    inside: Inside, office: Office, day: date, may: bool
) -> None:
    with inside():
        _appoint("signatory", "reviewer2")
        with on(day, "reviewer2") as deputy:
            assert deputy.can(Permission.INSTRUMENT_SIGN) is may


def test_a_leaders_deputy_signs_and_the_trail_says_for_whom(inside: Inside, office: Office) -> None:
    with inside() as work:
        _appoint("signatory", "reviewer2")
        paper = papers.draft(office)
        for username, verb in (
            ("handler", drafting.submit),
            ("reviewer", drafting.pass_review),
            ("reviewer2", signing.sign),
        ):
            with on(date(2026, 2, 25), username) as person:
                verb(paper, actor=person)
        assert paper.status is InstrumentStatus.SIGNED
        work.commit()
        with seeing(EVERYTHING):
            assert any(entry.text == "签发（代示例signatory）" for entry in timeline(paper))


def test_a_deputy_still_does_not_sign_what_they_reviewed(inside: Inside, office: Office) -> None:
    with inside():
        _appoint("signatory", "reviewer")
        paper = papers.draft(office)
        with on(date(2026, 2, 25), "handler") as handler:
            drafting.submit(paper, actor=handler)
        with on(date(2026, 2, 25), "reviewer") as reviewer:
            drafting.pass_review(paper, actor=reviewer)
            with pytest.raises(Forbidden, match="审核人不能签发"):
                signing.sign(paper, actor=reviewer)


def test_a_lent_role_is_not_lent_on(inside: Inside, office: Office) -> None:
    with inside():
        _appoint("signatory", "reviewer2")
        _appoint("reviewer2", "second")
        with on(FIRST, "second") as second:
            assert second.can(Permission.INSTRUMENT_REVIEW)
            assert not second.can(Permission.INSTRUMENT_SIGN)


def test_a_units_head_replies_for_its_clerk_but_no_other_unit_does(
    inside: Inside, office: Office
) -> None:
    with inside():
        _appoint("liaison", "head")
        with on(FIRST, "head") as head:
            assert head.can(Permission.INSTRUMENT_REPLY)
        with pytest.raises(DomainError, match="同一单位"):
            _appoint("head", "liaison2")


def test_one_deputy_at_a_time_named_by_oneself(inside: Inside, office: Office) -> None:
    with inside():
        _appoint("signatory", "reviewer2")
        with pytest.raises(DomainError, match="已由"):
            _appoint("signatory", "signatory2", first=LAST, last=date(2026, 3, 6))
        with on(FIRST, "handler") as other, pytest.raises(Forbidden):
            deputies.appoint(
                _user("signatory2"), _user("handler"), from_on=FIRST, until_on=LAST, actor=other
            )


def test_coming_back_early_ends_the_deputys_rights_at_once(inside: Inside, office: Office) -> None:
    with inside():
        _appoint("signatory", "reviewer2")
        with on(date(2026, 2, 25), "signatory") as leader:
            deputies.end(deputies.absences(_user("signatory").id)[0], actor=leader)
        with on(date(2026, 2, 25), "reviewer2") as deputy:
            assert not deputy.can(Permission.INSTRUMENT_SIGN)


def test_all_open_matters_pass_on_in_one_step(inside: Inside, office: Office) -> None:
    with inside():
        found = papers.problem(office)
        paper = papers.delivered(office, "rectification_notice", over=[found])
        done = papers.replied(office)
        papers.close(done, day=date(2026, 3, 25))
        second = _user("second")
        with on(date(2026, 3, 26), "reviewer") as reviewer:
            passed = handing.hand_over(_user("handler"), second, reason="调离", actor=reviewer)
        counts = {one.label: one.count for one in passed if one.count}
        assert counts == {"在办问题": 1, "未办结文书": 1, "未了结的期限": 1}
        assert {found.handler_id, paper.handler_id, of_owner(paper)[-1].holder_id} == {second.id}
        assert done.handler_id != second.id, "what is ended stays with whom it was"
        assert paper.drafted_by_id != second.id, "who drafted stays on record"


def test_matters_go_to_a_colleague_of_the_same_body_only(inside: Inside, office: Office) -> None:
    with inside(), on(date(2026, 3, 26), "reviewer") as reviewer:
        person, outsider = _user("handler"), _user("liaison")
        with pytest.raises(DomainError, match="接手人"):
            handing.hand_over(person, outsider, reason="调离", actor=reviewer)


def test_the_pages_of_deputies_and_handover(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-03 09:00")
    with inside():
        papers.delivered(office)
        ids = {name: _user(name).id for name in ("handler", "second", "reviewer2")}
    leader, reviewer = sign_in("signatory"), sign_in("reviewer")
    typed = {"deputy_id": str(ids["reviewer2"]), "until_on": "2026-03-06"}
    assert leader.submit("/absence/deputies", typed, form=FORM).status_code == 302
    assert "代理中" in page(leader.get("/absence/deputies")).text
    assert "未办结文书 1" in page(reviewer.get("/absence/handover")).text
    typed = {"successor_id": str(ids["second"]), "reason": "调离"}
    answer = reviewer.submit(f"/absence/handover/{ids['handler']}", typed, form=FORM)
    assert answer.status_code == 302
    assert "未办结文书 1" in page(reviewer.get("/absence/handover")).text, "nothing moved yet"
    heir = sign_in("second")
    assert another.waiting(sign_in("handler")) == [], "nor does whoever leaves"
    assert another.confirm(heir).status_code == 302
    listed = page(reviewer.get("/absence/handover"))
    printed = page(heir.get(listed.find("//a[contains(@href, '/lists/')]/@href")[0])).text
    for word in (
        "移交人",
        "示例handler",
        "接交人",
        "示例second",
        "监交人",
        "示例reviewer",
        "未办结文书",
    ):
        assert word in printed
    assert sign_in("handler").get("/absence/handover").status_code == 403


def test_some_matters_pass_on_with_their_terms_and_the_rest_stays(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-03 09:00")
    with inside():
        paper = papers.delivered(office, "rectification_notice", over=[papers.problem(office)])
        kept = papers.problem(office)
        second, of_paper, of_kept, handler = (
            _user("second").id, paper.id, kept.id, _user("handler").id,
        )  # fmt: skip
    address = f"/absence/handover/{handler}"
    typed = {"successor_id": str(second), "reason": "分工调整", "scope": "chosen"}
    nothing = sign_in("reviewer").submit(address, typed, form=FORM)
    assert nothing.status_code == 422
    assert "没有选择事项" in page(nothing, status=422).text
    others = {"matters": ["user:1"]}
    assert sign_in("reviewer").submit(address, typed | others, form=FORM).status_code == 422
    chosen = typed | {"matters": [f"instrument:{of_paper}"]}
    assert sign_in("reviewer").submit(address, chosen, form=FORM).status_code == 302
    assert another.confirm(sign_in("second")).status_code == 302
    with inside():
        paper = session.get_one(Instrument, of_paper)
        assert {paper.handler_id, of_owner(paper)[-1].holder_id} == {second}
        assert session.get_one(Problem, of_kept).handler_id == handler


def test_a_units_matters_pass_on_together(
    inside: Inside, office: Office, sign_in: SignIn, clock: Clock
) -> None:
    clock("2026-03-03 09:00")
    with inside():
        problem = papers.problem(office)
        mine, unit, handler = problem.id, problem.unit.name, _user("handler").id
        second = _user("second").id
    typed = {"successor_id": str(second), "reason": "分工调整", "scope": "unit", "unit": unit}
    answer = sign_in("reviewer").submit(f"/absence/handover/{handler}", typed, form=FORM)
    assert answer.status_code == 302
    assert another.confirm(sign_in("second")).status_code == 302
    with inside():
        assert session.get_one(Problem, mine).handler_id == second


def test_who_stands_in_sees_what_is_coming_for_the_absent(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-20 09:00")  # due on 1 April
    with inside():
        papers.delivered(office, "rectification_notice", over=[papers.problem(office)])
        today = date(2026, 3, 20)
    for username in ("handler", "second"):
        shown = page(sign_in(username).get("/reminders/ahead")).text
        assert ("2026-04-01" in shown) is (username == "handler"), username
    with inside(), on(today, "handler") as actor:
        person, other = _user("handler"), _user("second")
        deputies.appoint(person, other, from_on=today, until_on=today, actor=actor)
    assert "2026-04-01" in page(sign_in("second").get("/reminders/ahead")).text
