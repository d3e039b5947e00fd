"""The read interface: only with a token in force, only its body, only what it was given, at a rate."""

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from openpyxl.worksheet.worksheet import Worksheet

from supervision.agencies.models import Body
from supervision.api import resources, service
from supervision.api.models import ApiToken, Reading
from supervision.core import clock
from supervision.core.access import Role
from supervision.core.audit import AuditEvent
from supervision.core.db import session
from supervision.core.errors import DomainError
from tests.make import case_files, finding, people, tokens
from tests.make.offices import found_office, sign_in
from tests.support import second
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import check
from tests.support.work import Inside

ALL = tuple(Reading)


def issued(body_id: int | None, readings: tuple[Reading, ...] = ALL, *, days: int = 30) -> str:
    """The text of a new token for a body."""
    admin = people.actor(f"sec{body_id}{days}{len(readings)}", Role.SECURITY_ADMIN)
    return tokens.issued(
        "省平台",
        body=session.get_one(Body, body_id),
        readings=readings,
        expires_on=clock.today() + timedelta(days=days),
        actor=admin,
    )


def get(client: Visitor, path: str, token: str | None, status: int = 200) -> Any:
    """The JSON of a call."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    response = client.get(path, headers=headers)
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.mimetype == "application/json"
    return response.get_json()


@pytest.mark.store
def test_a_token_reads_its_own_bodys_records_and_no_others(client: Visitor, inside: Inside) -> None:
    with inside():
        ours, theirs = found_office("示例市"), found_office("样本市")
        key = finding.problem(ours, "未告知听证权利").id
        finding.draft_paper(ours, "说明情况")
        finding.problem(theirs, "别家的问题")
        tokens = [issued(at.handler.body_id) for at in (ours, theirs)]
    mine = get(client, "/api/v1/problems", tokens[0])
    assert [(one["id"], one["title"], one["found_on"]) for one in mine["items"]] == [
        (key, "未告知听证权利", "2023-03-01")
    ]
    assert mine["next"] is None
    foreign = get(client, "/api/v1/export.json", tokens[1])
    assert [one["title"] for one in foreign["problems"]] == ["别家的问题"]
    assert foreign["papers"] == []
    assert [one["name"] for one in foreign["units"]] == ["样本市甲局"]
    assert foreign["body"] == "样本市司法局"
    get(client, "/api/v1/problems?q=听证", tokens[0])
    with inside() as session:
        read = sa.select(AuditEvent).where(AuditEvent.action == "api.read")
        events = session.scalars(read.order_by(AuditEvent.seq)).all()
        assert [one.label for one in events] == [
            "接口读取 /api/v1/problems；1条",
            "接口读取 /api/v1/export.json",
            "接口读取 /api/v1/problems；1条；筛选：q=听证",
        ]
        assert all(one.actor_name.startswith("接口：") and one.address for one in events)


def test_a_last_day_says_whether_it_is_provisional(
    client: Visitor, inside: Inside, clock: Clock
) -> None:
    """30 days from 10 December 2026 end in a year of whose holidays nobody knows yet."""
    clock("2026-12-14 09:00")
    with inside():
        office = case_files.office()
        for day in (date(2026, 12, 10), date(2026, 11, 2)):
            over = [case_files.problem(office)]
            case_files.delivered(office, "decision", day=day, over=over)
        token = issued(office.body_id)
    for path in ("papers", "problems"):
        given = get(client, f"/api/v1/{path}", token)["items"]
        assert {one["due_on"]: one["due_provisional"] for one in given} == {
            "2027-01-11": True,
            "2026-12-02": False,
        }


def test_without_a_token_in_force_nothing_is_given(client: Visitor, inside: Inside) -> None:
    with inside() as own:
        town = found_office()
        good = issued(town.handler.body_id)
        stopped = issued(town.handler.body_id, days=20)
        token = own.scalars(sa.select(ApiToken).order_by(ApiToken.id.desc())).first()
        assert token is not None
        service.stop(token, actor=people.actor("sec", Role.SECURITY_ADMIN))
    for text in (None, "mingdu_wrong", good[:-1], f"{good}x", stopped):
        assert "error" in get(client, "/api/v1/problems", text, 401)
    assert client.get("/api/v1/problems").headers["WWW-Authenticate"].startswith("Bearer")
    sign_in(client, town.handler)
    get(client, "/api/v1/problems", None, 401)


def test_a_token_ends_on_its_day(client: Visitor, inside: Inside, clock: Clock) -> None:
    clock("2026-03-01 09:00")
    with inside():
        text = issued(found_office().handler.body_id, days=9)
    clock("2026-03-10 23:59")
    get(client, "/api/v1/units", text)
    clock("2026-03-11 00:01")
    get(client, "/api/v1/units", text, 401)


def test_the_end_of_a_token_is_lit_and_waits_for_whoever_issues_them(
    client: Visitor, inside: Inside, clock: Clock
) -> None:
    """To the end of Tuesday, 10 March: in the queue from five working days before, lit on its page."""
    clock("2026-02-02 09:00")
    with inside():
        issued(found_office().handler.body_id, days=36)
        issued(found_office("样本市").handler.body_id, days=300)
        admin = people.actor("security", Role.SECURITY_ADMIN)

    def seen(moment: str) -> tuple[str, str]:
        clock(moment)
        sign_in(client, admin)
        duties = check(client.get("/reminders/")).find("//section[contains(@class, 'duty')]")
        told = [one.text_content() for one in duties if "即将到期的接口令牌" in one.text_content()]
        return "".join(told), check(client.get("/api/tokens")).text

    queue, page = seen("2026-03-02 09:00")
    assert not queue, "six working days before"
    assert "期限内 · 剩6个工作日" in page
    queue, page = seen("2026-03-03 09:00")
    assert "剩5个工作日" in queue
    assert queue.count("省平台") == 1, "only the one that ends"
    queue, page = seen("2026-03-09 09:00")
    assert "临期 · 剩1个工作日" in page
    queue, page = seen("2026-03-10 09:00")
    assert "今日到期" in queue
    assert "今日到期" in page
    queue, page = seen("2026-03-11 09:00")
    assert not queue
    assert "已过期" in page


def test_a_token_reads_only_what_it_was_given(client: Visitor, inside: Inside) -> None:
    with inside():
        text = issued(found_office().handler.body_id, (Reading.UNITS,))
    assert "不含" in get(client, "/api/v1/problems", text, 403)["error"]
    assert set(get(client, "/api/v1/export.json", text)) == {"body", "generated_at", "units"}


def test_the_one_file_is_a_workbook_too_and_can_be_carried_by_hand(
    client: Visitor, inside: Inside
) -> None:
    with inside():
        town = found_office()
        finding.problem(town, "未按规定公示")
        text = issued(town.handler.body_id)
    answer = client.get("/api/v1/export.xlsx", headers={"Authorization": f"Bearer {text}"})
    assert [one.title for one in read_book(answer.data)] == ["发现问题", "文书", "被监督单位"]
    assert client.get("/api/v1/export.xlsx").status_code == 401
    sign_in(client, town.handler)
    by_hand = client.get("/api/platform.json")
    assert (
        json.loads(by_hand.data)["problems"] == get(client, "/api/v1/export.json", text)["problems"]
    )
    problems = read_book(client.get("/api/platform.xlsx").data)[0]
    assert [cell.value for cell in problems[1]][:3] == ["编号", "被监督单位", "问题"]
    assert problems.max_row == 2
    assert problems[2][7].value == "待核实"


def read_book(content: bytes) -> list[Worksheet]:
    """The sheets of a workbook."""
    return list(openpyxl.load_workbook(BytesIO(content)).worksheets)


def test_calls_beyond_the_rate_wait_a_minute(
    client: Visitor, inside: Inside, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "CALLS_A_MINUTE", 3)
    clock("2026-03-01 09:00")
    with inside():
        text = issued(found_office().handler.body_id)
    for _ in range(3):
        get(client, "/api/v1/units", text)
    get(client, "/api/v1/units", text, 429)
    answer = client.get("/api/v1/units", headers={"Authorization": f"Bearer {text}"})
    assert int(answer.headers["Retry-After"]) == 60
    clock("2026-03-01 09:01:01")
    get(client, "/api/v1/units", text)


def test_pages_follow_one_another_and_filters_hold(
    client: Visitor, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = {**resources.RESOURCES}
    small["problems"] = resources.replace(
        small["problems"], listing=resources.replace(small["problems"].listing, size=4)
    )
    monkeypatch.setattr("supervision.api.routes.RESOURCES", small)
    with inside():
        town = found_office()
        keys = {finding.problem(town, f"问题{mark}").id for mark in "甲乙丙丁戊己庚辛壬"}
        finding.problem(town, "别类", category="乱收费")
        text = issued(town.handler.body_id)
    path, seen = "/api/v1/problems?category=程序不规范", []
    while path:
        answer = get(client, path, text)
        seen += [one["id"] for one in answer["items"]]
        path = answer["next"]
    assert len(seen) == len(keys)
    assert set(seen) == keys
    assert "无法识别" in get(client, "/api/v1/problems?found_from=x", text, 422)["error"]


def test_the_document_describes_exactly_what_is_given(client: Visitor, inside: Inside) -> None:
    with inside():
        town = found_office()
        finding.problem(town, "未告知听证权利")
        finding.draft_paper(town, "说明情况")
        text = issued(town.handler.body_id)
    document = get(client, "/api/v1/openapi.json", None)
    for path, verbs in document["paths"].items():
        (described,) = verbs["get"]["responses"]["200"]["content"].items()
        answer = client.get(path, headers={"Authorization": f"Bearer {text}"})
        assert (answer.status_code, answer.mimetype) == (200, described[0]), path
        if answer.is_json:
            assert set(answer.get_json()) <= set(described[1]["schema"]["properties"])
    for name, resource in resources.RESOURCES.items():
        record = get(client, f"/api/v1/{name}", text)["items"][0]
        described = document["components"]["schemas"][resource.reading.name.title()]
        assert set(record) == set(described["properties"]) == set(described["required"])


def test_only_the_hash_of_a_token_is_kept(inside: Inside) -> None:
    with inside() as own:
        text = issued(found_office().handler.body_id)
        held = own.scalars(sa.select(ApiToken)).one()
        assert text not in str(held.__dict__)
        assert len(held.token_hash) == 64


@pytest.mark.parametrize("days", [-1, 400])
def test_a_token_lasts_a_year_at_most(inside: Inside, days: int) -> None:
    with inside(), pytest.raises(DomainError, match="一年之内"):
        issued(found_office().handler.body_id, days=days)


def test_the_security_administrator_issues_and_stops_tokens(
    client: Visitor, inside: Inside
) -> None:
    with inside():
        town = found_office()
        admin = people.actor("security", Role.SECURITY_ADMIN)
    sign_in(client, admin)
    answer = client.submit(
        "/api/tokens",
        {
            "name": "省平台",
            "readings": ["problems"],
            "body_id": str(town.handler.body_id),
            "expires_on": (clock.today() + timedelta(days=30)).isoformat(),
        },
    )
    assert answer.status_code == 302
    assert "待机关批准" in check(client.get("/api/tokens")).text
    assert second.waiting(client) == [], "it reads the bureau's data: the bureau approves"
    with inside():
        head = people.actor("head", Role.REVIEWER, body=town.body)
    sign_in(client, head)
    text = check(second.confirm(client)).find("//code")[0].text or ""
    assert get(client, "/api/v1/problems", text) == {"items": [], "next": None}
    sign_in(client, admin)
    client.submit("/api/tokens", form="//form[@class='row-action']")
    get(client, "/api/v1/problems", text, 401)
    sign_in(client, town.handler)
    assert client.get("/api/tokens").status_code == 403


def test_a_program_is_answered_in_json_whatever_is_wrong(client: Visitor) -> None:
    """Not with a page for people: nobody reads it."""
    for answer, status in (
        (client.get("/api/v1/nothing"), 404),
        (client.post("/api/v1/openapi.json"), 405),
    ):
        assert (answer.status_code, answer.mimetype) == (status, "application/json")
        assert "这个地址" in answer.json["error"]
    assert client.get("/api/nothing").mimetype == "text/html"  # whoever types that is a person
