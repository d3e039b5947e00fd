"""A sheet with 补录 in it is looked at by the reviewer, once, whatever kind it is of."""

import io
from typing import Any

import pytest

from supervision.accounts.models import User
from supervision.clues.models import Clue
from supervision.core.access import Role
from supervision.core.errors import Forbidden
from supervision.core.importer import read_table
from supervision.core.pairs import Outcome, Proposal
from supervision.imports import looking, service, undoing
from supervision.imports.models import BatchStatus, ImportBatch
from supervision.instruments.models import Instrument
from supervision.referrals import service as referrals
from supervision.referrals.models import Referral
from tests.make import finding, people, second_person, sheets, years
from tests.make.imported import applied, checked, count
from tests.make.offices import Office, found_office, sign_in
from tests.make.second_person import newest
from tests.support.client import Visitor
from tests.support.pages import PageCheck
from tests.support.work import Inside

NEW = [years.CLUES[0], years.CLUES[2], ["12345", "反映态度生硬", "2023-5-4", *[""] * 7]]


def test_a_sheet_of_past_papers_waits_for_the_reviewers_look(inside: Inside) -> None:
    """Once for the whole sheet; the verb itself refuses, and a refusal leaves nothing behind."""
    content = sheets.xlsx(years.PAPERS)
    with inside():
        town = found_office()
        batch = checked(town, content, "papers")
        assert batch.faults == 0, batch.report["marks"]
        with pytest.raises(Forbidden, match="须经另一人确认"):
            service.apply(batch, read_table("台账.xlsx", content), actor=town.handler)
        waiting = looking.ask(batch, actor=town.handler)
        assert batch.status is BatchStatus.CHECKED
        assert count(Instrument) == 0
        second_person.confirm(waiting, batch)
        assert batch.status is BatchStatus.APPLIED
        assert count(Instrument) == 2


def _sent(client: Visitor, town: Office, kind: str, rows: list[list[Any]]) -> str:
    """The address of a sheet that the handler brought in at their own screen."""
    sign_in(client, town.handler)
    file = (io.BytesIO(sheets.xlsx(rows)), "台账.xlsx")
    answer = client.submit("/imports/", {"kind": kind, "sheet": file}, form="//main//form")
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.location)


def _pressed(client: Visitor, person: Any, address: str, what: str = "apply") -> int:
    sign_in(client, person)
    return client.submit(address, {}, form=f"//form[contains(@action, '/{what}')]").status_code


def test_one_past_row_lets_a_sheet_of_clues_wait_and_current_ones_alone_do_not(
    inside: Inside, client: Visitor, town: Office, seats: dict[str, str], page: PageCheck
) -> None:
    now = _sent(client, town, "clues", NEW)
    assert "确认导入" in page(client.get(now)).text
    assert _pressed(client, town.handler, now) == 302
    with inside():
        assert count(Clue) == 2
        head = town.reviewer
    mixed = _sent(client, town, "clues", years.CLUES)
    shown = page(client.get(mixed)).text
    assert "提请审核人核对" in shown
    assert _pressed(client, town.handler, mixed) == 302
    with inside():
        assert count(Clue) == 2
    sign_in(client, head)
    looked = page(client.get(newest(inside))).text
    assert "新增1条" in looked
    sheet = client.get(f"{mixed}/sheet")
    assert sheet.status_code == 200
    assert sheets.opened(sheet.data).max_row == 3
    second_person.says_yes(inside, client)
    with inside():
        assert count(Clue) == 3


def test_a_sheet_with_past_rows_is_taken_back_by_two(
    inside: Inside, client: Visitor, town: Office, seats: dict[str, str], page: PageCheck
) -> None:
    """As it came in: asked for by one, refused or confirmed by the reviewer; nothing goes before."""
    with inside():
        key = applied(town, sheets.xlsx(years.CLUES), "clues").id
        head = town.reviewer
    address = f"/imports/{key}"
    sign_in(client, town.handler)
    assert "经审核人核对后撤销" in page(client.get(address)).text
    assert _pressed(client, town.handler, address, "undo") == 302
    shown = page(client.get(address))
    assert "待审核人核对撤销" in shown.text
    assert not shown.find("//form[contains(@action, '/undo')]")
    with inside() as own:
        assert count(Clue) == 2
        with pytest.raises(Forbidden, match="须经另一人确认"):
            undoing.undo(own.get_one(ImportBatch, key), actor=town.handler)
    forged = page(second_person.forged(client, newest(inside)), status=422)
    assert "您没有确认" in forged.text
    sign_in(client, head)
    asked = page(client.get(newest(inside)))
    assert "撤销补录表" in asked.text
    assert "删除导入的2条" in asked.text
    no = {"refuse": "1", "reason": "内容无误"}
    assert client.submit(newest(inside), no).status_code == 302
    with inside():
        assert count(Clue) == 2
    assert _pressed(client, town.handler, address, "undo") == 302
    sign_in(client, head)
    second_person.says_yes(inside, client)
    with inside() as own:
        assert count(Clue) == 0
        assert own.get_one(ImportBatch, key).status is BatchStatus.UNDONE
    told = page(client.get(address)).text
    assert f"{town.handler.name}提请，{head.name}确认" in told


