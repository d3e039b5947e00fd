"""What the product says of the matter, taken from the store and from its pages, beside what the model says."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import lxml.html
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from supervision.core.db import db, unit_of_work
from supervision.core.derived import verify
from supervision.instruments.extending.states import ExtensionStatus
from supervision.instruments.objecting.states import ObjectionStatus
from supervision.instruments.states import Conclusion, InstrumentStatus, Opinion
from supervision.problems.models import ProblemStatus
from tests.law.facts import PEOPLE
from tests.law.model import Matter

# What the problem's row must say, computed anew from item and paper by a statement of the tests' own.
STANDING = """
SELECT p.id, p.status, p.ended_on, p.paper_id, p.paper_number, p.delivered_on, p.due_on, p.conclusion,
       i.instrument_id AS real_paper, coalesce(d.number, '') AS real_number,
       d.delivered_on AS real_delivered, d.due_on AS real_due, i.conclusion AS real_conclusion,
       i.written_off_on
FROM problem p
LEFT JOIN instrument_item i ON i.problem_id = p.id
     AND i.instrument_id IN (SELECT id FROM instrument
         WHERE status <> 'void' AND (status <> 'revoked' OR i.written_off_on IS NOT NULL))
LEFT JOIN instrument d ON d.id = i.instrument_id ORDER BY p.id
"""
PAPER = "SELECT status, delivered_on, due_on, number FROM instrument ORDER BY id"
DUE = """SELECT due FROM due_date WHERE owner_type = 'instrument' AND state = 'open'
         AND kind IN ('reply', 'supplement')"""
RECEIVED = "SELECT received_on FROM delivery WHERE received_on IS NOT NULL ORDER BY id"
OPINIONS = """SELECT i.seq, u.username, o.opinion FROM write_off_opinion o
              JOIN instrument_item i ON i.id = o.item_id JOIN "user" u ON u.id = o.user_id"""
TRAIL = """SELECT e.seq, e.action, u.username FROM audit_event e LEFT JOIN "user" u ON u.id = e.actor_id
           WHERE e.seq > :since AND e.action <> 'access.refused' ORDER BY e.seq"""


@dataclass
class Store:
    """The store, read by plain SQL: no row scope, no mapping of the product's."""

    app: Flask

    def rows(self, statement: str, **values: Any) -> list[Any]:
        with self.app.app_context(), db.engine.connect() as connection:
            return list(connection.execute(sa.text(statement), values))

    def last_event(self) -> int:
        """The newest event of something done; that somebody was refused at a door is none."""
        done = (
            "SELECT coalesce(max(seq), 0) AS seq FROM audit_event WHERE action <> 'access.refused'"
        )
        return int(self.rows(done)[0].seq)


