"""A kept file whose bytes are gone or changed: the very bytes again, out of a backup or by setting them anew.

At night the scrub does so for every file; by day whoever is served a file gets it healed at once.
What was healed stands on the trail, what is lost is told to the administrators, both after the
answer: neither may keep a person from the file.
"""

import hashlib
import io
import json
import logging
from collections.abc import Callable
from functools import lru_cache, partial

import sqlalchemy as sa

from supervision.core import audit, backup, clock
from supervision.core.access.policy import Role
from supervision.core.access.principal import SYSTEM
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.afterwards import after_the_answer
from supervision.core.backup import Pool
from supervision.core.backup.pool import copy_checked
from supervision.core.db import session, unit_of_work
from supervision.core.documents.layout import layout_version
from supervision.core.documents.model import Paper
from supervision.core.documents.pdf import archive
from supervision.core.errors import DomainError
from supervision.core.files import Attachment, StoredFile
from supervision.core.files.models import Purpose
from supervision.core.files.store import path_of
from supervision.instruments.models import Instrument
from supervision.instruments.signing.service import archived_facts
from supervision.operating import scrubbed
from supervision.reminders.inbox import announce, holders_of
from supervision.reminders.models import NoticeKind

log = logging.getLogger(__name__)
_ADVICE = "从更早的备份中找回该文件；找回之前，打开它的人会看到“找不到了”"


def heal(stored: StoredFile) -> bytes | None:
    """The bytes of a file that is being served, put back in their place; None when they are lost."""
    content = again(stored)
    if content is None:
        _afterwards(partial(_tell_of_loss, stored.id, stored.name))
    elif put_back(stored, content):
        _afterwards(partial(note_healed, stored.id))
    return content


def again(stored: StoredFile) -> bytes | None:
    """The very bytes that were kept, from wherever they can be had."""
    for source in (_from_pool, _rendered_anew):
        content = source(stored)
        if content is not None and hashlib.sha256(content).hexdigest() == stored.sha256:
            return content
    return None


def put_back(stored: StoredFile, content: bytes) -> bool:
    """Whether the bytes lie in their place again; a disk that takes nothing is told of in the log."""
    try:
        return copy_checked(io.BytesIO(content), path_of(stored), stored.sha256)
    except OSError:
        log.exception("stored file %s could not be put back", stored.id)
        return False


def note_healed(file_id: int) -> None:
    """Put it on the trail of the file."""
    with seeing(EVERYTHING), unit_of_work():
        stored = session.get_one(StoredFile, file_id)
        audit.record(stored, action="file.heal", label=f"修复文件“{stored.name}”", actor=SYSTEM)


def _from_pool(stored: StoredFile) -> bytes | None:
    try:
        return Pool(backup.here().backups / "pool").path_of(stored.sha256).read_bytes()
    except OSError:  # no backup has it, or their disk is away
        return None


def _rendered_anew(stored: StoredFile) -> bytes | None:
    """An archive that this program set itself comes out the same to the byte, or it is not used."""
    with seeing(EVERYTHING):
        paper = session.scalar(
            sa.select(Instrument)
            .join(Attachment, Attachment.owner_id == Instrument.id)
            .where(
                Attachment.owner_type == Instrument.__tablename__,
                Attachment.purpose == Purpose.ARCHIVE,
                Attachment.file_id == stored.id,
                Instrument.frozen.is_not(None),
            )
        )
        if paper is None or paper.frozen is None:
            return None  # no rendition of ours
        if paper.archive_layout not in (None, layout_version()):
            return None  # set by another layout than ours
        return _set_anew(paper.frozen, json.dumps(archived_facts(paper)))


@lru_cache(maxsize=4)
def _set_anew(frozen: str, facts: str) -> bytes | None:
    """Kept for a moment: a page asks for each of its pictures, and may do so in vain."""
    try:
        return archive(Paper.from_json(frozen), json.loads(facts))
    except DomainError:
        return None


def _tell_of_loss(file_id: int, name: str) -> None:
    """Once a day and file; on the health page too, until the next scrub has looked."""
    today = clock.today().isoformat()
    with seeing(EVERYTHING), unit_of_work():
        people = [user.id for user in holders_of(Role.SYSTEM_ADMIN)]
        title = f"文件“{name}”（{file_id}）缺失或已被改动，备份中也没有"
        announce(
            people, kind=NoticeKind.ALARM, step=f"file-{file_id}-{today}", title=title, text=_ADVICE
        )
    scrubbed.note_lost(f"{name}（{file_id}）")


def _afterwards(tell: Callable[[], None]) -> None:
    if not after_the_answer(tell):
        log.error("a stored file was broken where nobody could be told; the scrub will tell of it")
