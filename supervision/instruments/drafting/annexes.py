"""Files among a paper's annexes: read before they are bound, kept beside it as they were uploaded, found by their hash."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from supervision.core.access.principal import Principal
from supervision.core.db import separate_unit_of_work, session
from supervision.core.documents.bound import read, refuse_too_many, scale_words
from supervision.core.documents.model import BoundFile
from supervision.core.errors import DomainError, NotFound
from supervision.core.files import Attachment, StoredFile, attach
from supervision.core.files.models import Purpose
from supervision.core.files.store import attachments_of, content_of
from supervision.instruments.drafting.layout_facts import (
    MOST_ATTACHED,
    AttachedText,
    attached_of,
)
from supervision.instruments.models import Instrument


@dataclass(frozen=True)
class Original:
    """A file as it was uploaded; `number` finds it among the paper's files."""

    number: int
    title: str
    file: BoundFile

    @property
    def words(self) -> str:
        """3页，按版心缩至72%."""
        return scale_words(self.file)


def originals_of(paper: Instrument) -> list[Original]:
    """The files that are bound behind a paper, in their order."""
    bound = ((one.title, one.file) for one in attached_of(paper) if one.file is not None)
    return [Original(number, title, file) for number, (title, file) in enumerate(bound, start=1)]


def original(paper: Instrument, number: int) -> tuple[Original, bytes]:
    """One of them with its very bytes; whoever sees the paper sees it."""
    found = originals_of(paper)
    if not 1 <= number <= len(found):
        message = "没有这个附件文件"
        raise NotFound(message)
    one = found[number - 1]
    content = bytes_of(one.file.sha256)
    if content is None:
        raise NotFound(f"附件文件“{one.file.name}”找不到了，请告知系统管理员从备份中恢复")
    return one, content


def read_all(
    stored: Iterable[StoredFile], *, beside: Sequence[AttachedText]
) -> tuple[list[StoredFile], list[AttachedText], list[str]]:
    """Files just uploaded that can be bound after those `beside`, as annexes, and why others cannot."""
    kept: list[StoredFile] = []
    found: list[AttachedText] = []
    refused: list[str] = []
    for one in stored:
        try:
            file = read(one.name, one.media_type, content_of(one))
            _refuse_over([*beside, *found], file)
        except DomainError as refusal:
            refused.append(refusal.message)
            continue
        kept.append(one)
        found.append(AttachedText(one.name.rpartition(".")[0] or one.name, "", file=file))
    return kept, found, refused


def _refuse_over(held: Sequence[AttachedText], file: BoundFile) -> None:
    if len(held) >= MOST_ATTACHED:
        raise DomainError(f"“{file.name}”没有附上：一件文书最多{MOST_ATTACHED}个附件")
    refuse_too_many([*(one.file for one in held if one.file is not None), file])


def keep(paper: Instrument, fresh: Sequence[StoredFile], *, actor: Principal) -> None:
    """The originals hang on the paper as long as it binds them."""
    named = {one.file.sha256: one.title for one in originals_of(paper)}
    for stored in fresh:
        attach(stored, paper, actor=actor, purpose=Purpose.OTHER, shows=named[stored.sha256])
    for held in attachments_of(paper, Purpose.OTHER):
        if held.file.sha256 not in named:
            _let_go(held)


def _let_go(held: Attachment) -> None:
    held.file.attached = False
    session.delete(held)


def bytes_of(sha256: str) -> bytes | None:
    """The bytes with this hash, looked for beside whatever transaction is open; None where there are none."""
    with separate_unit_of_work(write=False) as own:
        wanted = sa.select(StoredFile).where(StoredFile.sha256 == sha256).order_by(StoredFile.id)
        stored = own.scalars(wanted.limit(1)).first()
        return None if stored is None else content_of(stored)
