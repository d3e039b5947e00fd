"""Text sealed at rest (AES-256-GCM under IDENTITY_KEY): unreadable in the store and in backups of it."""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

NONCE_BYTES = 12


class Unreadable(Exception):
    """The sealed text was altered, belongs to another record, or the key is not the one of then."""


def seal(text: str, *, belongs_to: str) -> str:
    """`text` sealed for the record named `belongs_to`; moved to another record it opens no more."""
    nonce = os.urandom(NONCE_BYTES)
    body = _cipher().encrypt(nonce, text.encode(), belongs_to.encode())
    return base64.b64encode(nonce + body).decode("ascii")


def unseal(sealed: str, *, belongs_to: str) -> str:
    """The text of `seal`; raises Unreadable."""
    raw = base64.b64decode(sealed)
    try:
        text = _cipher().decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], belongs_to.encode())
    except InvalidTag as failure:
        raise Unreadable from failure
    return text.decode()


def _cipher() -> AESGCM:
    return AESGCM(bytes.fromhex(current_app.config["IDENTITY_KEY"]))
