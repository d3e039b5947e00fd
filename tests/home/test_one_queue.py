"""待办 is one thing: badge, 工作台, 待办 and the message outside say the same number, for everybody."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask, url_for

from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.core import clock, pending
from supervision.core.access import seeing
from supervision.core.access.scope import scope_of
from supervision.core.db import session
from supervision.instruments.flow import FLOW as PAPERS
from supervision.instruments.models import Instrument
from supervision.instruments.states import Conclusion, Opinion
from supervision.instruments.states import InstrumentStatus as S
from supervision.instruments.verifying import service as verifying
from supervision.problems.models import Severity
from supervision.reminders import digest, inbox, sending
from supervision.reminders.models import Channel, NoticeKind
from supervision.reminders.sweep import sweep
from tests.make import papers, people
from tests.make.offices import SMALL, found_office
from tests.make.people import PASSWORD
from tests.support.client import Visitor
from tests.support.pages import Page, PageCheck
from tests.support.story import copy_of
from tests.support.work import Inside


def _enter(app: Flask, username: str, password: str = PASSWORD) -> Visitor:
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.submit("/accounts/sign-in", {"username": username, "password": password})
    return visitor


def _badge(shown: Page) -> str:
    found = shown.find("//*[@class='inbox-count']/text()")
    return found[0].strip() if found else "0"


def _said(shown: Page) -> str:
    """“共N件”, in the head of 待办 or of the panel of the 工作台."""
    words = " ".join(shown.find("//*[@class='page-note' or @class='panel-note']/text()"))
    found = re.search(r"(?:共|等我办理) (\d+\+?) 件", words)
    return found[1] if found else "0"


class TestDemonstration:
    """Everybody of the year that every visitor sees first."""

    @pytest.fixture
    def instance(self, demonstration: Path, tmp_path: Path) -> Path:
        return copy_of(demonstration, tmp_path)

    @pytest.mark.parametrize("every", [2, pytest.param(1, marks=pytest.mark.battery)])
    def test_four_numbers_are_one_for_everybody(
        self, app: Flask, passwords: dict[str, str], page: PageCheck, inside: Inside, every: int
    ) -> None:
        """`every`: of so many people one looks at the pages."""
        with inside():
            sweep()
            told = {
                user.username: sending.waiting_of(user, Channel.MAIL).total
                for user in session.scalars(sa.select(User))
            }
        assert sum(bool(number) for number in told.values()) >= 5, told
        for username, password in list(passwords.items())[::every]:
            visitor = _enter(app, username, password)
            home, queue = page(visitor.get("/")), page(visitor.get("/reminders/"))
            numbers = {_badge(home), _badge(queue), _said(home), _said(queue)}
            assert numbers == {str(told[username])}, username
            assert digest.sentence(told[username]) == f"您有{told[username]}件待办"

    def test_every_duty_leads_to_the_view_it_names(
        self, app: Flask, passwords: dict[str, str], page: PageCheck, inside: Inside
    ) -> None:
        with app.app_context():
            named = [one for one in pending.DUTIES.parts() if one.tab]
        looked = set()
        for username, password in passwords.items():
            visitor = _enter(app, username, password)
            with inside():
                me = people.principal(username)
            for duty in named:
                if duty.permission is not None and not me.can(duty.permission):
                    continue
                with app.test_request_context():
                    address = url_for(duty.listed, tab=duty.tab)
                shown = page(visitor.get(address))
                assert shown.find(f"//*[@class='tabs']//a[@aria-current][@href='{address}']"), duty
                looked.add(duty.title)
        assert looked == {one.title for one in named}

    def test_whatever_waits_can_be_acted_on(self, app: Flask, inside: Inside) -> None:
        """No paper stands before somebody whom the rules would refuse."""
        refused = []
        with inside():
            people = [principal_of(one) for one in session.scalars(sa.select(User))]
        for me in people:
            with app.test_request_context(), seeing(scope_of(me)):
                for group in pending.groups(me, shown=50):
                    for task in group.tasks:
                        found = re.fullmatch(r"/instruments/(\d+)", task.url)
                        if found and group.title != "提醒":
                            paper = session.get_one(Instrument, int(found[1]))
                            if not PAPERS.available(paper, me):
                                refused.append((me.username, group.title, task.url))
        assert not refused


@pytest.mark.parametrize(
    ("username", "status", "title"),
    [
        ("handler", S.DRAFT, None),
        ("reviewer", S.REVIEWING, "待我审核"),
        ("signatory", S.AWAITING_SIGNATURE, "待我签发"),
        ("handler", S.RETURNED, "退回我修改"),
        ("second", S.REGISTERED, "待我确认"),
        ("handler", S.REGISTERED, "待上传签批扫描件"),
        ("handler", S.SIGNED, "待送达"),
        ("liaison", S.DELIVERED, "待答复"),
        ("head", S.DELIVERED, None),
        ("second", S.REPLIED, "待核查"),
        ("reviewer", S.VERIFIED, "待确认销号"),
        ("handler", S.CLOSED, None),
    ],
)
def test_what_waits_is_in_the_queue_of_whoever_is_next_and_of_nobody_else(
    app: Flask, inside: Inside, page: PageCheck, username: str, status: S, title: str | None
) -> None:
    with inside():
        papers.paper(found_office(seats=SMALL), status)
    queue = page(_enter(app, username).get("/reminders/"))
    titles = [one.text_content() for one in queue.find("//h3[@class='duty-head']/a")]
    assert [one.split()[0] for one in titles] == ([title] if title else [])
    assert _badge(queue) == _said(queue) == ("1" if title else "0")


def test_whoever_wrote_in_a_paper_does_not_find_it_for_review(
    app: Flask, inside: Inside, page: PageCheck
) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk)
        paper.author_ids = [*paper.author_ids, desk.reviewer.user_id or 0]
        papers.submitted(paper, desk)
    assert _badge(page(_enter(app, "reviewer").get("/"))) == "0"


def test_a_matter_with_a_reminder_beside_is_one(
    app: Flask, inside: Inside, page: PageCheck
) -> None:
    """A paper that its unit handed back, of which the handler was also told that its last day moved."""
    with inside():
        desk = found_office(seats=SMALL)
        key = papers.paper(desk, S.HANDED_BACK).id
        people, said = [desk.handler.user_id or 0], "期限顺延"
        inbox.announce(
            people, kind=NoticeKind.MOVED, step="moved-1", title=said, root=("instrument", key)
        )
    shown = page(_enter(app, "handler").get("/reminders/"))
    assert shown.find("//*[@data-rows]/tbody/tr"), "the reminder is there"
    assert _badge(shown) == "1"


def test_the_section_head_finds_items_that_wait_while_others_do_not(
    app: Flask, inside: Inside, page: PageCheck
) -> None:
    """Two of three mended: one handler agrees, the section head is the second person."""
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.REPLIED)
        paper_id = paper.id
        verifying.conclude(paper.items[:1], Conclusion.MENDED, note="现场复核", actor=desk.handler)
    assert _badge(page(_enter(app, "reviewer").get("/"))) == "0"
    with inside():
        items = session.get_one(Instrument, paper_id).items[:1]
        verifying.opine(items, Opinion.AGREE, actor=desk.handler)
    shown = page(_enter(app, "reviewer").get("/reminders/"))
    assert "待逐条确认销号" in shown.text
    assert _badge(shown) == "1"


def test_a_grave_one_waits_for_the_section_head_after_two(
    app: Flask, inside: Inside, page: PageCheck
) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, S.REPLIED)
        paper_id, items = paper.id, paper.items[:1]
        found = items[0].problem
        assert found is not None
        found.second_by_id, found.second_on = desk.second.user_id, clock.today()
        found.severity = Severity.GRAVE
        verifying.conclude(items, Conclusion.MENDED, note="现场复核", actor=desk.handler)
        verifying.opine(items, Opinion.AGREE, actor=desk.handler)
    assert "待逐条确认销号" not in page(_enter(app, "reviewer").get("/reminders/")).text
    with inside():
        items = session.get_one(Instrument, paper_id).items[:1]
        verifying.opine(items, Opinion.AGREE, actor=desk.second)
    assert "待逐条确认销号" in page(_enter(app, "reviewer").get("/reminders/")).text
