"""Backup: one archive of the database at one moment, its files by content beside it, and the way back.

The folder of backups holds `*.mingdu` archives (ZIP: database, list of files, settings, anchor and a
sealed manifest), the pool `pool/` of file contents by SHA-256 that all archives share, and the
outcome of the last drill. Keys are never in it (see wrapping.py).
"""

from supervision.core.backup.archive import Archive, Manifest, archives, open_archive
from supervision.core.backup.drilling import Drill, drill, last_drill
from supervision.core.backup.making import Made, Reason, create
from supervision.core.backup.pool import Pool
from supervision.core.backup.restoring import refuse_wrong_trail, restore
from supervision.core.backup.rotation import rotate
from supervision.core.backup.site import Site, here
from supervision.core.backup.verifying import verify

__all__ = [
    "Archive",
    "Drill",
    "Made",
    "Manifest",
    "Pool",
    "Reason",
    "Site",
    "archives",
    "create",
    "drill",
    "here",
    "last_drill",
    "open_archive",
    "refuse_wrong_trail",
    "restore",
    "rotate",
    "verify",
]
