"""Gathers the fixtures of tests/support for every test; each module there says what it offers."""

pytest_plugins = [
    "tests.support.garbage",
    "tests.support.drawn",
    "tests.support.hashing",
    "tests.support.network",
    "tests.support.properties",
    "tests.support.run",
    "tests.support.clock",
    "tests.support.stores",
    "tests.support.story",
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
