"""Keeping files: bytes on disk under random names, rows in the store, attachments to records."""

import hashlib
import logging
import os
import secrets
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from supervision.core.access.principal import Principal
from supervision.core.db import after_commit, separate_unit_of_work, session
from supervision.core.errors import NotFound
from supervision.core.files import quota
from supervision.core.files.models import Attachment, Purpose, StoredFile
from supervision.core.files.types import clean_name, identify
from supervision.core.instance import instance_folder
from supervision.core.seams import Seam

log = logging.getLogger(__name__)
_TELL = "请告知系统管理员从备份中恢复"
HEALERS: Seam[Callable[[StoredFile], bytes | None]] = Seam(
    "who brings back the bytes of a kept file that are gone or changed"
)


def path_of(stored: StoredFile) -> Path:
    """Where the bytes of `stored` lie."""
    return instance_folder() / "files" / stored.key[:2] / stored.key


def content_of(stored: StoredFile) -> bytes:
    """The bytes of `stored`, the very ones that were kept; NotFound in words where they cannot be had."""
    try:
        content = path_of(stored).read_bytes()
    except FileNotFoundError:
        fault = "在数据目录中找不到了"
    else:
        if hashlib.sha256(content).hexdigest() == stored.sha256:
            return content
        fault = "与保存时的内容不一致，不能使用"
    log.error("stored file %s is missing or not what was kept", stored.id)
    for healed in HEALERS.parts():
        if (content_again := healed(stored)) is not None:
            return content_again
    raise NotFound(f"文件“{stored.name}”{fault}，{_TELL}")


def receive(upload: FileStorage, *, actor: Principal) -> StoredFile:
    """Check and keep an upload at once, in its own unit of work, so that a 422 loses nothing.

    Raises Refused with a Chinese reason. The file hangs on no record until `attach`.
    """
    name = clean_name(upload.filename or "")
    limit: int = current_app.config["UPLOAD_LIMIT"]
    content = upload.stream.read(limit + 1)
    kind = identify(name, content, limit=limit)
    with separate_unit_of_work() as own:
        quota.refuse_over(own, len(content), actor=actor)
        return _keep(own, name, kind.media_type, content, actor)


def save_bytes(name: str, media_type: str, content: bytes, *, actor: Principal) -> StoredFile:
    """Keep bytes the system made itself (archives), inside the present unit of work."""
    return _keep(session(), name, media_type, content, actor)  # type: ignore[operator]


def _keep(own: Session, name: str, media_type: str, content: bytes, actor: Principal) -> StoredFile:
    stored = StoredFile(
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        key=secrets.token_hex(32),
        token=secrets.token_urlsafe(32),
        created_by_id=actor.user_id,
    )
    _write(path_of(stored), content)
    own.add(stored)
    own.flush()
    return stored


def _write(path: Path, content: bytes) -> None:
    """Durable before the row that names it: a full disk or a kill leaves no row without bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def pending(tokens: Iterable[str], *, actor: Principal) -> list[StoredFile]:
    """Files `actor` uploaded that hang on no record yet, by their tokens; others are ignored."""
    wanted = [token for token in tokens if token]
    if not wanted:
        return []
    found = session.scalars(
        sa.select(StoredFile).where(
            StoredFile.token.in_(wanted),
            StoredFile.created_by_id == actor.user_id,
            StoredFile.attached.is_(False),
        )
    ).all()
    return sorted(found, key=lambda stored: wanted.index(stored.token))


def discard(stored: StoredFile) -> None:
    """Forget a file that hangs on no record: its row now, its bytes once that is committed."""
    if stored.attached:
        message = "此文件已挂在记录上，不能丢弃"
        raise NotFound(message)
    path = path_of(stored)
    session.delete(session.get_one(StoredFile, stored.id))
    after_commit(lambda: path.unlink(missing_ok=True))


def attach(
    stored: StoredFile,
    owner: Any,
    *,
    actor: Principal,
    purpose: Purpose = Purpose.EVIDENCE,
    shows: str = "",
    event_date: date | None = None,
    unit_id: int | None = None,
) -> Attachment:
    """Hang a kept file on a flushed record; `unit_id` names the unit that may see it too."""
    if stored.attached:
        message = "此文件已挂在别的记录上，请重新上传"
        raise NotFound(message)
    stored.attached = True
    root_type, root_id = getattr(owner, "audit_root", (owner.__tablename__, owner.id))
    attachment = Attachment(
        file=session.merge(stored) if stored not in session else stored,
        owner_type=owner.__tablename__,
        owner_id=owner.id,
        purpose=purpose,
        shows=shows,
        event_date=event_date,
        unit_id=unit_id,
        root_type=root_type,
        root_id=root_id,
        body_id=owner.body_id,
        created_by_id=actor.user_id,
    )
    session.add(attachment)
    session.flush()
    return attachment


def let_go(owner: Any) -> None:
    """What hangs on a record that is deleted hangs on nothing now; the sweep takes it away."""
    for attachment in attachments_of(owner):
        attachment.file.attached = False
        session.delete(attachment)


def attachments_of(owner: Any, *purposes: Purpose) -> list[Attachment]:
    """Attachments of one record that the present scope may see, oldest first."""
    statement = sa.select(Attachment).where(
        Attachment.owner_type == owner.__tablename__, Attachment.owner_id == owner.id
    )
    if purposes:
        statement = statement.where(Attachment.purpose.in_(purposes))
    return list(session.scalars(statement.order_by(Attachment.id)))


def attachments_by_owner(owners: Iterable[Any]) -> dict[int, list[Attachment]]:
    """Attachments of many records of one kind, in one query: {owner id: attachments}."""
    return attachments_apart(owners)[0]


def attachments_apart(*kinds: Iterable[Any]) -> list[dict[int, list[Attachment]]]:
    """Attachments of records of several kinds, in one query: for each kind {owner id: attachments}."""
    records = [list(owners) for owners in kinds]
    found: list[dict[int, list[Attachment]]] = [{one.id: [] for one in few} for few in records]
    by_type = {few[0].__tablename__: held for few, held in zip(records, found, strict=True) if few}
    if not by_type:
        return found
    theirs = (
        sa.and_(Attachment.owner_type == name, Attachment.owner_id.in_(held))
        for name, held in by_type.items()
    )
    statement = sa.select(Attachment).where(sa.or_(*theirs)).order_by(Attachment.id)
    for attachment in session.scalars(statement):
        by_type[attachment.owner_type][attachment.owner_id].append(attachment)
    return found


def same_content(attachment: Attachment) -> list[Attachment]:
    """Other attachments with the very same bytes: the same photo used twice (product.md §2)."""
    return list(
        session.scalars(
            sa.select(Attachment)
            .join(StoredFile)
            .where(StoredFile.sha256 == attachment.file.sha256, Attachment.id != attachment.id)
        )
    )
