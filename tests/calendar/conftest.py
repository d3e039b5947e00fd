"""The same office as the reminders' tests have."""

from tests.reminders.conftest import made, work

__all__ = ["made", "work"]
