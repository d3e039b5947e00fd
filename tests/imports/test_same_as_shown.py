"""What an import does is what its check showed, in the rows beyond those the page shows too."""

import re
from datetime import date

import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.imports.models import ImportBatch
from supervision.imports.report import SHOWN
from supervision.problems import service as problems
from supervision.problems.models import Problem
from supervision.problems.service import ProblemFacts
from tests.imports.test_pages import upload
from tests.imports.test_said_on_screen import APPLY
from tests.make import sheets
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

HEAD = ["被监督单位", "问题", "问题类别", "发现日期", "案由"]
ROWS = SHOWN + 20
LAST = f"问题{ROWS - 1}"


@pytest.fixture
def town(inside: Inside, client: Visitor) -> Office:
    """A town whose handler is signed in."""
    with inside():
        made = found_office()
    sign_in(client, made.handler)
    return made


def _sheet(cause: str = "某案") -> bytes:
    rows = [["示例市甲局", f"问题{n}", "程序不规范", "2023-3-1", cause] for n in range(ROWS)]
    return sheets.xlsx([HEAD, *rows])


def _facts(town: Office, cause: str) -> ProblemFacts:
    return ProblemFacts(
        unit=town.unit,
        title=LAST,
        category="程序不规范",
        found_on=date(2023, 3, 1),
        case_cause=cause,
    )


def _refused(client: Visitor, where: str) -> None:
    answer = client.submit(where, form=APPLY)
    assert answer.status_code == 409
    assert "检查之后记录有变动" in check(answer, status=409).text


def test_a_row_beyond_those_shown_that_somebody_entered_meanwhile_stops_the_import(
    client: Visitor, inside: Inside, town: Office
) -> None:
    """It was said to be new; it would have changed what a colleague had just entered, and been counted as new."""
    where = upload(client, _sheet()).headers["Location"]
    with inside():
        problems.record(_facts(town, "同事录的"), actor=town.second)
    _refused(client, where)
    with inside():
        assert session.scalars(sa.select(Problem.case_cause)).all() == ["同事录的"]


def test_a_row_beyond_those_shown_that_somebody_changed_meanwhile_stops_the_import(
    client: Visitor, inside: Inside, town: Office
) -> None:
    client.submit(upload(client, _sheet()).headers["Location"], form=APPLY)
    where = upload(client, _sheet("更正的案由")).headers["Location"]
    with inside():
        held = session.scalars(sa.select(Problem).where(Problem.title == LAST)).one()
        problems.amend(held, _facts(town, "同事改的"), actor=town.second)
    _refused(client, where)
    with inside():
        held = session.scalars(sa.select(Problem).where(Problem.title == LAST)).one()
        assert held.case_cause == "同事改的"


def test_an_import_says_how_many_rows_it_brought(
    client: Visitor, inside: Inside, town: Office
) -> None:
    where = upload(client, _sheet()).headers["Location"]
    client.submit(where, form=APPLY)
    assert re.search(rf"新增 {ROWS}\b", check(client.get(where)).text)
    with inside():
        assert session.scalar(sa.select(sa.func.count(Problem.id))) == ROWS
        assert session.scalars(sa.select(ImportBatch)).one().created == ROWS
