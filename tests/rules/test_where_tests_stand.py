"""A test stands where what it tests stands: tests/core/listing for supervision/core/listing."""

from tests.rules.source import ROOT, expect_none

ACROSS = {  # of no single package: what each is for
    "crawl": "pages of every role, kept",
    "journeys": "roads through the whole product in a real browser",
    "law": "flows against an independent model",
    "look": "widths, contrast, pictures of every screen",
    "plans": "what every page asks of a large store",
    "reliability": "things broken on purpose",
    "rules": "the code itself",
    "scripts": "the tools of scripts/",
    "support": "what tests are run with",
    "make": "data for tests",
    "upgrade": "databases of released versions",
}


def test_every_folder_of_tests_is_a_package_of_the_product() -> None:
    tests = ROOT / "tests"
    folders = {one.parent.relative_to(tests) for one in tests.rglob("test_*.py")}
    expect_none(
        (
            f"tests/{folder}: there is no supervision/{folder}"
            for folder in sorted(folders)
            if folder.parts
            and folder.parts[0] not in ACROSS
            and not (ROOT / "supervision" / folder).is_dir()
        ),
        hint="tests stand where what they test stands",
    )


def test_a_room_of_papers_has_its_tests() -> None:
    """No room of the largest slice is without tests of its own; those of the whole life stand above."""
    rooms = {one.parent.name for one in (ROOT / "supervision/instruments").glob("*/__init__.py")}
    tested = {one.parent.name for one in (ROOT / "tests/instruments").glob("*/test_*.py")}
    assert rooms - tested <= {"chasing", "delivering"}, "tests of these stand in tests/reminders"