def test_what_cannot_be_taken_back_is_not_asked_of_the_reviewer(
    inside: Inside, client: Visitor, town: Office, seats: dict[str, str], page: PageCheck
) -> None:
    with inside() as own:
        key = applied(town, sheets.xlsx(years.CLUES), "clues").id
        finding.problem(town, "未公示", clue_id=own.query(Clue.id).first()[0])
    sign_in(client, town.handler)
    form = "//form[contains(@action, '/undo')]"
    refused = page(client.submit(f"/imports/{key}", {}, form=form), status=422)
    assert "已有问题" in refused.text
    with inside() as own:
        assert own.query(Proposal).filter_by(outcome=Outcome.WAITING).count() == 0
        assert count(Clue) == 2


def test_a_correction_of_a_past_clue_by_sheet_waits_too(
    inside: Inside, client: Visitor, town: Office, seats: dict[str, str]
) -> None:
    with inside():
        batch = checked(town, sheets.xlsx(years.CLUES), "clues")
        second_person.confirm(looking.ask(batch, actor=town.handler), batch)
        head = town.reviewer
    past = [years.CLUES[0], [*years.CLUES[1][:5], "2023-4-4", *years.CLUES[1][6:]]]
    changed = _sent(client, town, "clues", past)
    assert _pressed(client, town.handler, changed) == 302
    with inside() as own:
        assert str(own.query(Clue.closed_on).filter(Clue.back_entered).scalar()) == "2023-04-03"
    sign_in(client, head)
    no = {"refuse": "1", "reason": "与原件不符"}
    assert client.submit(newest(inside), no).status_code == 302
    with inside() as own:
        assert str(own.query(Clue.closed_on).filter(Clue.back_entered).scalar()) == "2023-04-03"


def test_a_sheet_of_referrals_is_looked_at_by_a_reviewer_named_in_every_row(
    inside: Inside, client: Visitor, town: Office, seats: dict[str, str], page: PageCheck
) -> None:
    """Nobody else sees it, and who only looks at it does nothing with it."""
    with inside():
        other = people.actor("reviewer2", Role.REVIEWER, body=town.body)
        head, third = town.reviewer, town.second
    rows = years.sheet("referrals", seats)
    rows[1][-1] = f"{seats['head']}、{seats['three']}"
    rows[2][-1] = seats["three"]
    lacking = _sent(client, town, "referrals", rows)
    refused = client.submit(lacking, {}, form="//form[contains(@action, '/apply')]")
    assert "没有一名审核人在每一行的知悉人员中" in page(refused, status=409).text
    rows[2][-1] = f"{seats['three']}、{seats['head']}"
    address = _sent(client, town, "referrals", rows)
    assert _pressed(client, town.handler, address) == 302
    with inside():
        assert count(Referral) == 0
    waiting = newest(inside)
    for person, seen in ((other, 404), (town.signatory, 404), (head, 200)):
        sign_in(client, person)
        assert client.get(waiting).status_code == seen
        assert client.get(f"{address}/sheet").status_code in (seen, 403)
    listed = page(client.get("/reminders/")).text
    assert "补录表" in listed
    sign_in(client, third)  # named in every row, no reviewer: looks on
    shown = page(client.get(address))
    assert not shown.find("//form[contains(@action, '/apply') or contains(@action, '/undo')]")
    assert client.post(f"{address}/columns").status_code in (400, 403, 422)
    sign_in(client, head)
    second_person.says_yes(inside, client)
    with inside() as own:
        assert count(Referral) == 2
        assert own.query(ImportBatch).filter_by(status=BatchStatus.APPLIED).count() == 1
        assert {one.handler_id for one in own.query(Referral)} == {town.handler.user_id}
    for circle, answer in (((third,), 409), ((third, head), 302)):
        with inside() as own:
            people_ = [own.get_one(User, one.user_id) for one in circle]
            first = own.query(Referral).order_by(Referral.id).first()
            referrals.change_viewers(first, people_, reason="", actor=town.handler)
        assert _pressed(client, town.handler, address, "undo") == answer
    for person, seen in ((other, 404), (head, 200)):
        sign_in(client, person)
        assert client.get(newest(inside)).status_code == seen
    second_person.says_yes(inside, client)
    with inside():
        assert count(Referral) == 0


def test_a_sheet_that_waits_is_not_read_otherwise_behind_the_reviewers_back(
    inside: Inside, client: Visitor, town: Office, seats: dict[str, str], page: PageCheck
) -> None:
    address = _sent(client, town, "clues", years.CLUES)
    offered = f"//a[@href='{address}/columns']"
    assert page(client.get(address)).find(offered)
    assert _pressed(client, town.handler, address) == 302
    assert not page(client.get(address)).find(offered)
    refused = client.submit(f"{address}/columns", {}, form="//main//form")
    assert "请先撤回提请再改" in page(refused, status=422).text
