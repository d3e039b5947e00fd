"""The mark of an upgrade under way, in the data folder: while it lies there start-up refuses."""

import json
import os
from dataclasses import asdict, dataclass

from supervision.core.backup import Site
from supervision.core.backup.making import fsync_folder
from supervision.core.errors import DomainError
from supervision.core.startup.schema import UPGRADING


@dataclass(frozen=True)
class Mark:
    """Where an upgrade started from; `archive` is empty for a new database, `wanted` of a torn mark."""

    present: str
    wanted: str
    archive: str
    database: str = ""  # which one it is, without its password; marks of 0.1.0 don't say

    @property
    def torn(self) -> bool:
        """It can't be read: a power cut on a disk that had not taken it whole."""
        return not self.wanted


def mark_of(present: str | None, wanted: str, archive: str, site: Site) -> Mark:
    """The mark of a change of the installation's own database."""
    return Mark(present or "", wanted, archive, _named(site))


def read(site: Site) -> Mark | None:
    """The upgrade that did not come to its end, if there is one; DomainError where it was another database's."""
    path = site.instance / UPGRADING
    if not path.exists():
        return None
    try:
        mark = Mark(**json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError):
        return Mark("", "", "")
    if mark.database not in ("", _named(site)):
        raise DomainError(
            f"上次没有做完的升级是在另一个数据库上（{mark.database}）：请把 DATABASE_URL 改回去做完它；"
            f"那个数据库已不用的，删除 {path} 再做一次"
        )
    return mark


def put(site: Site, mark: Mark) -> None:
    """Set the mark, on the disk before anything is changed."""
    draft = site.instance / f"{UPGRADING}.new"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(mark), file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(site.instance / UPGRADING)
    fsync_folder(site.instance)


def take_away(site: Site) -> None:
    """It has come to its end."""
    (site.instance / UPGRADING).unlink()
    fsync_folder(site.instance)


def _named(site: Site) -> str:
    return site.url.render_as_string(hide_password=True)
