"""The light of a paper on every page: its kind's policy, half the term, 暂定, and a moved last day."""

from datetime import date, timedelta

import pytest

from supervision.calendar import service as calendar
from supervision.calendar.service import DayChange
from supervision.core.db import session
from supervision.core.deadlines import Mark, Policy
from supervision.core.duedates import DueKind, DueState, of_owner, open_of, set_policy
from supervision.instruments.delivering import service as delivery
from supervision.instruments.models import Instrument
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.service import ObjectionFacts
from supervision.instruments.states import DeliveryMethod
from tests.make import case_files as papers
from tests.make import people
from tests.make.offices import Office, on
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

PAGES = ("/instruments/", "/problems/ledger")
DECEMBER = date(2026, 12, 10)  # 30日 end on Saturday, 9 January 2027, of which nobody knows yet


def _delivered(office: Office, day: date, **terms: object) -> Instrument:
    paper = papers.signed(office, over=[papers.problem(office)])
    for name, value in terms.items():
        setattr(paper, name, value)
    with on(day, "handler") as handler:
        facts = delivery.DeliveryFacts(DeliveryMethod.DIRECT, day, recipient="示例收件人")
        delivery.register_delivery(paper, facts, actor=handler)
    return paper


def _marks(sign_in: SignIn, page: PageCheck, word: str) -> dict[str, bool]:
    visitor = sign_in("handler")
    return {path: word in page(visitor.get(path)).text for path in PAGES}


@pytest.mark.parametrize(
    ("terms", "marked"), [({}, True), ({"fixed_due": date(2027, 1, 8)}, False)]
)
def test_a_date_that_hangs_on_a_missing_notice_says_so_wherever_it_stands(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock,
    terms: dict[str, date], marked: bool,
) -> None:  # fmt: skip
    clock("2026-12-14 09:00")
    with inside():
        paper = _delivered(office, DECEMBER, **terms)
        assert paper.due_on == terms.get("fixed_due", date(2027, 1, 11))
        address = f"/instruments/{paper.id}"
    assert set(_marks(sign_in, page, "暂定").values()) == {marked}
    assert ("暂定" in page(sign_in("handler").get(address)).text) is marked
    export = sign_in("handler").get("/problems/ledger/export.csv").get_data(as_text=True)
    assert ("（暂定）" in export) is marked


def test_a_kind_may_warn_once_half_its_term_is_used(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-20 09:00")  # delivered on 2 March, due on 1 April: past the middle
    with inside():
        papers.kind(office, "opinion").amber_at_half = True
        _delivered(office, papers.DELIVERED)
    assert set(_marks(sign_in, page, "临期").values()) == {True}


def test_the_policy_of_the_kind_of_due_date_lights_every_list(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-20 09:00")
    with inside():
        _delivered(office, papers.DELIVERED)
    assert set(_marks(sign_in, page, "临期 剩").values()) == {False}
    with inside():
        set_policy(DueKind.REPLY, Policy(amber_workdays=10), actor=people.principal("sysadmin"))
    assert set(_marks(sign_in, page, "临期 剩8个工作日").values()) == {True}


def test_a_new_calendar_moves_what_was_copied_and_shows_on_both_sides_papers(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-09 09:00")
    with inside():
        paper = papers.delivered(office, "decision", over=[papers.problem(office)])
        with on(date(2026, 3, 9), "liaison") as liaison:
            objection = objecting.raise_(paper, ObjectionFacts("事实有出入"), actor=liaison)
        before, review = paper.due_on, objection.due_on
        assert before is not None
        days = DayChange(review, before + timedelta(days=1), Mark.REST, "示例节", "示例通知")
        row = calendar.propose_days(days, actor=people.principal("sysadmin"))
        assert calendar.apply(row, actor=people.principal("secadmin")) == 2
        session.flush()
        reply = open_of(paper, DueKind.REPLY)
        [decision] = of_owner(objection, DueKind.OBJECTION)
        assert reply is not None
        assert decision.state is DueState.OPEN
        assert paper.due_on == reply.due > before
        assert objection.due_on == decision.due > review
        address = f"/instruments/{paper.id}"
    for username in ("handler", "liaison"):
        shown = page(sign_in(username).get(address)).text
        assert "到期日由2026年4月1日改为" in shown, username


def test_a_paper_nobody_signed_for_is_unsigned_not_late(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Nobody missed a day: sent on Monday 2 March, on Friday it lies there for four working days."""
    clock("2026-03-02 09:00")
    with inside():
        paper = papers.signed(office)
        delivery.send(paper, actor=office.handler)
        address = f"/instruments/{paper.id}"
    clock("2026-03-06 09:00")
    for where in ("/", address):
        said = page(sign_in("handler").get(where)).text
        assert "未签收 · 已4个工作日" in said or "未签收已4个工作日" in said.replace(" ", ""), where
        assert "逾期 · " not in said
