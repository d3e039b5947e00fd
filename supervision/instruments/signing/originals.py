"""盖章扫描件: of a paper signed on paper the sealed scan is the archived original, served in its place.

What the system set from the signed content stays beside it as a copy (`printing.rendition`).
"""

from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.documents.pictures import readable
from supervision.core.errors import DomainError, WrongState
from supervision.core.files import StoredFile, attach
from supervision.core.files.models import Purpose
from supervision.core.files.store import content_of
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus

PDF = "application/pdf"


def awaited(paper: Instrument, actor: Principal) -> bool:
    """Whether `actor` may hand in the sealed scan of this paper."""
    if not actor.can(Permission.INSTRUMENT_REGISTER) or actor.body_id != paper.body_id:
        return False
    return _refusal(paper) is None


def register(paper: Instrument, scan: StoredFile, *, reason: str, actor: Principal) -> None:
    """The scan becomes the original; another one in its place needs a reason, the first is kept."""
    actor.require(Permission.INSTRUMENT_REGISTER)
    refusal = _refusal(paper)
    if refusal is not None:
        raise WrongState(refusal)
    if paper.archive_scanned and not reason.strip():
        message = "已有盖章扫描件，替换须填写理由"
        raise DomainError(message, field="reason")
    check(scan)
    before = paper.archive_sha256 if paper.archive_scanned else None
    attach(
        scan, paper, actor=actor, purpose=Purpose.SEALED_SCAN, shows="盖章扫描件",
        event_date=paper.signed_on, unit_id=paper.unit_id if paper.shared else None,
    )  # fmt: skip
    adopt(paper, scan)
    replaced = f"，替换{before}" if before else ""
    label = f"盖章扫描件归档为原件，SHA-256 {scan.sha256}{replaced}"
    record(paper, action="sealed_scan", label=label, reason=reason.strip(), actor=actor)
    session.flush()


def check(scan: StoredFile) -> None:
    """DomainError unless the file can be served as the paper itself."""
    if scan.media_type != PDF or not readable(content_of(scan)):
        message = "盖章扫描件须为能够打开的PDF，各页合为一个文件"
        raise DomainError(message, field="scan")


def adopt(paper: Instrument, scan: StoredFile) -> None:
    """From now on `scan` is what the paper's address serves and what is verified."""
    paper.archive_id, paper.archive_sha256, paper.archive_scanned = scan.id, scan.sha256, True


def _refusal(paper: Instrument) -> str | None:
    if not paper.signed_offline or paper.number is None:
        return "只有登记线下签批的文书以盖章扫描件为原件"
    if paper.status is InstrumentStatus.VOID:
        return "文书已作废"
    return None
