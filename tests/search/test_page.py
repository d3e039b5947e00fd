"""The search page: what is found leads to its record, marked, and pages go on where they stopped."""

import pytest
from flask import Flask
from sqlalchemy import event

from supervision.core.db import db
from supervision.search import routes
from tests.make import finding, people
from tests.make.offices import found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.queries import queries
from tests.support.work import Inside


def test_a_hit_is_marked_and_leads_to_its_record(client: Visitor, inside: Inside) -> None:
    with inside():
        town = found_office()
        key = finding.problem(town, "未告知听证权利", case_number="示司罚〔2023〕7号").id
    sign_in(client, town.handler)
    page = check(client.get("/search/?q=听证"))
    assert page.heading == "“听证”的搜索结果"
    assert [mark.text for mark in page.find("//mark")] == ["听证"]
    assert page.find(f"//a[@href='/problems/{key}'][contains(., '未告知听证权利')]")
    assert "示司罚" in check(client.get("/search/", query_string={"q": "[2023]7号"})).text
    assert "没有找到" in check(client.get("/search/?q=海关")).text
    assert "一个字也可以找" in check(client.get("/search/")).text


def test_hits_are_narrowed_to_one_unit_and_every_address_keeps_it(
    client: Visitor, inside: Inside
) -> None:
    with inside():
        town = found_office()
        other = people.unit("示例市乙局", by=town.reviewer)
        finding.problem(town, "案卷缺页之一")
        finding.problem(town, "案卷缺页之二", unit=other)
    sign_in(client, town.handler)
    both = check(client.get("/search/?q=缺页"))
    (link,) = both.find("//li//a[contains(., '示例市乙局')]")
    narrowed = check(client.get(link.get("href")))
    assert "之二" in narrowed.text
    assert "之一" not in narrowed.text
    assert all(
        "unit=" in tab.get("href") for tab in narrowed.find("//nav//a[contains(@href, 'q=')]")
    )
    assert "之一" in check(client.get(narrowed.find("//a[@class='chip']")[0].get("href"))).text


def test_one_kind_goes_on_from_page_to_page(
    client: Visitor, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "PAGE", 4)
    monkeypatch.setattr(routes, "FEW", 2)
    with inside():
        town = found_office()
        keys = {finding.problem(town, f"案卷缺页之{mark}").id for mark in "甲乙丙丁戊己庚辛壬"}
    sign_in(client, town.handler)
    overview = check(client.get("/search/?q=缺页"))
    assert "看全部 9 条发现问题" in overview.text
    url, seen = "/search/?q=缺页&kind=problem", []
    while url:
        page = check(client.get(url))
        seen += [int(link.get("href").rsplit("/", 1)[1]) for link in page.find("//ol//li/a")]
        url = next((str(link.get("href")) for link in page.find("//a[.='下一页']")), "")
    assert len(seen) == len(keys)
    assert set(seen) == keys


def test_who_may_not_search_business_records_is_refused(client: Visitor, inside: Inside) -> None:
    check(client.get("/search/?q=听证", follow_redirects=True))  # the sign-in page
    with inside():
        town = found_office()
    sign_in(client, town.liaison)
    assert "没有找到" in check(client.get("/search/?q=示例")).text


def test_a_page_of_results_costs_few_queries_whatever_it_finds(
    client: Visitor, inside: Inside, app: Flask
) -> None:
    with inside():
        town = found_office()
        for number in range(12):
            finding.problem(town, f"案卷缺页之{number}")
            finding.draft_paper(town, f"补正案卷{number}")
    sign_in(client, town.handler)
    client.get("/search/?q=案")
    statements: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    client.get("/search/?q=案")
    asked = [one for one in statements if not one.startswith(("BEGIN", "PRAGMA"))]
    assert len(asked) <= 12, "\n".join(asked)


def test_the_index_is_asked_once_and_read_once_for_all_kinds(
    app: Flask, client: Visitor, inside: Inside
) -> None:
    """A frequent word was counted in every kind, then walked again in every kind to be shown."""
    with inside():
        town = found_office()
        finding.problem(town, "示例市甲局案卷缺页")
    sign_in(client, town.handler)
    for address in ("/search/?q=甲局", "/search/?q=甲局&kind=problem"):
        with queries(app) as asked:
            page = check(client.get(address))
        assert "案卷缺页" in page.text
        (walk,) = (one for one in asked if "search_token" in one)
        assert "root_id IN (SELECT" not in walk, "every record one may see, listed for each search"
        assert len([one for one in asked if "search_entry" in one]) == 2
