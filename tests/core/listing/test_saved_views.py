"""Saved views: a list's state under a name, one's own or shared within the body, nobody else's."""

import flask_migrate
import pytest
import sqlalchemy as sa

from supervision.core.access.scope import EVERYTHING, scope_of, seeing
from supervision.core.db import db, unit_of_work
from supervision.core.errors import DomainError
from supervision.core.listing import saved
from tests.make.offices import found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.stores import MakeApp
from tests.support.work import Inside

VIEWS = sa.table("saved_view", sa.column("label"), sa.column("query"))


def test_a_view_keeps_the_filters_and_not_the_place_in_the_list(inside: Inside) -> None:
    with inside():
        town = found_office()
        view = saved.save(
            "逾期", path="/problems/ledger", query="tab=overdue&after=2023~5&unit=1&sort=",
            shared=False, actor=town.handler,
        )  # fmt: skip
        assert view.url == "/problems/ledger?tab=overdue&unit=1"
        with pytest.raises(DomainError, match="已有名为"):
            saved.save("逾期", path="/problems/ledger", query="", shared=True, actor=town.handler)
        assert saved.save("逾期", path="/problems/", query="", shared=True, actor=town.handler)


def test_only_shared_views_are_seen_by_colleagues_and_none_by_others(inside: Inside) -> None:
    with inside():
        ours, theirs = found_office("示例市"), found_office("样本市")
        for label, shared in (("自己的", False), ("大家的", True)):
            saved.save(
                label, path="/problems/", query="tab=again", shared=shared, actor=ours.handler
            )
    with inside():
        seen = {}
        for actor in (ours.handler, ours.signatory, theirs.handler):
            with seeing(scope_of(actor)):
                seen[actor.username] = [v.label for v in saved.of_list("/problems/", actor=actor)]
        assert seen == {
            "handler": ["大家的", "自己的"],
            "signatory": ["大家的"],
            "样本市handler": [],
        }


def test_a_view_is_saved_from_the_list_and_stands_in_its_menu(
    client: Visitor, inside: Inside
) -> None:
    with inside():
        town = found_office()
    sign_in(client, town.handler)
    page = check(client.get("/problems/?tab=again"))
    where = page.find("//a[contains(., '保存当前筛选')]")[0].get("href")
    answer = client.submit(where, {"label": "又发生的", "shared": "y"})
    assert answer.headers["Location"] == "/problems/?tab=again"
    menu = check(client.get("/problems/?tab=again")).find("//a[.='又发生的'][@aria-current='true']")
    assert [link.get("href") for link in menu] == ["/problems/?tab=again"]
    sign_in(client, town.signatory)
    assert check(client.get("/problems/")).find("//a[.='又发生的（共享）']")
    assert client.get("/views/save?list=/problems/").data.count("删除".encode()) == 0


def test_a_view_leads_nowhere_but_to_this_site(client: Visitor, inside: Inside) -> None:
    with inside():
        town = found_office()
    sign_in(client, town.handler)
    for path in ("https://example.test/", "//example.test", "/\\example.test"):
        answer = client.submit(f"/views/save?list={path}", {"label": path[:20]})
        assert answer.headers["Location"] in {"/", "/?"}


def test_nobody_takes_away_what_is_not_theirs(client: Visitor, inside: Inside) -> None:
    with inside():
        town = found_office()
        key = saved.save("共享", path="/problems/", query="", shared=True, actor=town.handler).id
        own = saved.save("私有", path="/problems/", query="", shared=False, actor=town.handler).id
    sign_in(client, town.signatory)
    token = (
        check(client.get("/views/save?list=/")).find("//input[@name='csrf_token']")[0].get("value")
    )
    assert client.post(f"/views/{key}/discard", data={"csrf_token": token}).status_code == 403
    assert client.post(f"/views/{own}/discard", data={"csrf_token": token}).status_code == 404
    sign_in(client, town.handler)
    client.submit("/views/save?list=/problems/", form="//form[@class='row-action']")
    with inside():
        assert len(saved.of_list("/problems/", actor=town.handler)) == 1


@pytest.mark.store
def test_views_that_hid_columns_by_place_hide_the_same_columns_by_key(
    make_app: MakeApp, empty_database_url: str
) -> None:
    """Columns 3 (送达) and 6 (最近催办) of the ledger, 1 (联系人) of a contact point; there and back."""
    app = make_app(SQLALCHEMY_DATABASE_URI=empty_database_url)
    old = {
        "台账": ("/problems/ledger", "hide=3-6&tab=overdue"),
        "联系点": ("/roster/contact_point", "hide=1&q=%E7%94%B2"),
        "名册": ("/roster/", "hide=2"),
        "无关": ("/problems/", "tab=again"),
        "乱": ("/problems/", "hide=99-x"),
    }
    with app.app_context():
        flask_migrate.upgrade()
        with seeing(EVERYTHING), unit_of_work():
            handler = found_office().handler
            for label, (path, _) in old.items():
                saved.save(label, path=path, query="", shared=False, actor=handler)
        flask_migrate.downgrade(revision="0010")
        with db.engine.begin() as store:
            for label, (_, query) in old.items():
                store.execute(sa.update(VIEWS).where(VIEWS.c.label == label).values(query=query))
        flask_migrate.upgrade(revision="0011")
        assert _queries() == {
            "台账": "hide=chased-delivered&tab=overdue", "联系点": "hide=contact&q=%E7%94%B2",
            "名册": "hide=certificate", "无关": "tab=again", "乱": "",
        }  # fmt: skip
        flask_migrate.downgrade(revision="0010")
        assert _queries() == {label: query for label, (_, query) in old.items()} | {"乱": ""}


def _queries() -> dict[str, str]:
    with db.engine.connect() as store:
        rows = store.execute(sa.select(VIEWS.c.label, VIEWS.c.query))
        return {row.label: row.query for row in rows}
