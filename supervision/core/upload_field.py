"""The field of files: those just sent and those kept from an earlier try, whatever was refused meanwhile."""

from typing import Any, ClassVar

from flask import g, has_request_context, request
from wtforms import Field, MultipleFileField
from wtforms.validators import ValidationError

from supervision.core import intake
from supervision.core.access.principal import current_or_none
from supervision.core.files.models import StoredFile
from supervision.core.files.store import pending


class UploadField(MultipleFileField):
    """Files: those just sent (already checked and kept) and those kept from an earlier try.

    `data` is a list of StoredFile; the hidden inputs `<name>_kept` carry the tokens.
    """

    def process(self, formdata: Any, data: object = None, extra_filters: object = None) -> None:
        self.process_errors: list[str] = []
        self.errors: object = ()
        self.raw_data: list[object] = []
        self.data: list[StoredFile] = []
        principal = current_or_none()
        if not has_request_context() or formdata is None or principal is None:
            return
        if not intake.here():
            message = f"{request.endpoint} shows a form with files and is not declared @takes_files"
            raise RuntimeError(message)
        received = g.get("uploads", {}).get(self.name, ([], []))
        tokens = [*formdata.getlist(f"{self.name}_kept"), *(kept.token for kept in received[0])]
        self.data = pending(dict.fromkeys(tokens), actor=principal)
        self.raw_data = list(self.data)
        self.process_errors = [*self.process_errors, *received[1]]

    @property
    def kept(self) -> list[dict[str, str]]:
        """What the template lists as already uploaded."""
        return [
            {"name": stored.name, "size_label": size_label(stored.size), "token": stored.token}
            for stored in self.data
        ]


def size_label(size: int) -> str:
    """Bytes for people: 1.2 MB."""
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(1, size // 1024)} KB"


class FileChosen:
    """A file is needed; one that was refused keeps its own reason (InputRequired would wipe it)."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, _form: object, field: Field) -> None:
        if not field.data and not field.process_errors:
            raise ValidationError("请选择文件")
