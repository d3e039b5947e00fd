"""Passwords of the tests are hashed at the least cost: thousands of sign-ins are no test of argon2.

What the product costs whoever guesses is asserted of `REAL` (`tests/accounts/test_sign_in.py`).
"""

from argon2 import PasswordHasher

from supervision.accounts import passwords

REAL = passwords._hasher


def pytest_configure() -> None:
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
