"""README's map and CONTRIBUTING's words are true: every room of the house is on the map, every make target named."""

import re

from tests.rules.source import ROOT, expect_none

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAP = README.partition("## 代码地图")[2].partition("```\n")[2].partition("```")[0]
HOUSES = ("supervision", "supervision/core", "supervision/instruments")


def test_every_room_is_on_the_map() -> None:
    rooms = (path.parent for house in HOUSES for path in (ROOT / house).glob("*/__init__.py"))
    expect_none(str(room.relative_to(ROOT)) for room in rooms if f"{room.name}/" not in MAP)


def test_everything_on_the_map_is_there() -> None:
    names = set(re.findall(r"[a-z_]+/|\b[a-z_-]+\.(?:py|md)\b", MAP)) - {"instruments/"}
    kept = {
        name
        for name in names
        for where in ("", "static", "templates", "tests", "docs", *HOUSES)
        if (ROOT / where / name).exists()
    }
    expect_none(names - kept - {"models.py", "forms.py", "service.py", "routes.py"})


def test_every_make_target_is_told() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert phony
    told = set(re.findall(r"`?make (\w+)", README))
    expect_none(set(phony.group(1).split()) - told - {"help", "ready"})
