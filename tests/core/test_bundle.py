"""What a first visit fetches: one sheet, one script, the icons that are used; kept for a year, packed."""

import gzip
import re
import shutil
from pathlib import Path

import pytest
from flask import Flask

from supervision.core import bundle as bundling
from supervision.core import marks
from supervision.core.places import PLACES
from tests.support import pages
from tests.support.client import Visitor
from tests.support.seats import SignIn

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def handler(sign_in: SignIn) -> Visitor:
    return sign_in("handler")


def test_a_first_visit_is_five_requests_and_less_than_a_hundred_kilobytes(handler: Visitor) -> None:
    accepts = {"Accept-Encoding": "gzip"}
    page = handler.get("/problems/ledger", headers=accepts)
    found = pages.check(page)
    asked = [str(one) for one in found.find("//link/@href | //script/@src")]
    sheet = next(one for one in asked if one.endswith(".css"))
    text = handler.get(sheet, buffered=True).get_data(as_text=True)
    fonts = re.findall(r'url\("?([^")]+\.woff2)', text)
    asked += [f"/static/built/{one}" for one in fonts]
    sizes = [len(handler.get(one, headers=accepts, buffered=True).data) for one in asked]
    assert len(asked) + 1 == 5
    assert len(page.data) + sum(sizes) < 100_000


def test_who_can_unpack_gets_the_text_packed_and_others_as_it_is(handler: Visitor) -> None:
    for one in (bundling.bundle().sheet, bundling.bundle().script):
        plain = handler.get(f"/static/{one}", buffered=True)
        packed = handler.get(
            f"/static/{one}", headers={"Accept-Encoding": "br, gzip"}, buffered=True
        )
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert plain.mimetype == packed.mimetype
        assert {"Accept-Encoding"} <= set(plain.vary) & set(packed.vary)
        assert "max-age=31536000" in packed.headers["Cache-Control"]
        assert packed.headers["X-Content-Type-Options"] == "nosniff"


def test_every_icon_that_is_named_is_in_the_sheet(app: Flask) -> None:
    with app.app_context():
        named = {place.icon for place in PLACES.parts()} | set(marks.SIGNS.values())
    for path in (ROOT / "templates").rglob("*.html"):
        named |= set(re.findall(r'icon\("([a-z0-9-]+)"', path.read_text("utf-8")))
    sheet = (ROOT / "static" / bundling.bundle().sheet).read_text("utf-8")
    assert len(named) > 30
    assert not [one for one in sorted(named) if f".bi-{one}::before" not in sheet]
    signs = re.findall(r"\.bi-[a-z0-9-]+::before\{([^}]+)\}", sheet)
    silent = r'content:"(\\[0-9a-f]+)";content:"\1"/""'
    assert not [one for one in signs if not re.fullmatch(silent, one)], "a sign is read aloud"


def test_the_sign_of_each_tone_is_the_icon_that_is_named_for_it() -> None:
    sheet = (ROOT / "static" / bundling.bundle().sheet).read_text("utf-8")
    menu = {".columns .menu-item": "square", ".columns .menu-item[aria-current]": "check-square"}
    signs = {f".status.tone-{tone}": icon for tone, icon in marks.SIGNS.items()} | menu
    for place, icon in signs.items():
        (code,) = re.findall(rf'\.bi-{icon}::before{{content:"\\([0-9a-f]+)";', sheet)
        rule = sheet[sheet.index(f"{place}::before {{") :].split("}")[0]
        assert f'content: "\\{code}"; content: "\\{code}" / "";' in rule, place


def test_the_look_of_a_column_reaches_its_cells_by_their_place() -> None:
    sheet = (ROOT / "static" / bundling.bundle().sheet).read_text("utf-8")
    assert ".at-" not in sheet
    assert ".wide-5 td:nth-child(5)" in sheet
    looks = {
        look
        for path in (ROOT / "supervision").rglob("lists.py")
        for said in re.findall(r'look="([^"]+)"', path.read_text("utf-8"))
        for look in said.split()
    }
    assert len(looks) > 5
    assert not [
        look for look in sorted(looks | {"check"}) if f".{look}-16 td:nth-child(16)" not in sheet
    ]


def test_every_word_that_a_column_says_on_a_phone_is_in_the_sheet() -> None:
    sheet = (ROOT / "static" / bundling.bundle().sheet).read_text("utf-8")
    words = {
        word
        for path in (ROOT / "supervision").rglob("lists.py")
        for word in re.findall(r'phone="([^"]+)"', path.read_text("utf-8"))
    }
    assert len(words) > 10
    for word in sorted(words):
        rule = sheet[sheet.index(f".says-{word}-16 td:nth-child(16)") :].split("}")[0]
        assert rule.endswith(f'::before {{ content: "{word} "; '), word


def test_what_changes_gets_another_name_and_the_old_one_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("static/css", "static/js", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.setattr(bundling, "ROOT", tmp_path)
    monkeypatch.setattr(bundling, "BUILT", tmp_path / "static" / "built")
    first = bundling.current()
    assert bundling.current() == first
    with (tmp_path / "static/css/tokens.css").open("a") as tokens:
        tokens.write(".seen-once { color: inherit; }\n")
    second = bundling.current()
    assert (second.script, second.sheet != first.sheet) == (first.script, True)
    assert ".seen-once" in (tmp_path / "static" / second.sheet).read_text("utf-8")
    assert not (tmp_path / "static" / first.sheet).exists()


def test_every_sheet_and_script_of_ours_is_in_it() -> None:
    """A file that is forgotten here would be a page without its looks."""
    assert {one.stem for one in (ROOT / "static/css").iterdir()} == set(bundling.SHEETS)
    assert {one.stem for one in (ROOT / "static/js").iterdir()} == set(bundling.MODULES)
