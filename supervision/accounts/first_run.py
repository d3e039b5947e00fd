"""The first visit to an empty installation: a one-time token from the console opens it."""

import hmac
import secrets
from pathlib import Path

import sqlalchemy as sa

from supervision.accounts.models import User, UserSession
from supervision.core.db import session
from supervision.core.errors import DomainError

FILE = "setup_token"


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    return session.scalar(sa.select(User.id).limit(1)) is None


def is_in_use() -> bool:
    """Whether anybody ever signed in here."""
    return session.scalar(sa.select(UserSession.id).limit(1)) is not None


def issue_token(instance: Path) -> str:
    """The token that opens the first visit, kept (0600) until it is used."""
    path = instance / FILE
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(18), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def check_token(instance: Path, typed: str) -> None:
    """DomainError unless `typed` is the token issued."""
    path = instance / FILE
    held = path.read_text(encoding="ascii").strip() if path.exists() else ""
    if not held or not hmac.compare_digest(held.encode(), typed.strip().encode()):
        message = "初始化口令不对，请看启动系统的控制台"
        raise DomainError(message, field="token")


def spend_token(instance: Path) -> None:
    """The token has done its work."""
    (instance / FILE).unlink(missing_ok=True)
