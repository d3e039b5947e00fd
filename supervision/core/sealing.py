"""Text sealed at rest (AES-256-GCM under IDENTITY_KEY): unreadable in the store and in backups of it."""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

from supervision.core.errors import DomainError

NONCE_BYTES = 12


class Unreadable(DomainError):
    """The sealed text was altered, belongs to another record, or the key is not the one of then."""

    def __init__(self) -> None:
        super().__init__(
            "封存的内容已损坏，或不是用现在的密钥封存的，打不开。请告知系统管理员从备份中恢复"
        )


def seal(text: str, *, belongs_to: str) -> str:
    """`text` sealed for the record named `belongs_to`; moved to another record it opens no more."""
    nonce = os.urandom(NONCE_BYTES)
    body = _cipher().encrypt(nonce, text.encode(), belongs_to.encode())
    return base64.b64encode(nonce + body).decode("ascii")


def unseal(sealed: str, *, belongs_to: str) -> str:
    """The text of `seal`; raises Unreadable."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        text = _cipher().decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], belongs_to.encode())
    except (InvalidTag, ValueError) as failure:  # cut short, or no longer Base64 at all
        raise Unreadable from failure
    return text.decode()


def _cipher() -> AESGCM:
    return AESGCM(bytes.fromhex(current_app.config["IDENTITY_KEY"]))
