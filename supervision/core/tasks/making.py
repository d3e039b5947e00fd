"""Files that people ask for by an address: a short one is the answer, a long one is made in the background.

The address says what the file holds; the same work writes it either way, piece by piece into a file
on disk, so that no request waits long and memory does not grow with the rows.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Response, has_request_context, request
from flask.typing import ResponseReturnValue

from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal, acting, current
from supervision.core.access.scope import EVERYTHING, scope_of, seeing
from supervision.core.db import unit_of_work
from supervision.core.errors import DomainError
from supervision.core.forms import BaseForm
from supervision.core.json_values import JsonObject
from supervision.core.seams import Composed, keyed
from supervision.core.tasks.queue import Progress, Result, order
from supervision.core.tasks.routes import address
from supervision.core.web import done, download, page

FILE = "file"  # the kind of task
Args = Mapping[str, str]


@dataclass(frozen=True)
class Named:
    """What a file is called and is."""

    name: str
    media_type: str
    inline: bool = False
    count: int | None = None  # lines it holds


@dataclass(frozen=True)
class Making:
    """A kind of file. `large`: whether what the address asks for is made in the background.

    `write` writes it to a path and tells how far it is; it is called as the person, outside any
    transaction in the background: it opens its own with `reading()`.
    """

    key: str
    title: str
    permission: Permission
    large: Callable[[Args], bool]
    write: Callable[[Args, Path, Progress], Named]


class OrderForm(BaseForm):
    """Only the order itself."""

    keeps_drafts = False


MAKINGS: Composed[Making, Mapping[str, Making]] = Composed(
    "files that an address asks for", keyed(Making, lambda one: one.key)
)


@contextmanager
def reading() -> Iterator[None]:
    """A short look at the store: of its own in the background, the request's own in one."""
    if has_request_context():
        yield
        return
    with unit_of_work(write=False):
        yield


def answer(making: Making, args: Args, *, back: str = "") -> ResponseReturnValue:
    """The answer of a route (GET and POST) that gives this file; `back`: where it was asked for."""
    if request.method == "GET" and not making.large(args):
        return _at_once(making, args)
    form, behind = OrderForm(), back or _list_of(request.path)
    if form.validate_on_submit():
        payload = {"making": making.key, "args": dict(args)}
        task = order(FILE, making.title, payload, actor=current(), back=behind)
        return done("已排队，完成后可在此下载。", address(task))
    return page("tasks/order.html", form=form, title=making.title, back=behind)


def _list_of(path: str) -> str:
    return path.rpartition("/")[0] + "/"


def _at_once(making: Making, args: Args) -> Response:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        named = making.write(args, path, lambda *_: None)
        return download(
            path.read_bytes(), named.media_type, named.name, inline=named.inline, count=named.count
        )


def work(principal_for: Callable[[int], Principal | None]) -> Callable[..., Result]:
    """The task: made as the person who ordered it, as far as that person may see it now."""

    def make(payload: JsonObject, user_id: int, progress: Progress) -> Result:
        making = MAKINGS.whole()[payload["making"]]
        with seeing(EVERYTHING), unit_of_work(write=False):
            principal = principal_for(user_id)
        if principal is None or not principal.can(making.permission):
            message = "您现在无权导出，请联系安全管理员"
            raise DomainError(message)
        folder = Path(tempfile.mkdtemp())
        with acting(principal), seeing(scope_of(principal)):
            named = making.write(payload["args"], folder / "file", progress)
        return Result(path=folder / "file", name=named.name, media_type=named.media_type)

    return make
