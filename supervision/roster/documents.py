"""协作文件: joint rules with other bodies, each with its text attached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.files import StoredFile, attach
from supervision.core.files.models import Attachment, Purpose
from supervision.core.files.store import attachments_by_owner
from supervision.roster.models import JointDocument


@dataclass(frozen=True)
class DocumentFacts:
    """What is recorded of a joint document."""

    title: str
    partner: str
    dated_on: date
    number: str = ""
    note: str = ""


def enter_document(
    facts: DocumentFacts, *, files: Sequence[StoredFile], actor: Principal
) -> JointDocument:
    """Enter a joint document with its text."""
    actor.require(Permission.ROSTER_EDIT)
    document = JointDocument(body_id=actor.body_id, created_by_id=actor.user_id)
    _apply(document, facts)
    session.add(document)
    session.flush()
    _attach_all(document, files, actor)
    return document


def amend_document(
    document: JointDocument, facts: DocumentFacts, *, files: Sequence[StoredFile], actor: Principal
) -> None:
    """Correct a joint document; further files are added to those there are."""
    actor.require(Permission.ROSTER_EDIT)
    _apply(document, facts)
    session.flush()
    _attach_all(document, files, actor)


def joint_documents(start: date, end: date) -> sa.Select[JointDocument]:
    """Joint documents dated from `start` to `end`, both included."""
    return sa.select(JointDocument).where(JointDocument.dated_on.between(start, end))


def texts_of(document_ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """The attached texts of many documents, in two queries: {document id: attachments}."""
    statement = sa.select(JointDocument).where(JointDocument.id.in_(list(document_ids)))
    return attachments_by_owner(session.scalars(statement))


def _apply(document: JointDocument, facts: DocumentFacts) -> None:
    document.title = facts.title
    document.partner = facts.partner
    document.number = facts.number
    document.dated_on = facts.dated_on
    document.note = facts.note


def _attach_all(document: JointDocument, files: Sequence[StoredFile], actor: Principal) -> None:
    for stored in files:
        attach(stored, document, actor=actor, purpose=Purpose.OTHER, shows="协作文件")
