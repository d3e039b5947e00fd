"""Papers chosen in a list as one PDF or a ZIP: ordered by a person, made in the background.

What the person may see is looked at twice: when they order and when the papers are read.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.core import settings, tasks
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, Scope, scope_of, seeing
from supervision.core.db import session, unit_of_work
from supervision.core.documents.bundle import bind, zipped
from supervision.core.documents.model import Paper
from supervision.core.errors import DomainError, NotFound
from supervision.core.json_values import JsonObject
from supervision.instruments.models import Instrument
from supervision.instruments.printing import files as printing

PRINT = "print"  # the kind of task that prints
MOST = 200  # papers in one order
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class Bound(StrEnum):
    """How many papers come in one file."""

    PDF = "pdf"
    ZIP = "zip"

    @property
    def media_type(self) -> str:
        return f"application/{self.value}"


def order(paper_ids: Sequence[int], bound: Bound, *, actor: Principal) -> tasks.Task:
    """Queue the print of papers the actor sees. Raises DomainError when none was chosen or too many."""
    if not paper_ids:
        message = "请先勾选要打印的文书"
        raise DomainError(message)
    if len(paper_ids) > MOST:
        message = f"一次最多打印{MOST}件，请分批"
        raise DomainError(message)
    found = _seen(paper_ids)
    if len(found) < len(set(paper_ids)):
        message = "没有这件文书"
        raise NotFound(message)
    single = found[0].name if len(found) == 1 else f"{len(found)}件文书"
    title = f"{'打包' if bound is Bound.ZIP else '打印'} {single}"
    payload = {"papers": [paper.id for paper in found], "bound": bound.value}
    return tasks.order(PRINT, title, payload, actor=actor, back="/instruments/")


def _seen(paper_ids: Sequence[int]) -> list[Instrument]:
    """Those of the papers that the present scope sees, in the order of the choice."""
    found = session.scalars(
        sa.select(Instrument)
        .where(Instrument.id.in_(paper_ids))
        .options(joinedload(Instrument.kind), joinedload(Instrument.unit))
    )
    by_id = {paper.id: paper for paper in found}
    return [by_id[key] for key in dict.fromkeys(paper_ids) if key in by_id]


def make(payload: JsonObject, user_id: int, progress: tasks.Progress) -> tasks.Result:
    """The task: each paper by itself, so that nothing is locked and others draw in between."""
    bound, wanted = Bound(payload["bound"]), payload["papers"]
    scope = _scope_of(user_id)
    files = list(_files(wanted, scope, progress))
    with seeing(EVERYTHING), unit_of_work(write=False):
        duplex = bool(settings.get("duplex"))
    if bound is Bound.ZIP:
        content = zipped(files)
    else:
        content = bind((pdf for _, pdf in files), duplex=duplex)
    name = files[0][0].removesuffix(".pdf") if len(files) == 1 else f"文书{len(files)}件"
    return tasks.Result(content, f"{name}.{bound.value}", bound.media_type)


def _scope_of(user_id: int) -> Scope:
    """What the person sees now: an account closed or moved meanwhile gets nothing."""
    with seeing(EVERYTHING), unit_of_work(write=False):
        user = session.get_one(User, user_id)
        principal = principal_of(user)
        if not user.active or not principal.can(Permission.INSTRUMENT_VIEW):
            message = "您现在无权查看这些文书"
            raise DomainError(message)
        return scope_of(principal)


def _files(
    wanted: Sequence[int], scope: Scope, progress: tasks.Progress
) -> Iterator[tuple[str, bytes]]:
    for place, paper_id in enumerate(wanted):
        with seeing(scope), unit_of_work(write=False):
            found = _seen([paper_id])
            if not found:
                message = "其中有的文书您现在无权查看，请重新选择"
                raise DomainError(message)
            name = _UNSAFE.sub("", f"{found[0].name} {found[0].addressee}")[:120]
            ready = printing.archived(found[0])
            content = printing.as_it_stands(found[0]) if ready is None else None
        said = f"第{place + 1}件，共{len(wanted)}件：{name}"
        progress(place * 100, len(wanted) * 100, said)
        if content is not None:
            ready = _drawn(content, place, len(wanted), said, progress)
        yield f"{name}.pdf", ready or b""


def _drawn(content: Paper, place: int, count: int, said: str, progress: tasks.Progress) -> bytes:
    def tell(done: int, total: int) -> None:
        progress(place * 100 + done * 100 // total, count * 100, f"{said}，{done}/{total}页")

    return printing.drawn_slowly(content, tell)
