"""Every long test belongs to exactly one part of `make battery`, and help names the parts."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = (ROOT / "scripts" / "battery.sh").read_text("utf-8")
PARTS = re.search(r"^parts=\((.+)\)$", SCRIPT, re.MULTILINE)


def test_every_long_test_is_in_one_part() -> None:
    folders = [
        ROOT / folder
        for line in re.findall(r"run -m battery ([^;]+);;", SCRIPT)
        for folder in line.split()
    ]
    assert all(folder.exists() for folder in folders)
    marked = [
        path
        for path in (ROOT / "tests").rglob("test_*.py")
        if re.search(
            r"pytest\.mark\.battery|other=[\"']battery|\bshare\(", path.read_text("utf-8"), re.M
        )
    ]
    assert len(marked) > 8
    homes = {path: [one for one in folders if path.is_relative_to(one)] for path in marked}
    astray = {str(path): held for path, held in homes.items() if len(held) != 1}
    assert astray == {}


def test_every_part_is_named_where_a_person_looks() -> None:
    assert PARTS is not None
    parts = PARTS[1].split()
    assert parts == re.findall(r"^    (\w+)\) run", SCRIPT, re.MULTILINE)
    for place in ("Makefile", "CONTRIBUTING.md"):
        text = (ROOT / place).read_text("utf-8")
        assert all(part in text for part in parts), place
