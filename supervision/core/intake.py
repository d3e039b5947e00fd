"""What may come in with a request: how much before it is read, and files only where a view takes them.

Bounds are set before anything is parsed: a form of nothing but `a=1&` costs 37 times its size in memory.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import abort, current_app, g, request

from supervision.core.access.principal import current_or_none
from supervision.core.config import MEGABYTE
from supervision.core.error_pages import tell_operator
from supervision.core.errors import DomainError
from supervision.core.files.store import receive
from supervision.core.outages import TROUBLE, outage_of

STRANGER = 64 * 1024  # a sign-in form is far below
PERSON = 2 * MEGABYTE  # forty items of 5,800 characters each, nine bytes a character as it is sent
FIELDS = 5000
SENDING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
URLENCODED = "application/x-www-form-urlencoded"
View = TypeVar("View", bound=Callable[..., object])


class TooMuch(DomainError):
    """A request larger than what its place takes."""

    status = 413


def takes_files(view: View) -> View:
    """The endpoint keeps what is uploaded to it; everywhere else files are not even read."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def here() -> bool:
    """Whether the endpoint asked for takes files."""
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "takes_files", False))


def refuse_no_address() -> None:
    """Nothing lies at an address with a NUL in it; PostgreSQL could not even keep that it was asked for."""
    if "\0" in request.path:
        abort(404)


def bound_stranger() -> None:
    """Before it is known who asks: nobody may send more than a stranger."""
    request.max_content_length = request.max_form_memory_size = STRANGER


def bound(*, known: bool) -> None:
    """Set the bounds for whoever asks and refuse what is over them, before any form is read."""
    text = PERSON if known else STRANGER
    whole = current_app.config["MAX_CONTENT_LENGTH"] if known and here() else text
    request.max_content_length, request.max_form_memory_size = whole, text
    _refuse_large(request.content_length or 0, whole, text)
    if request.mimetype == URLENCODED and request.get_data().count(b"&") >= FIELDS:
        message = f"一次提交的栏目超过{FIELDS}个，没有保存。请分几次办理；按浏览器的“后退”可回到刚才的表单，文字还在"
        raise TooMuch(message)


def _refuse_large(sent: int, whole: int, text: int) -> None:
    if request.mimetype == URLENCODED:
        whole = text
    if sent <= whole:
        return
    limit = f"{whole // MEGABYTE} MB" if whole >= MEGABYTE else f"{whole // 1024} KB"
    if whole > text:
        message = f"一次上传的文件合计不能超过 {limit}，没有保存。请压缩扫描件或分几次上传；按浏览器的“后退”可回到刚才的表单，文字还在"
    else:
        message = f"提交的内容超过了 {limit}，没有保存。请分几次填写；按浏览器的“后退”可回到刚才的表单，文字还在"
    raise TooMuch(message)


def receive_uploads() -> None:
    """Check and keep uploaded files before the transaction, where the view takes any: a refusal loses none."""
    principal = current_or_none()
    g.uploads = {}
    if principal is None or request.method not in SENDING or not here():
        return
    for name, sent in request.files.lists():
        kept, errors = [], []
        for upload in sent:
            if not upload.filename:
                continue
            try:
                kept.append(receive(upload, actor=principal))
            except DomainError as refusal:
                errors.append(refusal.message)
            except TROUBLE as error:
                outage = outage_of(error)
                if outage is None:
                    raise
                tell_operator(error)
                errors.append(outage.message)
        g.uploads[name] = (kept, errors)
