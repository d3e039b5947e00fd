"""Passwords: argon2id, what a good one is, and generated ones."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from supervision.core.errors import DomainError

SHORTEST = 10
LONGEST = 128
_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
_hasher = PasswordHasher()


@cache
def _nobody() -> str:
    """The hash of a password that nobody has."""
    return _hasher.hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    """Argon2id hash; costs about 0.1 s of CPU, so never inside a write transaction."""
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether `password` is the one hashed; takes as long for an unknown user (no enumeration)."""
    nobody = (
        _nobody()
    )  # asked for in either case: the first sign-in of a process takes as long, too
    try:
        return _hasher.verify(password_hash or nobody, password) and password_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def check_strength(password: str, *, username: str) -> None:
    """等保 composition: length, three of four kinds of characters, not the user name."""
    if not SHORTEST <= len(password) <= LONGEST:
        message = f"口令须为{SHORTEST}至{LONGEST}个字符"
        raise DomainError(message, field="new_password")
    kinds = (str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum())
    if sum(any(kind(char) for char in password) for kind in kinds) < 3:
        message = "口令须包含小写字母、大写字母、数字、符号中的三种"
        raise DomainError(message, field="new_password")
    if username.lower() in password.lower():
        message = "口令不得包含用户名"
        raise DomainError(message, field="new_password")


def generate() -> str:
    """A password for one installation or one new account: 14 characters, about 80 bits."""
    while True:
        word = "".join(secrets.choice(_ALPHABET) for _ in range(14))
        if (
            any(c.islower() for c in word)
            and any(c.isupper() for c in word)
            and any(c.isdigit() for c in word)
        ):
            return word
