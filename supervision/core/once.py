"""A form is carried out once: a resend after a lost answer makes no second record.

Every page gives each of its forms a key when it is shown. The key is kept with the first answer in the
very transaction that carried the form out; the same form with the same key is then answered with that
answer. The same key with other content is nothing that was done: it is shown again to be looked at.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app, request
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core import clock
from supervision.core.db import Identified, LongText, Model, affected, insert_or_ignore, session
from supervision.core.errors import DomainError
from supervision.core.json_values import JsonArray
from supervision.core.portions import in_portions, look

FIELD = "once"  # the hidden input of every form that changes something
LENGTH = 40
KEPT = timedelta(
    days=7
)  # a page left open over the holidays is answered by its edition, not by its key
APART = frozenset({FIELD, "csrf_token"})  # what is not the form's content
Said = list[list[str]]


class SentForm(Identified, Model):
    """A form that was carried out: whose, which, what it held, how it was answered."""

    __tablename__ = "sent_form"
    __audited__ = False

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    path: Mapped[str] = mapped_column(sa.String(300))
    key: Mapped[str] = mapped_column(sa.String(LENGTH))
    digest: Mapped[str] = mapped_column(sa.String(64))
    target: Mapped[LongText]
    said: Mapped[JsonArray]
    sent_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("user_id", "path", "key"),)


class SentAlready(DomainError):
    """The form of this page was carried out before, with other content."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            "这一页的表单刚才已经提交并办理过一次，内容与现在的不同。"
            "请先核对已办理的内容；确需再办一次的，请再提交"
        )


@dataclass(frozen=True)
class Sending:
    """A form as it is being sent: by whom, where to, under which key, with which content."""

    user_id: int
    path: str
    key: str
    digest: str


def new_key() -> str:
    """A key for one form on one page."""
    return secrets.token_urlsafe(18)


def sending_of(user_id: int | None, files: Iterable[tuple[str, str]]) -> Sending | None:
    """The present request as a form that may come a second time; `files`: (field, SHA-256)."""
    key = request.form.get(FIELD, "")
    if user_id is None or not key or len(key) > LENGTH or "\x00" in key:
        return None
    held = [pair for pair in request.form.items(multi=True) if pair[0] not in APART]
    secret = str(current_app.config["SECRET_KEY"]).encode()  # it may hold a password
    content = repr((held, sorted(files))).encode("utf-8", "surrogatepass")
    digest = hmac.new(secret, content, hashlib.sha256).hexdigest()
    return Sending(user_id, _place(), key, digest)


def _place() -> str:
    """Where the form goes: what stands in the query is told apart, as buttons of one form in many rows are."""
    query = request.query_string
    told = f"?{hashlib.sha256(query).hexdigest()}" if query else ""
    return request.path[: 300 - len(told)] + told


def carried_out(sending: Sending, *, target: str, said: Said) -> bool:
    """Keep the answer in the present unit of work; False when this form was carried out before.

    Where the first is not committed yet, the store's unique key makes this one wait for it.
    """
    row = insert_or_ignore(SentForm).values(
        user_id=sending.user_id, path=sending.path, key=sending.key, digest=sending.digest,
        target=target, said=said, sent_at=clock.now(),
    )  # fmt: skip
    return session.scalar(row.returning(SentForm.id)) is not None


def first_of(sending: Sending) -> SentForm | None:
    """How the same form was answered when it came first."""
    return session.scalar(
        sa.select(SentForm).where(
            SentForm.user_id == sending.user_id,
            SentForm.path == sending.path,
            SentForm.key == sending.key,
            SentForm.digest == sending.digest,
        )
    )


def forget_old() -> str:
    """The nightly job: answers nobody will ask for again."""
    return f"清理已办理表单的记录{in_portions(look(_old), _delete)}条"


def _old() -> list[int]:
    return list(
        session.scalars(sa.select(SentForm.id).where(SentForm.sent_at < clock.now() - KEPT))
    )


def _delete(keys: Sequence[int]) -> int:
    return affected(session.execute(sa.delete(SentForm).where(SentForm.id.in_(keys))))
