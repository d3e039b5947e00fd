"""Owns the refusals of the document package."""

from supervision.core.errors import DomainError


class DocumentError(DomainError):
    """A paper cannot be set as it stands; the message is Chinese and names the place."""
