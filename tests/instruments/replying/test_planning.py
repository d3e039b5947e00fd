"""The day an item's 整改方案 names is reminded of, moves with the plan, and ends with the paper."""

from datetime import date

from supervision.core.deadlines import Term
from supervision.core.duedates import DueDate, DueKind, DueState, of_owner
from supervision.instruments.models import InstrumentItem
from supervision.instruments.replying import service as replying
from supervision.instruments.verifying import service as verifying
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.work import Inside

DAY = date(2026, 3, 10)


def _plan(item: InstrumentItem, until: date | None, *, day: date = DAY) -> list[DueDate]:
    with on(day, "liaison") as liaison:
        replying.save_plan(item, replying.PlanFacts("修订制度", "示例人", until), actor=liaison)
    return of_owner(item, DueKind.PLAN)


def test_it_moves_with_the_plan_and_falls_away_with_it(inside: Inside, office: Office) -> None:
    with inside():
        item = papers.delivered(office).items[0]
        [row] = _plan(item, date(2026, 3, 20))
        assert (row.due, row.title) == (date(2026, 3, 20), "示司监意〔2026〕1号 第1条整改方案")
        assert _plan(item, date(2026, 3, 25)) == [row]
        assert (row.due, row.state) == (date(2026, 3, 25), DueState.OPEN)
        assert _plan(item, None) == [row]
        assert row.state is DueState.ENDED


def test_a_reply_returned_is_governed_by_its_own_term_until_a_new_plan(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = papers.delivered(office)
        [row] = _plan(paper.items[0], date(2026, 3, 20))
        papers.answer(paper, day=date(2026, 3, 12))
        assert (row.state, row.closed_on) == (DueState.MET, date(2026, 3, 12))
        with on(date(2026, 3, 16), "handler") as handler:
            verifying.return_reply(paper, reason="佐证不足", term=Term(10), actor=handler)
        assert row.state is DueState.MET
        again = _plan(paper.items[0], date(2026, 3, 24), day=date(2026, 3, 17))
        assert [one.state for one in again] == [DueState.MET, DueState.OPEN]


def test_a_terminated_paper_waits_for_no_plan(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.delivered(office)
        [row] = _plan(paper.items[0], date(2026, 3, 20))
        with on(DAY, "reviewer") as reviewer:
            verifying.terminate(paper, reason="单位撤销", actor=reviewer)
        assert row.state is DueState.ENDED
