"""docs/security.md names only files and tests that exist."""

import re

from tests.rules.source import ROOT, expect_none

TABLE = ROOT / "docs" / "security.md"


def test_the_security_table_names_tests_that_exist() -> None:
    named = set(re.findall(r"`(test_[a-z_0-9]+)`", TABLE.read_text("utf-8")))
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), flags=re.M)
    }
    assert len(named) > 40
    expect_none(sorted(named - written))


def test_the_security_table_names_places_that_exist() -> None:
    rows = [row for row in TABLE.read_text("utf-8").splitlines() if row.startswith("| ")]
    named = {
        place for row in rows for place in re.findall(r"`([a-z_/]+(?:\.py|/))`", row.split("|")[2])
    }
    assert len(named) > 20
    expect_none(sorted(p for p in named if not (ROOT / "supervision" / p).exists()))
