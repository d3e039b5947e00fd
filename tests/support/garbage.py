"""The collector looks rarely, and never again at what was there when the tests began.

Every test makes an application, which goes when the next one is there; with the collector's own rhythm
a third of the run was spent looking at modules that stay.
"""

import gc
import itertools

import pytest

TESTS = 300  # whose applications wait for one look: some hundred megabytes at the most

_count = itertools.count(1)


def pytest_configure() -> None:
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


def pytest_runtest_teardown() -> None:
    """What tests left goes with one of them, so that the run stays as small as it was."""
    if next(_count) % TESTS == 0:
        gc.collect()
        gc.freeze()  # what is left stays to the end: statements, templates, the last application


def pytest_sessionfinish() -> None:
    gc.freeze()  # pytest looks five times for what ended badly; what ends with the process did not
