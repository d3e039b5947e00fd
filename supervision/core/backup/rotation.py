"""Which backups stay: nightly ones of 7 days, 5 weeks and 12 months, the last 5 before upgrades."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from pathlib import Path

from supervision.core import clock
from supervision.core.backup.archive import SUFFIX, Archive, archives
from supervision.core.backup.making import Reason
from supervision.core.backup.pool import Pool

DAYS, WEEKS, MONTHS, UPGRADES = 7, 5, 12, 5


def kept(found: Iterable[Archive]) -> set[Path]:
    """Of archives, newest first, those that stay; those made by hand always do."""
    nightly = [one for one in found if one.manifest.reason == Reason.NIGHTLY]
    before = [one for one in found if one.manifest.reason == Reason.UPGRADE]
    by_hand = [one for one in found if one not in nightly and one not in before]
    return {
        one.path
        for one in (
            *by_hand,
            *before[:UPGRADES],
            *_newest_of_each(nightly, lambda one: _day(one).date(), DAYS),
            *_newest_of_each(nightly, lambda one: _day(one).isocalendar()[:2], WEEKS),
            *_newest_of_each(nightly, lambda one: (_day(one).year, _day(one).month), MONTHS),
        )
    }


def _day(one: Archive) -> datetime:
    return clock.local(one.manifest.moment)


def _newest_of_each(
    found: list[Archive], period: Callable[[Archive], Hashable], most: int
) -> list[Archive]:
    newest: dict[Hashable, Archive] = {}
    for one in found:
        newest.setdefault(period(one), one)
    return list(newest.values())[:most]


def rotate(folder: Path) -> int:
    """Delete what does not stay, and contents that nothing names any more; how many archives.

    While any archive cannot be read its contents are unknown: then nothing leaves the pool.
    """
    found = archives(folder)
    stay = kept(found)
    gone = [one for one in found if one.path not in stay]
    for one in gone:
        one.path.unlink()
    if len(found) == len([*folder.glob(f"*{SUFFIX}")]) + len(gone):
        named = {kept_file.sha256 for one in archives(folder) for kept_file in one.kept_files()}
        Pool(folder / "pool").keep_only(named)
    return len(gone)
