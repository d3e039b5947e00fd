"""The collector looks rarely, and never again at what was there when the tests began.

Every test makes an application, which goes when the next one is there; with the collector's own rhythm
a third of the run was spent looking at modules that stay.
"""

import gc
from collections.abc import Iterator

import pytest


def pytest_configure() -> None:
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="module")
def _collected() -> Iterator[None]:
    """What a module's tests left goes with it, so that the run stays as small as it was."""
    yield
    gc.collect()
