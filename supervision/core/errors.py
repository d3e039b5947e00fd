"""What a service may raise: each error is one Chinese sentence for the person at the screen."""

from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


class DomainError(Exception):
    """A rule of the business was not met; `field` names the form field it belongs to, if any."""

    status = 422

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class WrongState(DomainError):
    """The record is no longer in a state that allows this (double click, two tabs, back button)."""

    status = 409


class VersionConflict(DomainError):
    """Somebody else saved the record since the form was opened."""

    status = 409


class Overtaken(DomainError):
    """Somebody acted meanwhile: the form comes back with what was typed beside what stands now."""

    status = 409


class Forbidden(DomainError):
    """The person lacks the permission, or the separation of duties forbids it."""

    status = 403


class NotFound(DomainError):
    """No such record for this person; another unit's record is indistinguishable from none."""

    status = 404


def answer(work: Callable[[Given], Made], given: Given) -> Made | DomainError:
    """What `work` makes of it, or why it refuses: of many, each has an answer of its own."""
    try:
        return work(given)
    except DomainError as refusal:
        return refusal
