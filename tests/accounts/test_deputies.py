"""外出代理: who stands in finds what waits for the absent, goes on with it, and the record says for whom; then it ends."""

from datetime import date

import pytest

from supervision.accounts import deputies
from supervision.accounts.models import User
from supervision.clues.states import ClueStatus
from supervision.core.db import session
from supervision.instruments.drafting import service as drafting
from supervision.problems import service as problems
from supervision.referrals.states import ReferralStatus
from tests.make import case_files as papers
from tests.make import clues, handing, people, referrals
from tests.make.offices import Office, on
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

FORM = "//form[@class='form']"
FIRST, LAST = date(2026, 3, 10), date(2026, 3, 13)


@pytest.fixture
def office(inside: Inside) -> Office:
    with inside():
        return papers.office()


@pytest.fixture
def bureau(office: Office) -> Office:
    return office


def _user(username: str) -> User:
    return session.query(User).filter_by(username=username).one()


@pytest.fixture
def away(inside: Inside, office: Office, clock: Clock) -> None:
    """handler is away from 10 to 13 March, second stands in."""
    clock("2026-03-10 10:00")
    with inside(), on(FIRST, "handler") as handler:
        person, deputy = _user("handler"), _user("second")
        deputies.appoint(person, deputy, from_on=FIRST, until_on=LAST, actor=handler)


def _clue(inside: Inside, state: ClueStatus) -> int:
    with inside():
        return clues.clue(state).id


def test_a_handlers_clue_is_closed_by_the_deputy_in_the_handlers_stead(
    away: None, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    key = _clue(inside, ClueStatus.CHECKING)
    second = sign_in("second")
    assert "轮到您" in page(second.get(f"/clues/{key}")).text
    typed = {"finding": "true", "result": "属实。"}
    answer = second.submit(f"/clues/{key}/step/close", typed, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert "（代示例handler） · 示例second" in page(second.get(f"/clues/{key}")).text
    assert "待回告" in page(second.get("/reminders/")).text


def test_what_was_sent_back_to_the_absent_is_found_and_given_up_by_the_deputy(
    away: None, inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        paper = papers.draft(office, day=date(2026, 3, 9))
        for username, verb in (("handler", drafting.submit), ("reviewer", _send_back)):
            with on(date(2026, 3, 9), username) as person:
                verb(paper, actor=person)
        key = paper.id
    second = sign_in("second")
    assert "退回我修改" in page(second.get("/reminders/")).text
    form = "//form[contains(@action, '/do/discard')]"
    answer = second.submit(f"/instruments/{key}", {"reason": "不再下发。"}, form=form)
    assert answer.status_code == 302
    assert "放弃此稿（代示例handler）" in page(second.get(f"/instruments/{key}")).text


def _send_back(paper: object, *, actor: object) -> None:
    drafting.send_back(paper, reason="请补充依据", actor=actor)  # type: ignore[arg-type]


def test_with_the_last_day_the_deputys_part_is_over(
    away: None, inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    key = _clue(inside, ClueStatus.CHECKING)
    closed = _clue(inside, ClueStatus.CLOSED)
    clock("2026-03-14 10:00")
    second = sign_in("second")
    assert second.get(f"/clues/{key}/step/close").status_code == 403
    assert "待回告" not in page(second.get("/reminders/")).text
    assert "待回告" in page(sign_in("handler").get("/reminders/")).text
    assert page(second.get(f"/clues/{closed}"))


def test_a_step_taken_by_a_lent_role_says_whose_it_is(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Not the signature alone; a role of one's own is nobody else's."""
    clock("2026-03-10 10:00")
    with inside():
        with on(FIRST, "reviewer") as head:
            person, deputy = _user("reviewer"), _user("second")
            deputies.appoint(person, deputy, from_on=FIRST, until_on=LAST, actor=head)
        paper = papers.draft(office, day=date(2026, 3, 9))
        with on(FIRST, "handler") as handler:
            drafting.submit(paper, actor=handler)
        key = paper.id
    second = sign_in("second")
    form = "//form[contains(@action, '/do/pass_review')]"
    assert second.submit(f"/instruments/{key}", {}, form=form).status_code == 302
    shown = page(second.get(f"/instruments/{key}")).text
    assert "审核通过（代示例reviewer）" in shown
    assert "提交审核 · 示例handler" in shown


@pytest.mark.parametrize("named", [True, False])
def test_a_referral_is_gone_on_with_by_a_deputy_who_is_named_on_it(
    away: None, inside: Inside, sign_in: SignIn, named: bool
) -> None:
    with inside():
        viewers = [_user("second")] if named else []
        key = referrals.referral(ReferralStatus.SENT, on=date(2026, 3, 9), viewers=viewers).id
    second = sign_in("second")
    if not named:
        assert second.get(f"/referrals/{key}").status_code == 404
        return
    answer = second.submit(f"/referrals/{key}/step/receive", {}, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)


def test_who_stands_in_for_the_handler_does_not_see_who_informed(
    away: None, inside: Inside, sign_in: SignIn
) -> None:
    key = _clue(inside, ClueStatus.CHECKING)
    assert sign_in("second").get(f"/clues/{key}/informant").status_code in (403, 404)


def test_a_returned_draft_that_was_handed_over_waits_for_whoever_took_it(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-10 10:00")
    with inside():
        paper = papers.draft(office, day=date(2026, 3, 9))
        for username, verb in (("handler", drafting.submit), ("reviewer", _send_back)):
            with on(date(2026, 3, 9), username) as person:
                verb(paper, actor=person)
        head = people.principal("reviewer")
        handing.hand_over(_user("handler"), _user("second"), reason="调离", actor=head)
    assert "退回我修改" in page(sign_in("second").get("/reminders/")).text


def test_nobody_is_named_who_is_away_then(
    away: None, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        absent = _user("handler").id
    typed = {"deputy_id": str(absent), "until_on": "2026-03-12"}
    answer = sign_in("reviewer").submit("/absence/deputies", typed, form=FORM)
    shown = page(answer, status=422)
    assert "示例handler自己2026年3月10日至2026年3月13日外出，请另选代理人" in shown.text


def test_a_deputy_who_goes_away_is_told_whose_matters_are_left(
    away: None, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """A lent role is not lent on."""
    with inside():
        other = _user("reviewer2").id
    second = sign_in("second")
    typed = {"deputy_id": str(other), "until_on": "2026-03-12"}
    assert second.submit("/absence/deputies", typed, form=FORM).status_code == 302
    assert "您这几天还在代理示例handler" in page(second.get("/absence/deputies")).text


def test_what_one_says_as_the_second_of_two_is_said_for_nobody_else(
    away: None, inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """认定 by whoever stands in for the handler is that person's own."""
    with inside():
        with on(date(2026, 3, 9), "handler") as handler:
            facts = problems.ProblemFacts(
                unit=office.unit, title="以罚代管", category="程序不规范", found_on=date(2026, 3, 9)
            )
            found = problems.record(facts, actor=handler)
            problems.explain(found, text="属实。", on=date(2026, 3, 9), actor=handler)
            problems.establish(found, on=date(2026, 3, 9), actor=handler)
        key = found.id
        with on(FIRST, "second") as second:
            problems.establish(found, on=FIRST, actor=second)
    shown = page(sign_in("second").get(f"/problems/{key}")).text
    assert "· 示例second" in shown
    assert "代示例handler" not in shown
