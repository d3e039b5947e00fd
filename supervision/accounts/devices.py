"""The browser somebody signs in with, and which accounts were used in it.

It tells one machine from another behind the same address, and a machine on which an account was used
before from one that has never seen it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Device:
    """One browser; `key` is empty when it brought no cookie of ours."""

    key: str = ""
    accounts: tuple[int, ...] = ()

    def machine(self, address: str) -> str:
        """What its failures are counted under."""
        return self.key or f"@{address}"[:64]
