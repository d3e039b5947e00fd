"""Files: accepted by their content, kept under random names, reached only through their record."""

from supervision.core.files.models import Attachment, StoredFile
from supervision.core.files.store import attach, attachments_of, receive, save_bytes
from supervision.core.files.types import ALLOWED, Refused

__all__ = [
    "ALLOWED",
    "Attachment",
    "Refused",
    "StoredFile",
    "attach",
    "attachments_of",
    "receive",
    "save_bytes",
]
