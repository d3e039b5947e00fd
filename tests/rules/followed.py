"""What a handler sees once the recipes have been followed; run by test_recipes.py in its copy, not here."""

import csv
import io

import sqlalchemy as sa

from supervision.core.db import session
from supervision.problems.models import Problem
from tests.problems.conftest import Matters
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytest_plugins = ["tests.problems.conftest"]


def test_the_field_is_typed_shown_and_listed_and_the_kind_is_offered(
    matters: Matters, sign_in: SignIn, page: PageCheck, inside: Inside
) -> None:
    handler = sign_in("handler")
    typed = {
        "title": "未告知听证权利", "unit_id": str(matters.unit_id), "category": "乱罚款",
        "found_on": "2023-04-11", "case_stage": "听证",
    }  # fmt: skip
    answer = handler.submit("/problems/new", typed)
    assert answer.status_code == 302, answer.get_data(as_text=True)[-2000:]
    assert "听证" in page(handler.get(answer.headers["Location"])).text
    with inside():
        newest = session.scalars(sa.select(Problem).order_by(Problem.id.desc())).first()
        assert newest is not None
        assert newest.case_stage == "听证"  # type: ignore[attr-defined]
    shown = page(handler.get("/problems/ledger?tab=all"))
    assert "办案环节" in shown.text
    sheet = handler.get("/problems/ledger/export.csv?tab=all").get_data().decode("utf-8-sig")
    assert {row["办案环节"] for row in csv.DictReader(io.StringIO(sheet))} == {"", "听证"}
    assert "行政执法提示函" in page(handler.get("/instruments/new")).text
