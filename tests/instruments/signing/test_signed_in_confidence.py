"""登记线下签批 of a 移交函: what waits for a second person waits for those alone who may know of the referral."""

import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.referrals import letters
from supervision.referrals.states import ReferralStatus
from supervision.reminders.models import Notice, NoticeKind
from tests.make import case_files as papers
from tests.make import on_paper, people, referrals
from tests.make.offices import Office
from tests.support import second
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


@pytest.fixture
def registered(inside: Inside, office: Office, clock: Clock) -> None:
    """Known to its handler, the leader and one section head; the other head knows nothing of it."""
    clock("2026-03-02 09:00")
    with inside():
        known, over = [referrals.account("reviewer")], [papers.problem(office)]
        made = referrals.referral(ReferralStatus.REVIEWING, viewers=known, problems=over)
        handler = people.principal("handler")
        on_paper.register(letters.draft(made, actor=handler), by=handler)


def test_whoever_knows_nothing_of_it_has_nothing_waiting(
    registered: None, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """The other head had 待办 1 and could open nothing of it."""
    assert len(second.waiting(sign_in("reviewer"))) == 1
    stranger = sign_in("reviewer2")
    assert second.waiting(stranger) == []
    assert "登记线下签批" not in page(stranger.get("/")).text
    with inside():
        told = sa.select(Notice.user_id).where(Notice.kind == NoticeKind.PROPOSAL)
        strangers = {people.principal(one).user_id for one in ("reviewer2", "second", "signatory2")}
        assert not strangers & set(session.scalars(told))
