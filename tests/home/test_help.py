"""使用帮助: the written tables of the workflows, readable by everybody who is signed in."""

import pytest

from supervision.core import settings
from supervision.core.access import Role
from tests.law import tables
from tests.make import case_files, people
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


def test_the_page_shows_each_table_as_it_is_written(sign_in: SignIn, page: PageCheck) -> None:
    visitor = sign_in("reviewer")
    for title, rows in tables.written().items():
        shown = page(visitor.get("/help", query_string={"flow": title}))
        lines = [" ".join(one.text_content().split()) for one in shown.find("//tbody/tr")]
        assert len(lines) == len(rows)
        for line, row in zip(lines, rows.values(), strict=True):
            assert line.startswith(row.label)
            assert row.target in line
            assert f"`{row.name}`" not in line
            assert all(condition in line for condition in row.conditions)


def test_the_picture_has_an_arrow_for_every_way_of_the_table(
    sign_in: SignIn, page: PageCheck
) -> None:
    """States and arrows against the table as the tests read it, flow by flow."""
    visitor = sign_in("reviewer")
    for title, rows in tables.written().items():
        shown = page(visitor.get("/help", query_string={"flow": title}))
        ways = {
            f"{source} → {row.target}"
            for row in rows.values()
            for source in row.sources
            if row.target not in ("不变", source)
        }
        drawn = [one.text for one in shown.find("//svg[@class='flow-map']//title")]
        assert {one.partition("：")[0] for one in drawn} == ways
        states = {one.text for one in shown.find("//svg[@class='flow-map']/text")}
        assert states == {name for way in ways for name in way.split(" → ")}


FIRST = {  # the first thing each does of a day, by product.md §1, and the page where it is done
    "handler": ("先看等我办的事", "/"),
    "reviewer": ("先看等我办的事", "/"),
    "signatory": ("签发文书", "/instruments/to-sign"),
    "liaison": ("签收来文", "/"),
    "head": ("核对并报送反馈", "/"),
    "watcher": ("提交线索", "/clues/submit"),
    "sysadmin": ("看系统是否正常", "/system"),
    "secadmin": ("确认别人提请的角色和设置", "/confirmations/"),
    "auditor": ("看操作记录", "/audit/"),
}
OTHERS = {  # what some do not have at all
    "liaison": ("监督行动", "线索", "约谈", "移交", "销号", "拟稿"),
    "head": ("监督行动", "线索", "约谈", "移交", "申请延期", "签收"),
    "watcher": ("监督行动", "文书", "约谈", "移交"),
    "auditor": ("监督行动", "文书", "签发"),
    "sysadmin": ("监督行动", "签发"),
    "secadmin": ("监督行动", "签发"),
    "signatory": ("送达回证",),
    "reviewer": (),
    "handler": (),
}


@pytest.fixture
def bureau(inside: Inside) -> None:
    """Somebody in each seat, and an observer."""
    with inside():
        settings.put("observer_accounts", value=True)
        people.user("watcher", Role.OBSERVER, body=case_files.office().body)


@pytest.mark.parametrize("who", FIRST)
def test_it_opens_on_what_the_person_does_first_and_every_line_opens_for_them(
    sign_in: SignIn, page: PageCheck, who: str
) -> None:
    visitor = sign_in(who)
    links = page(visitor.get("/")).find("//a[contains(., '使用帮助')]/@href")
    assert links == ["/help"]
    shown = page(visitor.get("/help"))
    rows = shown.find("//main//tbody/tr")
    what, address = FIRST[who]
    assert rows[0].xpath("td[1]")[0].text_content().strip() == what
    assert rows[0].xpath("td//a/@href") == [address]
    for link in {one for row in rows for one in row.xpath("td//a/@href")}:
        page(visitor.get(link, follow_redirects=True))
    said = " ".join(one.text_content() for one in shown.find("//main"))
    assert not [word for word in OTHERS[who] if word in said]


@pytest.mark.parametrize(("who", "flows"), [
    ("liaison", {"文书", "延期", "异议"}), ("head", {"文书"}), ("watcher", set()), ("auditor", set()),
])  # fmt: skip
def test_whoever_is_not_of_the_bureau_reads_of_a_flow_what_they_do_themselves(
    sign_in: SignIn, page: PageCheck, who: str, flows: set[str]
) -> None:
    visitor, label = sign_in(who), {"liaison": "联络员", "head": "单位负责人"}.get(who)
    for title, rows in tables.written().items():
        address = {"flow": title}
        if title not in flows:
            page(visitor.get("/help", query_string=address), status=404)
            continue
        shown = page(visitor.get("/help", query_string=address))
        lines = [one.text_content().strip() for one in shown.find("//tbody/tr/td[1]")]
        own = [row.label for row in rows.values() if label in row.roles]
        assert [one.removesuffix(" ※") for one in lines] == own
        assert own


def test_a_flow_that_is_not_there_is_not_found(sign_in: SignIn, page: PageCheck) -> None:
    page(sign_in("handler").get("/help?flow=没有"), status=404)


def test_the_help_is_no_part_of_the_desk(sign_in: SignIn, page: PageCheck) -> None:
    """The navigation marks where one is: 工作台 is left while the help is read."""
    visitor = sign_in("reviewer")
    marked = "//nav//a[@aria-current='page']"
    assert [one.text_content().strip() for one in page(visitor.get("/")).find(marked)] == ["工作台"]
    assert not page(visitor.get("/help")).find(marked)
