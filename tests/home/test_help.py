"""使用帮助: the written tables of the workflows, readable by everybody who is signed in."""

from tests.law import tables
from tests.support.pages import PageCheck
from tests.support.seats import SignIn


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


def test_everybody_finds_it_in_their_menu(sign_in: SignIn, page: PageCheck) -> None:
    for username in ("handler", "liaison", "auditor"):
        visitor = sign_in(username)
        links = page(visitor.get("/")).find("//a[contains(., '使用帮助')]/@href")
        assert links == ["/help"]
        assert "承办人" in page(visitor.get("/help")).text


def test_a_flow_that_is_not_there_is_not_found(sign_in: SignIn, page: PageCheck) -> None:
    page(sign_in("handler").get("/help?flow=没有"), status=404)


def test_the_help_is_no_part_of_the_desk(sign_in: SignIn, page: PageCheck) -> None:
    """The navigation marks where one is: 工作台 is left while the help is read."""
    visitor = sign_in("reviewer")
    marked = "//nav//a[@aria-current='page']"
    assert [one.text_content().strip() for one in page(visitor.get("/")).find(marked)] == ["工作台"]
    assert not page(visitor.get("/help")).find(marked)
