"""What git holds is ours: nobody else's files, no data, no secrets."""

import re

from tests.rules.source import ROOT, expect_none, files

FOREIGN_NAMES = re.compile(
    r"(^|/)(node_modules|vendor|third_party|bower_components|site-packages|dist)(/|$)|\.min\.(js|css)$"
)
FOREIGN_KINDS = {".ttf", ".otf", ".ttc", ".woff", ".woff2", ".eot", ".whl", ".jar", ".deb", ".map"}
DATA_KINDS = {".sqlite3", ".db", ".sqlite", ".pem", ".key", ".env"}
BANNER = re.compile(
    r"^\s*(/\*!|//!)|@license|@preserve|Copyright \(c\)|sourceMappingURL", re.MULTILINE
)
LARGEST = 300_000
PICTURES = {".png", ".jpg", ".webp"}


def _names() -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in files()]


def test_no_file_of_somebody_else_is_committed() -> None:
    expect_none(
        name
        for path, name in zip(files(), _names(), strict=True)
        if FOREIGN_NAMES.search(name) or path.suffix in FOREIGN_KINDS
    )


def test_no_script_or_style_carries_another_owners_banner() -> None:
    ours = files("*.js", "*.css")
    expect_none(path.name for path in ours if BANNER.search(path.read_text("utf-8")))


def test_no_file_is_too_large_to_be_written_by_hand() -> None:
    written = (path for path in files() if path.suffix not in PICTURES)
    expect_none(path.name for path in written if path.stat().st_size > LARGEST)


def test_no_data_and_no_secret_is_committed() -> None:
    expect_none(path.name for path in files() if path.suffix in DATA_KINDS)
    inside = {name for name in _names() if name.startswith(("instance/", ".fonts/"))}
    expect_none(inside - {"instance/.gitkeep"})
