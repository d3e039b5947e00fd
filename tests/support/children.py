"""The kept children of a run live as long as it does: each start of theirs costs a second of processor time.

That they end by themselves in service is asserted of a child with its own time (`tests/core/test_kept_child.py`).
"""

from supervision.core.kept_child import KeptChild

AN_HOUR = 3_600.0


def pytest_configure() -> None:
    KeptChild.kept = AN_HOUR
