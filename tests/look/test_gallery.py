"""Every component renders, is reachable for everybody, and keeps to the content policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from scripts.dev import with_styleguide
from tests.look.gallery import ERRORS, PAGES, ROOT, create_gallery
from tests.support.accessibility import expect_accessible, expect_no_sideways_scroll
from tests.support.browser import DESKTOP, PHONE, NewTab
from tests.support.stores import MakeApp

ADDRESSES = [*PAGES, *(f"error/{code}" for code in ERRORS)]


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_gallery().test_client()


@pytest.mark.parametrize("name", ADDRESSES)
def test_page_has_one_h1_its_warning_and_nothing_inline(client: FlaskClient, name: str) -> None:
    html = client.get(f"/{name}").get_data(as_text=True)

    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert "本系统不得处理涉密信息" in html
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", html)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_page_needs_no_more_than_the_kernel_always_knows(
    client: FlaskClient, code: int
) -> None:
    answer = client.get(f"/error/{code}?bare=1")

    assert answer.status_code == code
    assert "<h1>" in answer.get_data(as_text=True)


@pytest.mark.parametrize("name", ADDRESSES)
def test_ids_are_unique_and_every_label_and_description_finds_its_target(
    client: FlaskClient, name: str
) -> None:
    html = client.get(f"/{name}").get_data(as_text=True)
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<label[^>]*\sfor="([^"]+)"', html)) <= set(ids)
    for described in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', html):
        assert set(described.split()) <= set(ids)


def test_templates_stay_short_and_each_component_says_its_signature() -> None:
    for path in (ROOT / "templates").glob("*/*.html"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 120, path
        if path.parent.name in {"components", "errors", "layouts"}:
            assert lines[0].startswith("{# "), path


def test_every_macro_is_named_in_the_comment_of_its_file_or_is_a_part_of_it() -> None:
    for path in (ROOT / "templates/components").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        comment = text[: text.index("#}")]
        public = _macros(path) & _imported_elsewhere(path.name)
        assert {name for name in public if f"{name}(" not in comment} == set(), path


# Shown by the pages of the application itself, since they want a declared listing; what is a part of another macro is shown with it.
OF_A_LISTING = {"listing_table", "printed_table", "listing_filters", "nothing"}


def test_every_component_stands_in_the_gallery() -> None:
    pages = [
        *(ROOT / "tests/look/pages").rglob("*.html"),
        *(ROOT / "templates/layouts").glob("*.html"),
        ROOT / "tests/look/gallery.py",  # the navigation, which the shell draws too
    ]
    files = {
        path: path.read_text(encoding="utf-8")
        for path in (ROOT / "templates/components").glob("*.html")
    }
    drawn = "".join(path.read_text(encoding="utf-8") for path in pages)
    shown = _with_parts(set(re.findall(r"\b(\w+)\(", drawn)), "".join(files.values()))
    for path, text in files.items():
        comment = text[: text.index("#}")]
        public = {name for name in _macros(path) if f"{name}(" in comment}
        assert public - shown - OF_A_LISTING == set(), path


def _with_parts(shown: set[str], text: str) -> set[str]:
    """The macros of the components that those call, too."""
    bodies = re.findall(r"{% macro (\w+)\((.*?){%-? endmacro %}", text, re.DOTALL)
    while (
        more := {
            name
            for name, _ in bodies
            if any(f"{name}(" in body for one, body in bodies if one in shown)
        }
        - shown
    ):
        shown = shown | more
    return shown


def test_the_styleguide_is_there_while_developing_and_nowhere_else(make_app: MakeApp) -> None:
    application = make_app()
    assert application.test_client().get("/styleguide/").status_code == 404
    shown = with_styleguide(application).test_client()
    index = shown.get("/styleguide/").get_data(as_text=True)
    for name in ADDRESSES:
        assert f'href="/styleguide/{name}"' in index
    assert shown.get("/styleguide/states").status_code == 200
    assert shown.get("/styleguide/static/none").status_code == 404


def _macros(path: Path) -> set[str]:
    return set(re.findall(r"{% macro (\w+)\(", path.read_text(encoding="utf-8")))


def _imported_elsewhere(filename: str) -> set[str]:
    pattern = rf'{{% from "components/{filename}" import ([^%]+) %}}'
    folders = (ROOT / "templates", ROOT / "tests/look/pages")
    texts = [p.read_text(encoding="utf-8") for folder in folders for p in folder.rglob("*.html")]
    found = [names for text in texts for names in re.findall(pattern, text)]
    return {part.split(" as ")[0].strip() for names in found for part in names.split(",")}


@pytest.mark.parametrize("folder", ["css", "js"])
def test_styles_and_scripts_stay_small_and_load_nothing_from_elsewhere(folder: str) -> None:
    usual = {"css": 250, "js": 120}[folder]
    for path in (ROOT / "static" / folder).iterdir():
        text = path.read_text(encoding="utf-8")
        most = {"combobox.js": 200}.get(path.name, usual)  # one widget with all its keys
        assert text.count("\n") <= most, path
        assert not re.search(r"https?://(?!www\.w3\.org)|@import|innerHTML|eval\(", text), path


@pytest.mark.parametrize(
    ("size", "scheme", "asked"),
    [
        (DESKTOP, "light", ADDRESSES[::4]),
        (PHONE, "dark", ADDRESSES[2::4]),
        *(
            pytest.param(size, scheme, ADDRESSES, marks=pytest.mark.battery)
            for size in (DESKTOP, PHONE)
            for scheme in ("light", "dark")
        ),
    ],
    ids=["share", "other-share", "desktop-light", "desktop-dark", "phone-light", "phone-dark"],
)
def test_every_page_is_clean_for_axe(
    new_tab: NewTab, size: tuple[int, int], scheme: str, asked: list[str]
) -> None:
    tab = new_tab(size, color_scheme=scheme)
    for name in asked:
        tab.goto(f"/{name}")
        expect_accessible(tab)


@pytest.mark.parametrize(
    "width",
    [390, 1366, *(pytest.param(one, marks=pytest.mark.battery) for one in (768, 1024, 1280, 1920))],
)
def test_no_page_scrolls_sideways_at_any_width_nor_in_large_type(
    new_tab: NewTab, width: int
) -> None:
    tab = new_tab((width, 800))
    for name in (*PAGES, *(f"{name}?large=1" for name in PAGES)):
        tab.goto(f"/{name}")
        expect_no_sideways_scroll(tab)


def test_a_list_uses_a_wide_screen_and_no_more_than_1760(new_tab: NewTab) -> None:
    tab = new_tab((1920, 1080))
    tab.goto("/ledger")
    width = "document.querySelector('main').getBoundingClientRect().width"
    assert tab.evaluate(width) > 1600
    tab.set_viewport_size({"width": 2560, "height": 1080})
    assert tab.evaluate(width) == 1760


def test_a_column_without_a_file_shrinks(new_tab: NewTab) -> None:
    tab = new_tab(DESKTOP)
    tab.goto("/paper")
    cells = tab.locator("td.cell-files")
    width = "one => one.getBoundingClientRect().width"
    assert cells.first.evaluate(width) >= 152  # 9.5rem: room for the name of a file
    cells.evaluate_all(
        "all => all.forEach((one) => { one.innerHTML = '<span class=nil>–</span>'; })"
    )
    assert cells.first.evaluate(width) < 100


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_arrow_of_a_select_is_seen(new_tab: NewTab, scheme: str) -> None:
    """WCAG 2.2, 1.4.11: what shows that a control opens stands out from its ground by 3:1."""
    tab = new_tab(DESKTOP, color_scheme=scheme)
    tab.goto("/form")
    image, ground = tab.locator("select.form-select").first.evaluate(
        "one => [getComputedStyle(one).backgroundImage, getComputedStyle(one).backgroundColor]"
    )
    stroke = re.search(r"stroke='%23([0-9a-f]{6})'", image)
    assert stroke, image
    arrow = tuple(int(stroke[1][place : place + 2], 16) for place in (0, 2, 4))
    lit = sorted(map(_luminance, (arrow, tuple(map(int, re.findall(r"\d+", ground)[:3])))))
    assert (lit[1] + 0.05) / (lit[0] + 0.05) >= 3, (arrow, ground)


def _luminance(colour: tuple[int, ...]) -> float:
    parts = (one / 255 for one in colour)
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
