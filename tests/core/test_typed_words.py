"""Written while somebody else did it, or while the record went: the words stand on the page that says so."""

import pytest
from flask import Flask

from supervision.clues import service as clues
from supervision.clues.models import Clue
from supervision.clues.states import ClueStatus
from supervision.core import clock
from supervision.core.db import session
from tests.imports.test_pages import upload
from tests.imports.test_said_on_screen import APPLY
from tests.make import clues as make_clue
from tests.make import interviews as make_interview
from tests.make import sheets
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

FORM = "//main//form[contains(@class, 'form')]"
LOST = "您填写的内容没有保存"
MINUTES = "被约谈人说明了情况。\n当场表态限期整改。"


@pytest.fixture
def town(inside: Inside, client: Visitor) -> Office:
    """Two handlers, the first signed in."""
    with inside():
        made = found_office()
    sign_in(client, made.handler)
    return made


def _second(app: Flask, town: Office) -> Visitor:
    app.test_client_class = Visitor
    other = app.test_client()
    assert isinstance(other, Visitor)
    sign_in(other, town.second)
    return other


def _opened(visitor: Visitor, address: str) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in check(visitor.get(address)).find(FORM)[0].form_values():
        fields.setdefault(name, []).append(value)
    return fields


def test_minutes_written_while_a_colleague_recorded_the_interview(
    app: Flask, client: Visitor, inside: Inside, town: Office
) -> None:
    with inside():
        key = make_interview.interview(make_interview.S.NOTIFIED).id
    address, other = f"/interviews/{key}/step/hold", _second(app, town)
    mine = _opened(other, address) | {"minutes": [MINUTES]}
    assert client.submit(address, {"minutes": "谈话要点。"}, form=FORM).status_code == 302
    late = check(other.post(address, data=mine), status=409)
    assert LOST in late.text
    assert "约谈记录" in late.text, "under the name of its field"
    assert late.find("//dd[contains(., '当场表态限期整改。')]")


def test_a_clue_amended_while_it_was_finished(
    client: Visitor, inside: Inside, town: Office
) -> None:
    with inside():
        key = make_clue.clue(ClueStatus.REGISTERED).id
    address = f"/clues/{key}/amend"
    mine = _opened(client, address) | {"content": ["来信人补充的三件事。"]}
    with inside():
        clues.decline(
            session.get_one(Clue, key), on=clock.today(), reason="不属于范围", actor=town.reviewer
        )
    late = check(client.post(address, data=mine), status=409)
    assert "来信人补充的三件事。" in late.text


def test_a_problem_amended_while_its_import_was_undone(
    app: Flask, client: Visitor, town: Office
) -> None:
    rows = [
        ["被监督单位", "问题", "问题类别", "发现日期"],
        ["示例市甲局", "未公示", "程序不规范", "2023-3-1"],
    ]
    where = upload(client, sheets.xlsx(rows)).headers["Location"]
    assert client.submit(where, form=APPLY).status_code == 302
    other = _second(app, town)
    mine = _opened(other, "/problems/1/amend") | {"facts": ["查阅案卷三份，均无公示记录。"]}
    assert client.submit(where, form="//form[contains(@action, 'undo')]").status_code == 302
    late = check(other.post("/problems/1/amend", data=mine), status=404)
    assert "查阅案卷三份，均无公示记录。" in late.text


def test_no_secret_is_shown_again(client: Visitor) -> None:
    typed = {"old_password": "旧口令一二三", "new_password": "新口令四五六"}
    refused = client.post("/accounts/password", data=typed)
    assert refused.status_code >= 300
    assert "口令一二三" not in refused.text
