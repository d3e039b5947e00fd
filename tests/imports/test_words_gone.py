"""A sheet that comes in again after a word, a person or a kind of paper in it is no longer used."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.agencies import words
from supervision.agencies.models import DictionaryEntry
from supervision.core.db import session
from supervision.instruments.models import InstrumentKind
from supervision.problems.models import Problem
from tests.imports.test_pages import upload
from tests.imports.test_said_on_screen import APPLY
from tests.make import people, sheets
from tests.make.imported import applied, checked
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

HEAD = ["被监督单位", "问题", "问题类别", "发现日期", "承办人", "案由"]
ROW = ["示例市甲局", "未公示", "程序不规范", "2023-3-1", "示例second"]
PAPER = [
    ["文种", "文号", "成文日期", "签发人", "被监督单位", "条目", "送达日期", "来文文号", "收文日期"],
    ["行政执法监督意见书", "示司监意〔2023〕7号", "2023-5-4", "示例局长", "示例市甲局", "规范检查程序。", "2023-5-5"],
]  # fmt: skip


@pytest.fixture
def town(inside: Inside, client: Visitor) -> Office:
    """A town whose handler is signed in."""
    with inside():
        made = found_office()
    sign_in(client, made.handler)
    return made


def _entry() -> DictionaryEntry:
    return session.scalars(
        sa.select(DictionaryEntry).where(DictionaryEntry.label == "程序不规范")
    ).one()


def _retired() -> None:
    words.set_in_use(_entry(), active=False, actor=people.principal("reviewer"))


def _renamed() -> None:
    words.rename_word(_entry(), "程序不当", actor=people.principal("reviewer"))


def _left() -> None:
    session.scalars(sa.select(User).where(User.username == "second")).one().active = False


@pytest.mark.parametrize("goes", [_retired, _renamed, _left])
def test_the_same_rows_again_are_known_and_may_say_more(
    client: Visitor, inside: Inside, town: Office, goes: Callable[[], None]
) -> None:
    """No 行键 stands in a bureau's own sheet: the row is known by unit, title and day."""
    where = upload(client, sheets.xlsx([HEAD, ROW])).headers["Location"]
    assert client.submit(where, form=APPLY).status_code == 302
    with inside():
        goes()
    again = check(client.get(upload(client, sheets.xlsx([HEAD, ROW])).headers["Location"]))
    assert "完全相同" in again.text
    more = upload(client, sheets.xlsx([HEAD, [*ROW, "无照经营"]])).headers["Location"]
    assert client.submit(more, form=APPLY).status_code == 302
    with inside():
        kept = session.scalars(sa.select(Problem)).one()
        assert (kept.case_cause, kept.category, kept.handler.username) == (
            "无照经营",
            "程序不规范",
            "second",
        )


def test_a_new_row_takes_no_word_that_is_gone(
    client: Visitor, inside: Inside, town: Office
) -> None:
    with inside():
        _renamed()
    page = check(client.get(upload(client, sheets.xlsx([HEAD, ROW])).headers["Location"]))
    assert "没有“程序不规范”这一项，是否为“程序不当”？" in page.text
    assert page.find("//button[@name='meant'][@value='程序不当']")


def test_a_paper_of_a_kind_that_is_gone_is_known_by_its_number(inside: Inside) -> None:
    with inside():
        town = found_office()
        applied(town, sheets.xlsx(PAPER), "papers")
        for kind in session.scalars(
            sa.select(InstrumentKind).where(InstrumentKind.name == PAPER[1][0])
        ):
            kind.in_force = False
    with inside():
        same = checked(town, sheets.xlsx(PAPER), "papers")
        assert (same.faults, same.unchanged) == (0, 1), same.report["marks"]
