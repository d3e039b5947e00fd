"""Problems are brought into a form, and their import is undone before it is saved: nobody saves fewer unawares."""

import pytest
from flask import Flask

from tests.imports.test_pages import upload
from tests.imports.test_said_on_screen import APPLY
from tests.imports.test_two_clerks import UNDO
from tests.make import sheets
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

FORM = "//main//form[contains(@class, 'form')]"
HEAD = ["被监督单位", "问题", "问题类别", "发现日期"]


@pytest.fixture
def town(inside: Inside, client: Visitor) -> Office:
    """Two handlers, the first signed in."""
    with inside():
        made = found_office()
    sign_in(client, made.handler)
    return made


@pytest.mark.parametrize("kind", ["interviews", "referrals"])
def test_the_chosen_ones_that_are_gone_are_named_before_it_is_saved(
    app: Flask, client: Visitor, town: Office, kind: str
) -> None:
    where = [
        upload(client, sheets.xlsx([HEAD, ["示例市甲局", one, "程序不规范", "2023-3-1"]]))
        .headers["Location"]
        for one in ("先来的", "后来的")
    ]  # fmt: skip
    assert [client.submit(one, form=APPLY).status_code for one in where] == [302, 302]
    app.test_client_class = Visitor
    other = app.test_client()
    assert isinstance(other, Visitor)
    sign_in(other, town.second)
    address = f"/{kind}/new?problems=1,2"
    bench = {one: f"u{town.id_of(one)}" for one in ("handler", "second", "reviewer")}
    typed: dict[str, object] = (
        {"reason": "整改不力", "planned_on": "2026-12-1", "recorder": bench["reviewer"],
         "interviewers-0": bench["handler"], "interviewers-1": bench["second"],
         "heads-0-who": "示例某", "heads-0-unit": "示例市甲局"}
        if kind == "interviews" else
        {"recipient": "示例市委巡察办", "subject": "有关问题", "approver_id": str(town.id_of("signatory"))}
    )  # fmt: skip
    form = check(other.get(address)).find(FORM)[0]
    held: dict[str, object] = dict(form.form_values())
    assert client.submit(where[1], form=UNDO).status_code == 302
    told = check(other.post(address, data=held | typed), status=422)
    assert "带入的1个问题已不存在" in told.text
    assert told.find("//input[@name='problems']/@value") == ["1"]
