"""One person in several seats, and deputies: whoever cannot take a step is neither told that it waits for them nor
finds it in 待办; whoever can, is and does."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.accounts.models import Deputy, User
from supervision.core.access import Role
from supervision.core.access.principal import acting
from supervision.core.db import session
from supervision.instruments.drafting import service as drafting
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.service import ExtensionFacts
from supervision.instruments.models import Instrument
from supervision.instruments.replying import service as replying
from supervision.instruments.states import Conclusion, Opinion
from supervision.instruments.verifying import service as verifying
from supervision.reminders.sweep import sweep
from tests.make import case_files as papers
from tests.make import people
from tests.make.offices import Office
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

DAY = date(2026, 3, 10)


@pytest.fixture
def bureau(inside: Inside, clock: Clock) -> Office:
    clock("2026-03-10 10:00")
    with inside():
        return papers.office()


def _user(username: str) -> User:
    return session.scalars(sa.select(User).where(User.username == username)).one()


def _acts(username: str, verb, *args, **words) -> None:  # type: ignore[no-untyped-def]
    person = people.principal(username)
    with acting(person):
        verb(*args, actor=person, **words)


def _stands_in(deputy: str, person: str, until: date = date(2026, 4, 30)) -> None:
    row = Deputy(
        person_id=_user(person).id, deputy_id=_user(deputy).id, from_on=DAY, until_on=until
    )
    session.add(row)
    session.flush()


def _drafted(bureau: Office, by: str = "handler") -> Instrument:
    """A paper whose words `by` changed."""
    paper = papers.draft(bureau)
    paper.author_ids = [_user(by).id]
    session.flush()
    return paper


def _queue(sign_in: SignIn, page: PageCheck, username: str) -> str:
    return page(sign_in(username).get("/reminders/")).text


def test_whoever_drafted_or_reviewed_is_not_told_to_sign(
    bureau: Office, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """A leader who drafted, a section head who signs as well, the leader's deputy who drafted."""
    with inside():
        people.user("drafts", Role.HANDLER, Role.SIGNATORY, body=bureau.body)
        people.user("heads", Role.REVIEWER, Role.SIGNATORY, body=bureau.body)
        _stands_in("second", "signatory2")
        paper = _drafted(bureau, "drafts")
        paper.author_ids = [*paper.author_ids, _user("second").id]
        session.flush()
        _acts("handler", drafting.submit, paper)
        _acts("heads", drafting.pass_review, paper)
    for username in ("signatory", "signatory2"):
        assert "待您签发" in _queue(sign_in, page, username)
    for username in ("drafts", "heads", "second"):
        assert "待您签发" not in _queue(sign_in, page, username), username


def test_a_reviewers_deputy_who_drafted_is_not_told_to_review(
    bureau: Office, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        _stands_in("second", "reviewer2")
        paper = _drafted(bureau, "second")
        _acts("handler", drafting.submit, paper)
    assert "待您审核" in _queue(sign_in, page, "reviewer")
    assert "待您审核" not in _queue(sign_in, page, "second")


def _verified(bureau: Office, by: str) -> None:
    """Concluded and agreed to by `by` alone; it waits for the section head."""
    paper = papers.replied(bureau, day=date(2026, 3, 9))
    _acts(by, verifying.conclude, paper.items, Conclusion.MENDED, note="已核对材料。")
    _acts(by, verifying.opine, paper.items, Opinion.AGREE)
    _acts(by, verifying.pass_verification, paper)


def test_a_section_head_who_agreed_already_has_nothing_to_confirm(
    bureau: Office, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """待确认销号 stood in the 待办 of the one person who may not."""
    with inside():
        people.user("both", Role.HANDLER, Role.REVIEWER, body=bureau.body)
        _verified(bureau, "both")
    assert "待确认销号" in _queue(sign_in, page, "reviewer")
    shown = _queue(sign_in, page, "both")
    assert "待确认销号" not in shown


def test_a_leader_who_agreed_to_an_extension_as_section_head_has_not_to_grant_it(
    bureau: Office, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """待批再次延期 stood with the one who forwarded it, and may not grant it."""
    with inside():
        people.user("heads", Role.REVIEWER, Role.SIGNATORY, body=bureau.body)
        paper = papers.delivered(bureau)
        for number, last in enumerate((date(2026, 4, 10), date(2026, 4, 20))):
            facts = ExtensionFacts("修订制度", last)
            with acting(people.principal("liaison")) as _:
                asked = extending.ask(paper, facts, actor=people.principal("liaison"))
            if number:
                _acts("heads", extending.forward, asked)
            else:
                _acts("reviewer", extending.grant, asked, new_due=last)
    assert "待批再次延期" in _queue(sign_in, page, "signatory")
    assert "待批再次延期" not in _queue(sign_in, page, "heads")


def test_a_section_head_who_drafted_is_told_that_it_waits_for_confirmation(
    bureau: Office, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Nothing forbids it: in a small office there is nobody else, and nobody was told."""
    with inside():
        paper = papers.replied(bureau, day=date(2026, 3, 9))
        paper.author_ids = [*paper.author_ids, _user("reviewer").id]
        _acts("handler", verifying.conclude, paper.items, Conclusion.MENDED, note="已核对。")
        _acts("handler", verifying.opine, paper.items, Opinion.AGREE)
        _acts("handler", verifying.pass_verification, paper)
    shown = _queue(sign_in, page, "reviewer")
    assert "待确认销号" in shown
    assert "核查结论待您确认" in shown


def test_a_deputy_who_went_to_another_office_is_told_nothing_more(
    bureau: Office, inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """The rights ended with the move, the notices did not: steps and days of the old office came on."""
    with inside():
        _stands_in("second", "handler")
        _user("second").body_id = people.body("样例市").id
        paper = papers.delivered(bureau)
        named = paper.number
        assert named
        for item in paper.items:
            _acts("liaison", replying.answer, item, "已整改。")
        _acts("liaison", replying.send, paper)
    assert named in _queue(sign_in, page, "handler")
    with inside():
        late = papers.delivered(bureau).number
        assert late
    clock("2026-04-02 10:00")
    with inside():
        sweep()
    assert late in _queue(sign_in, page, "handler")
    told = page(sign_in("second").get("/reminders/?all=1")).text
    assert named not in told
    assert late not in told
