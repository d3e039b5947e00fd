"""The nightly scrub: every file, the chain and the database's pages; what can be healed is healed."""

from sqlalchemy.engine import Connection

from supervision.core import audit, backup, clock
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.backup.verifying import faults_of_pages
from supervision.core.config import ANCHOR
from supervision.core.db import read_phase, session, unit_of_work
from supervision.core.files import StoredFile
from supervision.core.files.sweeping import broken, sweep
from supervision.operating.healing import again, note_healed, put_back
from supervision.operating.scrubbed import Scrub, remember


def scrub() -> str:
    """Look at everything, heal what can be healed, remember what came of it."""
    site = backup.here()
    found = Scrub(clock.now().isoformat())
    with seeing(EVERYTHING):
        with unit_of_work(write=False):
            bad = [(one.id, one.name) for one in broken()]
            found.faults += faults_of_pages(session.connection())
            verdict = audit.verify(
                session.connection(),
                key=site.keys["audit_key"],
                retired=site.retired,
                anchor=site.instance / ANCHOR,
            )
            found.faults += verdict.faults[:5]
            found.faults += faults_of_rows(session.connection(), site)[:5]
        for file_id, name in bad:
            (found.healed if _heal(file_id) else found.lost).append(f"{name}（{file_id}）")
        with unit_of_work():
            found.swept = sweep()
    remember(site.instance, found)
    return _said(found)


def faults_of_rows(connection: Connection, site: backup.Site) -> list[str]:
    """Rows that were changed past the system, in words."""
    rows = audit.verify_records(connection, key=site.keys["audit_key"], retired=site.retired)
    return [f"{one.table} {one.id} {one.text}" for one in rows]


def _heal(file_id: int) -> bool:
    """Bring a file's very bytes back, and leave that on the trail."""
    with read_phase():
        stored = session.get_one(StoredFile, file_id)
        content = again(stored)
        healed = content is not None and put_back(stored, content)
    if healed:
        note_healed(file_id)
    return healed


def _said(found: Scrub) -> str:
    parts = (
        f"修复{len(found.healed)}个文件" if found.healed else "",
        f"{len(found.lost)}个文件丢失" if found.lost else "",
        f"{len(found.faults)}处异常" if found.faults else "",
        f"清理{found.swept}个无主文件" if found.swept else "",
    )
    return "，".join(part for part in parts if part) or "一切完好"
