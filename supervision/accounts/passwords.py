"""Passwords: argon2id, what a good one is, and generated ones.

等保 asks for kinds of characters, ASVS 5.0 forbids to: below 15 characters three kinds are asked for, from
there on any words will do. Whatever the length, what is common or easily guessed is refused.
"""

import secrets
from functools import cache
from typing import NoReturn

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from supervision.core.errors import DomainError

SHORTEST, LONG, LONGEST = 8, 15, 128
RULE = f"{SHORTEST}个以上字符，建议{LONG}个以上；不足{LONG}个的含小写、大写字母、数字、符号中的三种"
GUESSES = 8  # tenfolds: no easier than eight characters drawn by lot
# What offices like ours take for passwords, beside the common ones that zxcvbn knows.
OUR_WORDS = (
    "mingdu", "sifaju", "sifa", "zhifa", "jiandu", "xingzheng", "fazhi", "fayuan", "zhengfu", "jiguan", "danwei", "bangong",
    "guanliyuan", "yonghu", "denglu", "mima", "kouling", "renmin", "zhongguo", "beijing", "shanghai", "woaini", "woaini1314",
    "wodemima", "5201314", "1314520", "woaizhongguo", "aini1314", "shili", "ceshi", "xitong", "shenji", "anquan",
)  # fmt: skip
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
    """Length, kinds of characters where it is short, not the user name, not easily guessed."""
    if not SHORTEST <= len(password) <= LONGEST:
        _refuse(f"口令须为{SHORTEST}至{LONGEST}个字符")
    kinds = (str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum())
    if len(password) < LONG and sum(any(kind(char) for char in password) for kind in kinds) < 3:
        _refuse(f"不足{LONG}个字符的口令须包含小写字母、大写字母、数字、符号中的三种")
    if username.lower() in password.lower():
        _refuse("口令不得包含用户名")
    if _guessable(password, username):
        _refuse(
            "这个口令太常见，容易被猜中（常用口令、键盘顺序、重复、年份、单位和城市的拼音都在其列），"
            f"请换一个，例如{LONG}个字以上的一句话"
        )


def _guessable(password: str, username: str) -> bool:
    """Whether it is found among common passwords, names and words, or follows from them."""
    from zxcvbn import zxcvbn

    told = zxcvbn(password[:72], user_inputs=[username, *OUR_WORDS])
    return bool(told["guesses_log10"] < GUESSES)


def _refuse(message: str) -> NoReturn:
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
