"""Every component renders, is reachable for everybody, and keeps to the content policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from tests.look.gallery import ERRORS, PAGES, ROOT, create_gallery

ADDRESSES = [*PAGES, *(f"error/{code}" for code in ERRORS)]
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


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
    most = {"css": 250, "js": 120}[folder]
    for path in (ROOT / "static" / folder).iterdir():
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= most, path
        assert not re.search(r"https?://(?!www\.w3\.org)|@import|innerHTML|eval\(", text), path


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_is_clean_for_axe_and_never_scrolls_sideways(
    chromium: Browser, address: str, size: dict[str, int], scheme: str
) -> None:
    context = chromium.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda line: refused.append(line.text) if "Security" in line.text else None)
    found = []
    for name in ADDRESSES:
        page.goto(f"{address}/{name}")
        for violation in Axe().run(page).response["violations"]:
            nodes = [node["html"][:160] for node in violation["nodes"][:3]]
            found.append((name, violation["id"], nodes))
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            found.append((name, "wider than the window", []))
    context.close()

    assert found == []
    assert refused == []
