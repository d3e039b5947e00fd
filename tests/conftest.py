"""Gathers the fixtures of tests/support for every test; each module there says what it offers."""

import pytest

pytest_plugins = [
    "tests.support.garbage",
    "tests.support.children",
    "tests.support.drawn",
    "tests.support.hashing",
    "tests.support.network",
    "tests.support.properties",
    "tests.support.run",
    "tests.support.reading",
    "tests.support.clock",
    "tests.support.stores",
    "tests.support.story",
    "tests.support.kept",
    "tests.support.operating",
    "tests.support.shell",
    "tests.support.work",
    "tests.support.pages",
    "tests.support.client",
    "tests.support.seats",
    "tests.support.serving",
    "tests.support.browser",
    "tests.support.telling",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is long and alone begins first, so that nothing waits for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("first") is None)
