"""A plugin for the tests: writes what became of each, by its full name, into the file `MUTANTS_TOLD` names.

The migrated database that the tests copy from lies in `MUTANTS_TEMPLATE`, made once without a fault: making
it took longer than most of the tests that kill one.
"""

import json
import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest

SPENT = "processor seconds"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a phase cost the processor: by the clock a busy machine would have fewer tests asked."""
    before = item.config.stash.get(_SPENT, 0.0)
    now = sum(os.times()[:4])
    item.config.stash[_SPENT] = now
    report = yield
    report.user_properties.append((SPENT, max(now - before, 0.0)))
    return report


_SPENT = pytest.StashKey[float]()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """One line for each phase of a test."""
    spent = [seconds for name, seconds in report.user_properties if name == SPENT]
    told = {"test": report.nodeid, "outcome": report.outcome, "seconds": spent[-1]}
    with Path(os.environ["MUTANTS_TOLD"]).open("a", encoding="utf-8") as file:
        file.write(json.dumps(told, ensure_ascii=False) + "\n")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Copies what is kept to where the tests look for it before they make it."""
    from tests.support.run import RUN_DIR  # noqa: PLC0415

    kept = os.environ.get("MUTANTS_TEMPLATE")
    if kept:
        shutil.copytree(kept, config.stash[RUN_DIR] / "template-sqlite")
