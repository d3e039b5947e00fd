"""往年台账: rows of one paper with different 整改期限; each item keeps its own, the paper has the last of them."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core import duedates
from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.core.deadlines import Term, Unit
from supervision.core.duedates import DueDate, DueState
from supervision.imports import outgoing
from supervision.imports.kinds import KINDS
from supervision.imports.models import ImportBatch
from supervision.instruments.back_entry import correcting
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.service import ExtensionFacts
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.replying import service as replying
from supervision.instruments.replying.service import RegisteredReply
from supervision.instruments.verifying import service as verifying
from supervision.problems.models import Problem
from tests.make import sheets
from tests.make.imported import applied, checked, undone
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import check
from tests.support.work import Inside

D = date
HEAD = ["责任单位", "存在问题", "问题类别", "检查日期", "文号", "下发日期", "送达时间", "整改时限", "整改完成情况",
        "完成时间"]  # fmt: skip
NUMBER = "示司监改〔2024〕3号"


def _row(title: str, term: str, *ended: str) -> list[str]:
    days = ["2024-3-1", NUMBER, "2024-3-11", "2024-3-12"]
    return ["示例市甲局", title, "程序不规范", *days, term, *(ended or ("", ""))]


ROWS = [
    _row("未出示执法证件", "10日"), _row("未告知听证权利", "30日"), _row("文书没有编号", ""),
    _row("卷宗缺页", "10个工作日", "已补齐", "2024-3-20"), _row("未公示结果", "2024-3-29"),
]  # fmt: skip
SHEET = sheets.xlsx([HEAD, *ROWS])
# By hand, from 12 March 2024: 10 days, 30 days (that of the paper, for the third, too), ten working days, the day named.
DUE = {
    "未出示执法证件": D(2024, 3, 22), "未告知听证权利": D(2024, 4, 11), "文书没有编号": D(2024, 4, 11),
    "卷宗缺页": D(2024, 3, 26), "未公示结果": D(2024, 3, 29),
}  # fmt: skip


@pytest.fixture
def town(inside: Inside, clock: Clock) -> Office:
    """A town on 25 March 2024, the sheet not in yet."""
    clock("2024-03-25 09:00")
    with inside():
        return found_office()


def _due() -> dict[str, date | None]:
    return {one.title: one.due_on for one in session.scalars(sa.select(Problem))}


def _paper() -> Instrument:
    return session.scalars(sa.select(Instrument)).one()


def _own() -> list[tuple[int, DueState]]:
    """The items with own terms, by their place in the paper, and how each stands."""
    rows = session.execute(
        sa.select(InstrumentItem.seq, DueDate.state)
        .join(DueDate, DueDate.owner_id == InstrumentItem.id)
        .where(DueDate.owner_type == "instrument_item")
        .order_by(DueDate.id)
    )
    return [(row.seq, row.state) for row in rows]


def clean(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert told.exit_code == 0, told.output


@pytest.mark.store
def test_each_item_of_an_old_paper_keeps_the_term_of_its_row(
    app: Flask, inside: Inside, town: Office
) -> None:
    with inside():
        key = applied(town, SHEET, "ledger").id
    with inside():
        assert _due() == DUE
        assert (_paper().due_on, _paper().term_number, _paper().term_unit) == (
            D(2024, 4, 11),
            30,
            "日",
        )
        assert _own() == [(1, DueState.OPEN), (4, DueState.MET), (5, DueState.OPEN)]
        out = outgoing.sheet_of(KINDS["ledger"], actor=town.handler, empty=False)
        for one in (SHEET, out):  # what it says goes out, and said again it changes nothing
            again = checked(town, one, "ledger")
            assert (again.unchanged, again.report["marks"]) == (5, [])
    clean(app)
    with inside():
        undone(session.get_one(ImportBatch, key), town)
        assert _due() == {}
        assert {state for _seq, state in _own()} <= {DueState.ENDED}


def test_the_preview_says_which_term_was_taken_where_none_is_said(
    inside: Inside, town: Office
) -> None:
    with inside():
        rows = checked(town, SHEET, "ledger").report["changes"]
        assert "整改期限30日" in next(row["about"] for row in rows if row["row"] == 4)


def test_an_item_is_late_by_its_own_day_and_both_sides_see_it(
    inside: Inside, town: Office, client: Visitor
) -> None:
    with inside():
        applied(town, SHEET, "ledger")
        place = f"/instruments/{_paper().id}"
        liaison = town.seats["liaison"]
    sign_in(client, town.handler)
    rows = check(client.get("/problems/ledger?tab=overdue")).find("//main//tbody/tr")
    late = " ".join(row.text_content() for row in rows)
    assert [title for title in DUE if title in late] == ["未出示执法证件"]
    said = " ".join(check(client.get(place)).text.split())
    assert "本条期限：10日 逾期" in said
    assert "本条期限：2024-03-29" in said
    sign_in(client, liaison)
    assert "本条期限：10日 逾期" in " ".join(check(client.get(place)).text.split())


def test_once_the_paper_is_answered_and_sent_back_all_items_follow_it(
    app: Flask, inside: Inside, town: Office
) -> None:
    with inside():
        applied(town, SHEET, "ledger")
    with inside():
        paper = _paper()
        letter = RegisteredReply(
            "示甲〔2024〕9号", D(2024, 3, 25), D(2024, 3, 25), {i.id: "已改" for i in paper.items}
        )
        replying.register(paper, letter, actor=town.handler)
        assert {state for _seq, state in _own()} == {DueState.MET}
        assert _due() == DUE
    with inside():
        verifying.return_reply(
            _paper(), reason="未附佐证", term=Term(10, Unit.DAY), actor=town.handler
        )
    with inside():
        sent_back = dict.fromkeys(
            DUE, D(2024, 4, 7)
        )  # 清明 ends on 6 April, Sunday the 7th is worked
        assert _due() == sent_back | {"卷宗缺页": DUE["卷宗缺页"]}, "what was written off stays"
    clean(app)


def test_an_extension_is_one_of_the_whole_paper(inside: Inside, town: Office) -> None:
    with inside():
        applied(town, SHEET, "ledger")
    with inside():
        facts = ExtensionFacts(new_due=D(2024, 5, 10), reason="设备未到")
        asked = extending.register(_paper(), facts, actor=town.handler)
    with inside():
        extending.grant(session.merge(asked), new_due=D(2024, 5, 10), actor=town.reviewer)
    with inside():
        moved = dict.fromkeys(DUE, D(2024, 5, 10))
        assert _due() == moved | {"卷宗缺页": DUE["卷宗缺页"]}
        assert "各条原有期限不再适用" in " ".join(one.text for one in timeline(_paper()))


def test_a_corrected_paper_keeps_the_terms_of_its_items(
    app: Flask, inside: Inside, town: Office
) -> None:
    """Delivered a week later, what is counted from the delivery ends later; the day that was named stays."""
    with inside():
        applied(town, SHEET, "ledger")
    with inside():
        past = correcting.past_of(_paper())
        moved = correcting.replace(past, delivered_on=D(2024, 3, 19))
        correcting.correct(_paper(), moved, reason="送达回证", actor=town.handler)
    with inside():
        assert (_due()["未出示执法证件"], _due()["未公示结果"]) == (D(2024, 3, 29), D(2024, 3, 29))
        assert _due()["文书没有编号"] == D(2024, 4, 18)
        assert duedates.open_of(_paper(), duedates.DueKind.REPLY).due == D(2024, 4, 18)
    clean(app)
