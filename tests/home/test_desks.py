"""The 工作台 of each role: what waits, what falls due next, and few queries."""

from datetime import timedelta

import pytest
from flask import Flask

from supervision.calendar.watch import watch
from supervision.core import clock
from supervision.core.access import Role
from supervision.core.db import session
from supervision.instruments.states import InstrumentStatus as S
from supervision.reminders.models import Channel, Dispatch, DispatchState
from tests.make import papers, people, terms
from tests.make.offices import SMALL, USUAL, found_office
from tests.make.people import PASSWORD
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.queries import queries
from tests.support.seats import SignIn
from tests.support.work import Inside

MOST_QUERIES = 12


def _enter(client: Visitor, username: str) -> Visitor:
    client.submit("/accounts/sign-in", {"username": username, "password": PASSWORD})
    return client


@pytest.mark.parametrize(
    ("username", "status", "duty"),
    [
        ("reviewer", S.REVIEWING, "待我审核"),
        ("signatory", S.AWAITING_SIGNATURE, "待我签发"),
        ("handler", S.RETURNED, "退回我修改"),
        ("second", S.REPLIED, "待核查"),
        ("reviewer", S.VERIFIED, "待确认销号"),
    ],
)
def test_a_paper_waits_for_whoever_is_next(
    client: Visitor, inside: Inside, page: PageCheck, username: str, status: S, duty: str
) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper_id = papers.paper(desk, status).id
    shown = page(_enter(client, username).get("/"))
    assert shown.find(f"//h3[contains(., '{duty}')]"), duty
    assert shown.find(f"//ul[@class='task-list']//a[@href='/instruments/{paper_id}']")


@pytest.mark.parametrize("username", ["handler", "reviewer", "signatory"])
def test_another_bodys_papers_never_wait_here(
    client: Visitor, inside: Inside, page: PageCheck, username: str
) -> None:
    with inside():
        found_office(seats=SMALL)
        other = found_office("样例市", seats=SMALL, prefix="b")
        papers.paper(other, S.REVIEWING)
        papers.paper(other, S.AWAITING_SIGNATURE)
        papers.paper(other, S.REPLIED)
    shown = page(_enter(client, username).get("/"))
    assert not shown.find("//h3[@class='duty-head']")
    assert "样例市" not in shown.text


def test_the_overdue_come_first_and_can_be_urged_at_once(
    client: Visitor, inside: Inside, page: PageCheck
) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        late, later = (papers.paper(desk, S.DELIVERED).id for _ in range(2))
        today = clock.today()
        for paper_id, day in ((late, today - timedelta(days=9)), (later, today + timedelta(99))):
            terms.ends_on(paper_id, day)
    shown = page(_enter(client, "handler").get("/"))
    rows = shown.find("//*[@data-rows]/tbody/tr")
    assert [row.xpath(".//a[contains(@href, '/instruments/')]/@href")[0] for row in rows] == [
        f"/instruments/{late}",
        f"/instruments/{later}",
    ]
    assert [len(row.xpath(".//form//button[contains(., '催办')]")) for row in rows] == [1, 0]


@pytest.mark.parametrize(
    ("username", "status", "step"),
    [
        ("liaison", S.DELIVERED, "逐条答复"),
        ("head", S.DELIVERED, "等联络员答复"),
        ("liaison", S.REPLIED, "等监督机构核查"),
        ("liaison", S.VERIFIED, "等确认销号"),
    ],
)
def test_the_inbox_says_what_to_do_next_with_every_open_paper(
    client: Visitor, inside: Inside, page: PageCheck, username: str, status: S, step: str
) -> None:
    with inside():
        papers.paper(found_office(seats=SMALL), status)
    rows = page(_enter(client, username).get("/")).find("//*[@data-rows]/tbody/tr")
    assert len(rows) == 1
    assert step in rows[0].text_content()


@pytest.mark.store
def test_the_system_administrator_sees_what_could_not_be_sent(
    bureau: None, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        now = clock.now()
        session.add(
            Dispatch(
                user_id=people.principal("handler").user_id or 0, channel=Channel.MAIL,
                day=clock.today(), state=DispatchState.FAILED, created_at=now, next_at=now,
            )
        )  # fmt: skip
    shown = page(sign_in("sysadmin").get("/"))
    assert "查明原因后可重新发送" in shown.text
    assert "扫描期限，生成提醒" in shown.text


def test_the_auditor_is_told_when_the_chain_was_last_verified(
    bureau: None, sign_in: SignIn, page: PageCheck
) -> None:
    visitor = sign_in("auditor")
    assert "还没有核验过" in page(visitor.get("/")).text
    visitor.submit("/audit/verify", {})
    assert "七日内已核验" in page(visitor.get("/")).text


@pytest.mark.parametrize("seat", USUAL)
def test_a_desk_takes_few_queries(
    bureau: None, sign_in: SignIn, app: Flask, page: PageCheck, seat: str
) -> None:
    visitor = sign_in(seat)
    page(visitor.get("/"))
    with queries(app) as sent:
        visitor.get("/")
    assert len(sent) <= MOST_QUERIES, sent


@pytest.mark.store
def test_one_person_in_all_three_seats_takes_few_queries(
    client: Visitor, inside: Inside, app: Flask
) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        for status in (S.REVIEWING, S.AWAITING_SIGNATURE, S.DELIVERED, S.REPLIED, S.VERIFIED):
            papers.paper(desk, status)
        seats = (Role.HANDLER, Role.REVIEWER, Role.SIGNATORY)
        people.user("all", *seats, body=desk.body)
    visitor = _enter(client, "all")
    visitor.get("/")
    with queries(app) as sent:
        shown = visitor.get("/").get_data(as_text=True)
    assert len(sent) <= MOST_QUERIES, sent
    for duty in ("待我审核", "待我签发", "待确认销号", "待核查"):
        assert duty in shown


def test_a_missing_notice_is_named_once_on_the_desk_of_the_system_administrator(
    inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """By the check where nobody was told yet, by the alarm from then on."""
    clock("2026-11-10 09:00")
    for told in (False, True):
        if told:
            with inside():
                watch()
        text = page(sign_in("sysadmin").get("/")).text
        assert text.count("2027年放假通知尚未录入") == 1, told
