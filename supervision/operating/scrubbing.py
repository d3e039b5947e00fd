"""The nightly scrub: every file, the chain and the database's pages; what can be healed is healed."""

import io
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import sqlalchemy as sa

from supervision.core import audit, backup, clock
from supervision.core.access.principal import SYSTEM
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.backup import Pool
from supervision.core.backup.pool import copy_checked
from supervision.core.backup.verifying import faults_of_pages
from supervision.core.config import ANCHOR
from supervision.core.db import read_phase, session, unit_of_work
from supervision.core.documents.layout import layout_version
from supervision.core.documents.model import Paper
from supervision.core.documents.pdf import archive
from supervision.core.errors import DomainError
from supervision.core.files import Attachment, StoredFile
from supervision.core.files.models import Purpose
from supervision.core.files.store import path_of
from supervision.core.files.sweeping import broken, sweep
from supervision.core.instance import instance_folder
from supervision.instruments.models import Instrument
from supervision.instruments.signing.service import archived_facts

_REPORT = "scrub.json"


@dataclass
class Scrub:
    """What a scrub found: files healed and lost by name, faults of chain and pages in words."""

    at: str
    healed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    swept: int = 0

    @property
    def clean(self) -> bool:
        return not (self.lost or self.faults)


def scrub() -> str:
    """Look at everything, heal what can be healed, remember what came of it."""
    site = backup.here()
    found = Scrub(clock.now().isoformat())
    with seeing(EVERYTHING):
        with unit_of_work(write=False):
            bad = [(one.id, one.name) for one in broken()]
            found.faults += faults_of_pages(session.connection())
            verdict = audit.verify(
                session.connection(), key=site.keys["audit_key"], anchor=site.instance / ANCHOR
            )
            found.faults += verdict.faults[:5]
        for file_id, name in bad:
            (found.healed if _heal(file_id, Pool(site.backups / "pool")) else found.lost).append(
                f"{name}（{file_id}）"
            )
        with unit_of_work():
            found.swept = sweep()
    _remember(site.instance, found)
    return _said(found)


def _heal(file_id: int, pool: Pool) -> bool:
    """Bring a file's very bytes back: out of the backups, else by rendering the paper anew."""
    with read_phase():
        stored = session.get_one(StoredFile, file_id)
        path, sha256 = path_of(stored), stored.sha256
        healed = _from_pool(pool, path, sha256) or _rendered_anew(file_id, path, sha256)
    if healed:
        with unit_of_work():
            stored = session.get_one(StoredFile, file_id)
            audit.record(stored, action="file.heal", label=f"修复文件“{stored.name}”", actor=SYSTEM)
    return healed


def _from_pool(pool: Pool, path: Path, sha256: str) -> bool:
    if not pool.has(sha256):
        return False
    with pool.path_of(sha256).open("rb") as file:
        return copy_checked(file, path, sha256)


def _rendered_anew(file_id: int, path: Path, sha256: str) -> bool:
    """An archive that this program set itself comes out the same to the byte, or it is not used."""
    paper = session.scalar(
        sa.select(Instrument)
        .join(Attachment, Attachment.owner_id == Instrument.id)
        .where(
            Attachment.owner_type == Instrument.__tablename__,
            Attachment.purpose == Purpose.ARCHIVE,
            Attachment.file_id == file_id,
            Instrument.frozen.is_not(None),
        )
    )
    if (
        paper is None
        or paper.frozen is None
        or paper.archive_layout not in (None, layout_version())
    ):
        return False  # no rendition of ours, or one of another layout
    try:
        content = archive(Paper.from_json(paper.frozen), archived_facts(paper))
    except DomainError:
        return False
    return copy_checked(io.BytesIO(content), path, sha256)


def _remember(instance: Path, found: Scrub) -> None:
    draft = instance / f"{_REPORT}.new"
    draft.write_text(json.dumps(asdict(found), ensure_ascii=False), encoding="utf-8")
    draft.replace(instance / _REPORT)


def last_scrub() -> Scrub | None:
    """The outcome of the latest scrub; None when there was none."""
    try:
        return Scrub(**json.loads((instance_folder() / _REPORT).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _said(found: Scrub) -> str:
    parts = (
        f"修复{len(found.healed)}个文件" if found.healed else "",
        f"{len(found.lost)}个文件丢失" if found.lost else "",
        f"{len(found.faults)}处异常" if found.faults else "",
        f"清理{found.swept}个无主文件" if found.swept else "",
    )
    return "，".join(part for part in parts if part) or "一切完好"
