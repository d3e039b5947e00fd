"""Which nightly backups stay after a year of nights: 7 days, 5 weeks, 12 months; the pool follows."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from supervision.core import backup
from supervision.core.backup import Archive, Manifest, Reason
from supervision.core.backup.rotation import kept
from supervision.operating import nightly
from tests.support.clock import Clock
from tests.support.operating import Mingdu

MANIFEST = Manifest(
    version="", revision="", made_at="", reason="", store="sqlite", counts={}, events=0, head="",
    keys={}, members={}, files=0, whole=False,
)  # fmt: skip


def _made(moment: dt.datetime, reason: Reason) -> Archive:
    manifest = replace(MANIFEST, made_at=moment.isoformat(), reason=reason)
    return Archive(Path(f"{moment:%Y-%m-%d}-{reason}"), manifest, b"", "")


@pytest.fixture
def year() -> list[Archive]:
    """A backup each night of a year, newest (2026-11-27) first."""
    last = dt.datetime(2026, 11, 27, 2, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    return [_made(last - dt.timedelta(days=n), Reason.NIGHTLY) for n in range(400)]


def test_a_year_of_nights_leaves_days_weeks_and_months(year: list[Archive]) -> None:
    days = {path.name[:10] for path in kept(year)}
    assert {f"2026-11-{day}" for day in range(21, 28)} <= days  # 7 days
    assert {"2026-11-27", "2026-11-22", "2026-11-15", "2026-11-08", "2026-11-01"} <= days  # Sundays
    assert {"2026-10-31", "2026-09-30", "2026-02-28", "2025-12-31"} <= days  # ends of months
    assert "2025-11-30" not in days  # the 13th month
    assert len(days) == 7 + 3 + 11


def test_what_was_made_by_hand_stays_and_five_from_before_upgrades(year: list[Archive]) -> None:
    by_hand = [_made(one.manifest.moment, Reason.MANUAL) for one in year[:20]]
    before = [_made(one.manifest.moment, Reason.UPGRADE) for one in year[:20]]
    stay = kept([*by_hand, *before])
    assert stay == {one.path for one in (*by_hand, *before[:5])}


@pytest.mark.usefixtures("used")
def test_the_jobs_of_the_night_back_up_rotate_and_drill(
    mingdu: Mingdu, instance: Path, clock: Clock
) -> None:
    """Of two that were made in one night the later stays."""
    for moment, gone in (("26 02:30", 0), ("26 03:30", 1), ("27 02:30", 0)):
        clock(f"2026-11-{moment}")
        done = mingdu("jobs", "run", "backup")
        assert done.code == 0, done.text
        assert f"清理旧备份{gone}份" in done.text
    made = backup.archives(instance / "backups")
    assert [one.manifest.reason for one in made] == [Reason.NIGHTLY] * 2
    drilled = mingdu("jobs", "run", "backup-drill")
    assert drilled.code == 0, drilled.text
    assert "演练通过" in drilled.text


def test_the_drill_of_a_new_installation_fails_nobody(app: Flask) -> None:
    """The weekly job catches up at the first start, before the first backup: that is no fault."""
    with app.app_context():
        assert nightly.drill() == "还没有备份，无从演练"