def day(value: Any) -> date | None:
    """A date as either store gives it to a plain statement."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def compare_derived(app: Flask) -> None:
    """`flask ledger verify` is clean."""
    with app.app_context(), unit_of_work(write=False) as own:
        wrong = [str(one) for one in verify(own)]
    assert not wrong, "\n".join(wrong)


def compare_store(store: Store, matter: Matter) -> None:
    """Stored = recomputed = the model."""
    for n, row in enumerate(store.rows(STANDING)):
        stored = (row.paper_id, row.paper_number, day(row.delivered_on), day(row.due_on))
        recomputed = (row.real_paper, row.real_number, day(row.real_delivered), day(row.real_due))
        assert stored == recomputed, f"问题{n + 1}: stored {stored}, its paper says {recomputed}"
        concluded = Conclusion(row.real_conclusion).label if row.real_conclusion else ""
        assert row.conclusion == concluded == matter.problems[n].conclusion
        assert day(row.written_off_on) == matter.problems[n].written_off
        status = ProblemStatus(row.status).label
        assert status == matter.standing(n), (
            f"问题{n + 1}: {status}, the law says {matter.standing(n)}"
        )
        assert (day(row.ended_on) is not None) == (matter.standing(n) in ("已销号", "不予认定"))
    papers = store.rows(PAPER)
    stand = [one for one in (matter.paper, matter.revocation) if one]
    assert [InstrumentStatus(one.status).label for one in papers] == stand
    days = [(matter.delivered, matter.due), (matter.revoked, None)]
    assert [(day(one.delivered_on), day(one.due_on)) for one in papers] == days[: len(stand)]
    running = [day(one.due) for one in store.rows(DUE)]
    waits = matter.paper in ("已送达", "退回补充整改")
    assert running == ([matter.due] if waits else [])
    received = [one for one in (matter.delivered, matter.revoked) if one]
    assert [day(one.received_on) for one in store.rows(RECEIVED)] == received
    _compare_sides(store, matter)


def _compare_sides(store: Store, matter: Matter) -> None:
    asked = [
        ExtensionStatus(one.status).label
        for one in store.rows("SELECT status FROM extension ORDER BY id")
    ]
    assert asked == [one.status for one in matter.extensions]
    objected = [
        ObjectionStatus(one.status).label
        for one in store.rows("SELECT status FROM objection ORDER BY id")
    ]
    assert objected == [one.status for one in matter.objections]
    opinions = {
        (one.seq - 1, one.username): Opinion(one.opinion).label for one in store.rows(OPINIONS)
    }
    assert opinions == {
        (n, who): said
        for n, one in enumerate(matter.problems)
        for who, said in one.opinions.items()
    }


def page_of(visitor: FlaskClient, url: str) -> lxml.html.HtmlElement:
    answer = visitor.get(url)
    assert answer.status_code == 200, f"{url}: {answer.status}"
    return lxml.html.document_fromstring(answer.get_data(as_text=True))


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def compare_ledger(visitor: FlaskClient, keys: tuple[int, ...], tab: str, matter: Matter) -> None:
    """The rows under one tab, each cell of them, and the numbers on all tabs."""
    shown = page_of(visitor, f"/problems/ledger?tab={TABS[tab]}")
    counts = {}
    for link in shown.xpath("//nav[@class='tabs']//a"):
        name, _, number = words(link).partition(" ")
        counts[name] = int(number)
    assert counts == {name: len(matter.tab(name)) for name in TABS}
    headings = [
        words(one).split("（")[0] for one in shown.xpath("//table[@data-bulk-table]/thead//th")
    ]
    rows = {}
    for row in shown.xpath("//table[@data-bulk-table]/tbody/tr"):
        cells = dict(zip(headings, row.xpath("./td"), strict=True))
        key = int(row.xpath(".//input[@name='ids']/@value")[0])
        rows[keys.index(key)] = {name: words(cell) for name, cell in cells.items()} | {
            "灯": words(cells["期限"].xpath(".//span[contains(@class, 'status')]")[0])
        }
    assert sorted(rows) == matter.tab(tab), f"rows under {tab}"
    for n, cells in rows.items():
        _compare_row(n, cells, matter)


TABS = {"在办": "open", "本周到期": "week", "逾期": "overdue", "未签收": "unsigned", "待核查": "verify",
        "已销号": "closed", "全部": "all"}  # fmt: skip


def _compare_row(n: int, cells: dict[str, str], matter: Matter) -> None:
    written_off = matter.problems[n].written_off is not None
    carried = matter.paper not in ("", "作废") and (matter.paper != "已撤销" or written_off)
    shown = {name: cells[name] for name in ("送达", "到期", "反馈", "结论")}
    wanted = {
        "送达": f"{matter.delivered:%m-%d}" if matter.delivered and carried else "",
        "到期": f"{matter.due:%m-%d}" if matter.due and carried else "",
        "反馈": matter.reply_state(n),
        "结论": matter.problems[n].conclusion,
    }
    assert shown == wanted, f"问题{n + 1} in the ledger"
    light = cells["灯"]
    assert light == matter.light(n), f"问题{n + 1}: {light}, the law says {matter.light(n)}"


def compare_paper(visitor: FlaskClient, paper: int, matter: Matter) -> None:
    """The paper's own page: its status, its light, its due date."""
    shown = page_of(visitor, f"/instruments/{paper}")
    badges = [
        words(one)
        for one in shown.xpath("//header[@class='page-head']//span[contains(@class,'status')]")
    ]
    assert badges[0] == matter.paper
    late = [one for one in badges[1:] if matter.paper in ("已送达", "退回补充整改")]
    lights = {matter.light(n) for n in range(len(matter.problems))} & {"期限内", "临期", "逾期"}
    assert {one.split(" ")[0] for one in late} == lights
    due = shown.xpath("//section[@id='due']//h2")
    if matter.due:
        assert str(matter.due) in words(due[0])


def compare_desk(visitor: FlaskClient, who: str, matter: Matter) -> None:
    """What waits for somebody: on the 工作台 of the bureau, in the inbox of the unit."""
    shown = page_of(visitor, "/")
    if PEOPLE[who] == "联络员":
        _compare_inbox(shown, who, matter)
        return
    duties = {}
    for head in shown.xpath("//section[@class='duty']/h3/a"):
        title, _, number = words(head).rpartition(" ")
        if title != "提醒":  # what is told, and when, is asked in tests/reminders
            duties[title] = int(number)
    assert duties == matter.duties(who), f"the desk of {who}"


def _compare_inbox(shown: lxml.html.HtmlElement, who: str, matter: Matter) -> None:
    steps = [words(one) for one in shown.xpath("//td[@class='next-step']")]
    wanted = {
        "已签发": "签收" if matter.sent else "",
        "已送达": "逐条答复",
        "退回补充整改": "补充答复",
        "已反馈": "已反馈，等监督机构核查",
        "核查通过": "核查通过，等确认销号",
    }.get(matter.paper, "")
    waiting = [wanted] if wanted else []
    waiting += ["不要求反馈"] if matter.revocation == "已送达" else []
    assert steps == (waiting if who == "clerk" else [])
